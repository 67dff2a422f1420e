"""A member's mail that is no clear answer of his own reaches no guest; what he did type and attach does."""

from collections.abc import Callable, Mapping
from email.message import EmailMessage

from tests.flows.desk import Delivered, House, RunningDesk, guest_mail, reply_to
from tests.processes import wait_until
from workflow.database import hotel
from workflow.models import Inbox, Ticket

MIA = "mia@aurora-guest.example"
CANARY = b"canary"
NO_WORDS = "No words were found above the quoted text."
OUR_TEXT = "text of the desk's own notice"
CARD = "Ana Ferri canary\nFront office\n+39 02 555 0199"
ATTRIBUTION = "On Fri, Nov 20, 2026 at 9:12 AM Aurora canary <aurora@desk.localhost> wrote:"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4

Maker = Callable[[Delivered, House], EmailMessage]


def told(desk: RunningDesk, house: House) -> Delivered:
    """Mia has written; this is what Ana got."""
    desk.send(
        guest_mail(house, "Hello, room 12 has no towels.", sender=MIA), sender=MIA, to=house.desk_address
    )
    desk.wait_for_mail(MIA)
    return desk.wait_for_mail(house.ana.email)[0]


def outlook_block(notice: Delivered, house: House) -> str:
    return (
        f"________________________________\nFrom: Aurora canary <{house.desk_address}>\n"
        f"Sent: Friday, November 20, 2026 9:12 AM\nTo: Ana Ferri <{house.ana.email}>\n"
        f"Subject: {notice.message['Subject']}\n\n{notice.text}"
    )


def typed(body: Callable[[Delivered, House], str]) -> Maker:
    return lambda notice, house: reply_to(notice, body(notice, house), sender=house.ana.email, quote=False)


def above_quote(text: str) -> Maker:
    return lambda notice, house: reply_to(notice, text, sender=house.ana.email)


def marked_html(html: str) -> Maker:
    """A mail of HTML alone, with the notice's HTML below a mark of Gmail's."""

    def make(notice: Delivered, house: House) -> EmailMessage:
        body = notice.message.get_body(("html",))
        assert body is not None
        mail = reply_to(notice, "", sender=house.ana.email, quote=False)
        mail.set_content(html.format(notice=body.get_content(), desk=house.desk_address), subtype="html")
        return mail

    return make


def subject(start: str, text: str = "canary: I will be there") -> Maker:
    def make(notice: Delivered, house: House) -> EmailMessage:
        mail = reply_to(notice, text, sender=house.ana.email)
        del mail["Subject"]
        mail["Subject"] = f"{start} [AUR] No towels"
        return mail

    return make


def calendar(*, method: str, text: str | None) -> Maker:
    def make(notice: Delivered, house: House) -> EmailMessage:
        event = f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nATTENDEE:mailto:canary@aurora.example\r\nEND:VCALENDAR\r\n"
        mail = reply_to(notice, "", sender=house.ana.email, quote=False)
        if text is None:
            mail.set_content(event, subtype="calendar", params={"method": method})
        else:
            mail.set_content(text)
            mail.add_alternative(event, subtype="calendar", params={"method": method})
        return mail

    return make


def with_notice_attached(notice: Delivered, house: House) -> EmailMessage:
    mail = reply_to(notice, "", sender=house.ana.email, quote=False)
    mail.add_attachment(notice.message)
    return mail


def with_signatures_picture(notice: Delivered, house: House) -> EmailMessage:
    return with_picture(
        reply_to(notice, "", sender=house.ana.email), html='<p><img src="cid:image001.png@01"></p>'
    )


def with_picture(mail: EmailMessage, *, html: str, name: str = "image001.png") -> EmailMessage:
    mail.add_alternative(html, subtype="html")
    mail.get_payload()[1].add_related(
        PICTURE, "image", "png", cid=f"<{name}@01>", filename=name, disposition="inline"
    )
    return mail


