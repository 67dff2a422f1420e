"""Which files of a member's mail are his own."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from workflow.member_files import answers_alone, files_for_guest
from workflow.reading import read
from workflow.reply_address import Purpose, ReplyTo, make_message_id, make_reply_address
from workflow.sealing import Keys

KEYS = Keys("a secret that only tests know, 32 characters and more")
NOW = datetime(2026, 11, 20, tzinfo=UTC)
ADDRESS = make_reply_address("aurora@desk.example", ReplyTo(Purpose.STAFF, 7, 3), keys=KEYS, now=NOW)


def mail(text: str = "Here you are.") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "ana@x.example"
    made.set_content(text)
    return made


def names(made: EmailMessage) -> list[str]:
    found = files_for_guest(read(made.as_bytes()), public_url="https://desk.example", keys=KEYS, now=NOW)
    return [file.filename for file in found]


def enclosed(**fields: str) -> EmailMessage:
    made = mail("Hello.")
    for name, value in fields.items():
        made[name.replace("_", "-")] = value
    return made


@pytest.mark.parametrize(
    "ours",
    [
        enclosed(X_Bellhop_Desk="aurora@desk.example"),
        enclosed(Message_ID=make_message_id("e7", 7, domain="desk.example", keys=KEYS)),
        enclosed(Reply_To=ADDRESS),
        mail(f"Write to {ADDRESS}"),
        mail("> Just reply to this mail: your words and\n> files go to the guest."),
    ],
)
def test_a_mail_of_ours_does_not_go(ours: EmailMessage) -> None:
    """R-STAFF-2: attached as a mail, inside another mail, or as a file."""
    attached, nested, as_file, outer = mail(), mail(), mail(), mail()
    attached.add_attachment(ours)
    outer.add_attachment(ours)
    nested.add_attachment(outer)
    as_file.add_attachment(
        ours.as_bytes(), maintype="application", subtype="octet-stream", filename="notice.eml"
    )
    assert names(attached) == names(nested) == names(as_file) == []


def test_another_mail_goes_under_a_name_that_says_what_it_is() -> None:
    """R-STAFF-1"""
    made = mail()
    made.add_attachment(mail("The taxi comes at ten."))
    made.add_attachment(mail("The bus too."), filename="bus")
    assert names(made) == ["mail.eml", "bus.eml"]


@pytest.mark.parametrize(
    ("content_type", "name"),
    [
        ("application/pkcs7-signature", "smime.p7s"),
        ("application/pgp-signature", "signature.asc"),
        ("application/ms-tnef", "winmail.dat"),
    ],
)
def test_what_the_program_adds_does_not_go(content_type: str, name: str) -> None:
    made = mail()
    maintype, _, subtype = content_type.partition("/")
    made.add_attachment(b"ana@x.example", maintype=maintype, subtype=subtype, filename=name)
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="menu.pdf")
    assert names(made) == ["menu.pdf"]


def test_a_calendar_file_goes_and_a_calendar_answer_does_not() -> None:
    made = mail()
    made.add_attachment("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n", subtype="calendar", filename="reply.ics")
    made.add_attachment("BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\n", subtype="calendar", filename="dinner.ics")
    assert names(made) == ["dinner.ics"]


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<p>Here:</p><img src="cid:p@x"><p>Come at ten.</p>', True),
        ('<p>Here:</p><p><IMG alt="Plan" SRC="cid:p@x"></p>', True),
        ('<p>Yes.</p><div class="gmail_signature">Ana<img src="cid:p@x"></div>', False),
        ('<p>Yes.</p><div class="gmail_quote"><blockquote>No towels.<img src="cid:p@x"></blockquote></div>', False),
        ('<p>Yes.</p><p>Best regards,<br>Ana Ferri<br>+39 02 555 0199<br><img src="cid:p@x"></p>', False),
    ],
)  # fmt: skip
def test_a_picture_goes_where_it_stands_among_the_words(html: str, kept: bool) -> None:
    """R-STAFF-1"""
    made = mail()
    made.set_content(html, subtype="html")
    made.add_related(b"\x89PNG", "image", "png", cid="<p@x>", filename="image001.png", disposition="inline")
    assert names(made) == (["image001.png"] if kept else [])


def test_a_picture_alone_is_no_answer_and_a_file_is_one() -> None:
    """R-STAFF-2"""
    picture = mail("")
    picture.set_content('<img src="cid:p@x">', subtype="html")
    picture.add_related(b"\x89PNG", "image", "png", cid="<p@x>", filename="p.png", disposition="inline")
    file = mail("")
    file.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="p.png")
    assert not answers_alone(read(picture.as_bytes()).attachments)
    assert answers_alone(read(file.as_bytes()).attachments)