UNCLEAR: Mapping[str, tuple[Maker, str]] = {
    "empty": (above_quote(""), NO_WORDS),
    "empty-unquoted": (typed(lambda *_: ""), NO_WORDS),
    "outlook-block": (typed(outlook_block), NO_WORDS),
    "outlook-block-alone": (typed(lambda *a: outlook_block(*a).partition("\n\n")[0]), NO_WORDS),
    "signature": (above_quote(f"-- \n{CARD}"), NO_WORDS),
    "signature-above-block": (typed(lambda *a: f"-- \n{CARD}\n\n{outlook_block(*a)}"), NO_WORDS),
    "sign-off": (above_quote("Best regards,\nAna Ferri"), NO_WORDS),
    "iphone": (above_quote("Sent from my iPhone"), NO_WORDS),
    "outlook-ios": (above_quote("Get Outlook for iOS<https://aka.ms/o0ukef>"), NO_WORDS),
    "iphone-above-block": (typed(lambda *a: f"Sent from my iPhone\n\n{outlook_block(*a)}"), NO_WORDS),
    "original": (typed(lambda n, _: f"-----Original Message-----\n\n{n.text} canary"), OUR_TEXT),
    "ursprünglich": (typed(lambda *_: "-----Ursprüngliche Nachricht-----\ncanary: no towels"), NO_WORDS),
    "original-block": (typed(lambda *a: f"-----Original Message-----\n{outlook_block(*a)}"), NO_WORDS),
    "only-quote": (typed(lambda *_: "> canary: room 12 has no towels."), NO_WORDS),
    "quote-unattributed": (typed(lambda *_: "> canary: room 12\n> has no towels."), NO_WORDS),
    "attribution-unquoted": (typed(lambda *_: f"{ATTRIBUTION}\n\ncanary: room 12"), NO_WORDS),
    "calendar-empty-text": (calendar(method="REPLY", text=""), NO_WORDS),
    "calendar-alone": (calendar(method="REPLY", text=None), NO_WORDS),
    "invitation-alone": (calendar(method="REQUEST", text=None), NO_WORDS),
    "html-quote-alone": (
        marked_html('<div><br></div><div class="gmail_quote">canary <{desk}> wrote:<blockquote>{notice}</blockquote></div>'),
        NO_WORDS,
    ),
    "whole-notice-below": (typed(lambda n, _: f"{n.text}\n\ncanary: They are on their way."), OUR_TEXT),
    "whole-notice-html": (marked_html("{notice}<p>canary: They are on their way.</p>"), OUR_TEXT),
    "notice-without-marker": (
        typed(lambda n, _: f"{n.text.partition(chr(10))[2]}\n\ncanary: on their way."),
        OUR_TEXT,
    ),
    "notice-wrapped": (
        typed(lambda *_: "canary, look:\nJust reply to this\n mail: your words and files go to the\nguest."),
        OUR_TEXT,
    ),
    "reply-address": (typed(lambda n, _: f"canary: write to {n.reply_to}, please."), OUR_TEXT),
    "panel-link": (typed(lambda n, _: f"canary: see {link(n)} for it."), OUR_TEXT),
    "passed-on": (
        typed(lambda n, _: f"canary\n\n---------- Forwarded message ---------\n{n.text}"),
        OUR_TEXT,
    ),
    "out-of-office": (subject("Automatic reply:", "canary: I am away."), "It looks like an automatic answer of"),
    "out-of-office-words": (
        above_quote("I am out of the office until Monday. canary"),
        "It looks like an automatic answer of",
    ),
    "recall": (subject("Recall:"), "A calendar or a recall"),
    "accepted": (subject("Accepted:"), "A calendar or a recall"),
    "abgelehnt": (subject("Abgelehnt:"), "A calendar or a recall"),
    "notice-attached": (with_notice_attached, NO_WORDS),
    "signatures-picture": (with_signatures_picture, NO_WORDS),
}  # fmt: skip


def link(notice: Delivered) -> str:
    return next(word for word in notice.text.split() if "/tickets/" in word)


def named(mail: EmailMessage, name: str) -> EmailMessage:
    """The case's name at the end of the subject, by which its inbox row is found."""
    changed = f"{mail['Subject']} #{name}"
    del mail["Subject"]
    mail["Subject"] = changed
    return mail


def test_what_is_no_clear_answer_is_held_and_nothing_of_it_is_sent(desk: RunningDesk, house: House) -> None:
    """R-STAFF-1, R-STAFF-2: nothing typed, our own notice come back, machines in a member's name."""
    notice = told(desk, house)
    for name, (make, _) in UNCLEAR.items():
        mail = named(make(notice, house), name)
        desk.send(mail, sender=house.ana.email, to=notice.reply_to)

    wait_until(lambda: len(outcomes(house)) == len(UNCLEAR), what="all are dealt with", seconds=60)
    desk.settle()
    expected = {name: ("held", reason) for name, (_, reason) in UNCLEAR.items()}
    found = {
        name: (state, expected[name][1] if expected[name][1] in reason else reason)
        for name, (state, reason) in outcomes(house).items()
    }
    assert found == expected
    assert len(desk.mails_to(MIA)) == 1, "only the acknowledgement"
    assert not any(CANARY in mail.sunk.raw for mail in desk.mails_to(MIA))
    with hotel(house.hotel.id):
        assert Ticket.get().state == "open"


def outcomes(house: House) -> dict[str, tuple[str, str]]:
    """State and reason of each member's mail that has been dealt with, by the name of its case."""
    with hotel(house.hotel.id):
        rows = list(Inbox.select().where(Inbox.state != "received", Inbox.subject.contains("#")))
    return {row.subject.rpartition("#")[2]: (row.state, row.reason) for row in rows}


def test_what_a_member_typed_is_sent(desk: RunningDesk, house: House) -> None:
    """R-STAFF-1: short, thanked, above and below the quote, with a link or a telephone number in it."""
    notice = told(desk, house)
    answers = {
        "one": "Ok",
        "two": "Thanks,\nAna",
        "three": "From: the airport\nTo: the hotel\nThe taxi is at ten.",
        "four": "The state: we do not know yet.",
        "five": "Recall: the lift is out of order.",
        "six": "👍",
        "seven": "Call a taxi: +39 02 555 0199",
    }
    for name, text in answers.items():
        mail = named(reply_to(notice, text, sender=house.ana.email), name)
        desk.send(mail, sender=house.ana.email, to=notice.reply_to)
    quoted = "\n".join(f"> {line}" for line in notice.text.splitlines())
    below = reply_to(
        notice, f"{ATTRIBUTION}\n\n{quoted}\n\nBelow the quote.", sender=house.ana.email, quote=False
    )
    desk.send(named(below, "eight"), sender=house.ana.email, to=notice.reply_to)

    wait_until(lambda: len(outcomes(house)) == len(answers) + 1, what="all are dealt with", seconds=60)
    assert {name: reason for name, (state, reason) in outcomes(house).items() if state != "processed"} == {}
    sent = [mail.text.replace("\r\n", "\n") for mail in desk.wait_for_mail(MIA, 2 + len(answers))[1:]]
    for text in (*answers.values(), "Below the quote."):
        assert any(text in one for one in sent), text
    assert not any("no towels" in one for one in sent)


def test_the_files_a_member_attached_are_sent_and_no_others(desk: RunningDesk, house: House) -> None:
    """R-STAFF-1, R-STAFF-2: no picture of his signature, no notice of ours, no calendar answer; a mail is named .eml."""
    notice = told(desk, house)
    html = (
        '<p>Here is the plan:</p><p><img src="cid:plan.png@01"></p><p>Come at ten.</p><p>Best regards,<br>Ana Ferri'
        '<br>Front office<br>+39 02 555 0199<br><img src="cid:image001.png@01"></p>'
    )
    text = "Here is the plan:\n\nCome at ten.\n\nBest regards,\nAna Ferri\nFront office\n+39 02 555 0199\n"
    mail = with_picture(reply_to(notice, text, sender=house.ana.email, quote=False), html=html)
    mail.get_payload()[1].add_related(
        PICTURE[::-1], "image", "png", cid="<plan.png@01>", filename="plan.png", disposition="inline"
    )
    mail.add_attachment(b"%PDF-1.4 menu", maintype="application", subtype="pdf", filename="menu.pdf")
    mail.add_attachment(notice.message)
    other = EmailMessage()
    other["From"] = "taxi@rides.example"
    other["Subject"] = "Your ride"
    other.set_content("The taxi comes at ten.")
    mail.add_attachment(other)
    mail.add_attachment("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n", subtype="calendar")
    desk.send(mail, sender=house.ana.email, to=notice.reply_to)

    answer = desk.wait_for_mail(MIA, 2)[1]
    assert "Come at ten." in answer.text
    enclosed = {str(part.get_filename()) for part in answer.message.iter_attachments()}
    assert enclosed == {"plan.png", "menu.pdf", "mail.eml"}
    assert b"image001" not in answer.sunk.raw
