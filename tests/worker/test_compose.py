"""The bytes of a mail, read back with Python's parser and with the desk's own reader."""

import re
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from tests.worker.composed import parsed, text_of
from tests.worker.letters import NOTICES, NOW, PID, TICKET, make_letter
from worker.compose import compose
from workflow.automatic_mail import DESK_HEADER
from workflow.errors import DeliveryFailed
from workflow.files import FileStore
from workflow.letter import LetterKind
from workflow.reading import REPLY_MARKER, read

UNUSUAL = [
    "Grüße aus Zürich – straße",
    "タオルをお願いします",
    "من فضلك، مناشف إضافية",
    "🧖‍♀️ spa at 5? 👍🏽",
    "=?utf-8?q?not=20encoded?=",
    "a" * 1200,
    "tab\there",
]


def test_an_answer_is_the_words_then_the_hotel_then_the_number_once(files: FileStore) -> None:
    """R-STAFF-1, panel.md: plain text first, HTML a twin."""
    message = parsed(make_letter(words="They are on their way.\n\nAna"), files)
    assert text_of(message) == (f"They are on their way.\n\nAna\n\n-- \nHotel Aurora\nYour request: {PID}\n")
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert text_of(message, "html").count(PID) == 1


def test_the_reader_sees_only_the_words_of_an_answer(files: FileStore) -> None:
    mail = read(compose(make_letter(words="On their way.\n\nAna"), files=files, now=NOW).message_bytes)
    assert mail.visible_text == "On their way.\n\nAna"
    assert mail.defects == ()


def test_the_headers_of_an_answer(files: FileStore) -> None:
    message = parsed(make_letter(), files)
    assert message["From"] == "Hotel Aurora <aurora@desk.example>"
    assert message["To"] == "Mia Winter <mia@guest.example>"
    assert message["Reply-To"].addresses[0].addr_spec == make_letter().reply_to
    assert message["Subject"] == f"Re: Towels please [{PID}]"
    assert parsedate_to_datetime(message["Date"]) == NOW
    assert message["Message-ID"] == make_letter().message_id
    assert message[DESK_HEADER] == "aurora@desk.example"
    assert message["Auto-Submitted"] is None
    assert message["List-Id"] is None


def test_nothing_of_the_member_reaches_the_guest(files: FileStore) -> None:
    """R-STAFF-1: whatever the letter knows about members, an answer does not say it."""
    letter = make_letter(author_name="Ana Costa", ticket=replace(TICKET, assignee="Ana Costa"))
    raw = compose(letter, files=files, now=NOW).message_bytes
    for secret in (b"Ana", b"Costa", b"hotel.example", TICKET.panel_url.encode(), b"in progress"):
        assert secret not in raw


def test_an_acknowledgement_says_that_a_machine_wrote_it(files: FileStore) -> None:
    """R-MAIL-10"""
    letter = make_letter(LetterKind.ACKNOWLEDGEMENT, is_automatic=True, envelope_from="")
    composed = compose(letter, files=files, now=NOW)
    message = parsed(letter, files)
    assert composed.envelope_from == ""
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert text_of(message) == "They are on their way.\n\n-- \nHotel Aurora\n"


@pytest.mark.parametrize("kind", NOTICES)
def test_a_notice_asks_for_no_automatic_answer_but_for_bounces(kind: LetterKind, files: FileStore) -> None:
    """R-MAIL-10, R-MAIL-11"""
    message = parsed(make_letter(kind), files)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "DR, RN, NRN, OOF, AutoReply"
    assert message["List-Id"] == "<aurora.desk.example>"


@pytest.mark.parametrize("kind", NOTICES)
def test_a_notice_begins_with_the_marker_then_the_guests_words(kind: LetterKind, files: FileStore) -> None:
    """R-STAFF-1, panel.md: the guest's words, who and where, how to answer, the link."""
    message = parsed(make_letter(kind, error="No such mailbox."), files)
    for body in (text_of(message), text_of(message, "html")):
        order = [
            "Could we have two more towels?",
            "Mia Winter",
            "Room:",
            "12",
            "to this mail",
            TICKET.panel_url,
        ]
        rest = body.partition(REPLY_MARKER)[2]
        assert rest
        for words in order:
            _, found, rest = rest.partition(words)
            assert found, f"{words!r} is missing or out of order"
    assert text_of(message).startswith(REPLY_MARKER)


def test_a_failed_answer_says_why(files: FileStore) -> None:
    message = parsed(make_letter(LetterKind.ANSWER_FAILED, error="550 no such mailbox"), files)
    assert "did not reach the guest. 550 no such mailbox" in text_of(message)


def test_the_letters_language_decides(files: FileStore) -> None:
    """R-I18N-1"""
    letter = make_letter(LetterKind.GUEST_WROTE, language="de-AT")
    message = parsed(letter, files)
    assert "Mia Winter schreibt:" in text_of(message)
    assert "Status: in Arbeit" in text_of(message)
    assert message["Content-Language"] == "de"
    assert '<html lang="de">' in text_of(message, "html")


def test_a_language_without_catalog_falls_back_to_english(files: FileStore) -> None:
    """R-I18N-1"""
    assert "Your request:" in text_of(parsed(make_letter(language="tlh"), files))


@pytest.mark.parametrize("text", UNUSUAL)
def test_unusual_characters_survive_in_every_place(text: str, files: FileStore) -> None:
    letter = make_letter(
        words=text, hotel_name=text[:40], to_name=text[:40], ticket=replace(TICKET, subject=text)
    )
    composed = compose(letter, files=files, now=NOW)
    message = parsed(letter, files)
    assert text_of(message).startswith(text + "\n")
    assert message["Subject"] == f"Re: {' '.join(text.split())} [{PID}]"
    assert message["From"].addresses[0].display_name == " ".join(text[:40].split())
    assert message["From"].addresses[0].addr_spec == "aurora@desk.example"
    mail = read(composed.message_bytes)
    assert mail.subject == composed.subject
    assert mail.from_name == " ".join(text[:40].split())
    assert mail.text.startswith(text)


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_line_is_ascii_within_998_octets_and_ends_with_crlf(kind: LetterKind, files: FileStore) -> None:
    """RFC 5322 2.1.1"""
    letter = make_letter(
        kind,
        words="x" * 5000 + "\r\n" + "ü" * 3000 + "\nFrom here\n.\n\r.",
        references=tuple(f"<{n}@{'a' * 200}.example>" for n in range(100)),
        hotel_name="Grand Hôtel " * 30,
        ticket=replace(TICKET, subject="ö" * 490),
    )
    raw = compose(letter, files=files, now=NOW).message_bytes
    assert raw.isascii()
    assert b"\x00" not in raw
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert not any(line.startswith(b"From ") for line in lines)


def test_a_long_address_of_a_page_survives_to_the_byte(files: FileStore) -> None:
    url = "https://example.org/" + "/".join(f"deep{n}?a=b&c=%C3%A4#=" for n in range(120))
    message = parsed(make_letter(words=f"See {url}\nand come."), files)
    assert f"See {url}\n" in text_of(message)


INJECTIONS = [
    "x\r\nBcc: evil@example.org",
    "x\nBcc: evil@example.org",
    "x\r\n\r\n<b>body</b>",
    "x\x00\rBcc: e@e",
]


@pytest.mark.parametrize(
    "text", [*INJECTIONS, "x\u2028Bcc: e@e", "x\x85Bcc: e@e", "=?utf-8?q?=0D=0ABcc:_e@e?="]
)
def test_no_value_can_begin_a_header_of_its_own(text: str, files: FileStore) -> None:
    """Safety rule 9."""
    letter = make_letter(
        LetterKind.NEW_TICKET,
        hotel_name=text,
        to_name=text,
        author_name=text,
        message_id=f"<{text}@x>",
        in_reply_to=f"<{text}@x>",
        references=(f"<{text}@x>", text),
        language=text,
        envelope_from=text,
        ticket=replace(TICKET, subject=text, guest=text),
    )
    composed = compose(letter, files=files, now=NOW)
    message = parsed(letter, files)
    expected = parsed(make_letter(LetterKind.NEW_TICKET), files).keys()
    assert set(message.keys()) <= set(expected) | {"In-Reply-To", "References"}
    assert message["Bcc"] is None
    assert not re.search(r"[\r\n\x00]", composed.envelope_from + composed.message_id + composed.subject)
    for value in map(str, message.values()):
        assert not re.search(r"[\r\n\x00]", value)


@pytest.mark.parametrize(
    "address",
    ["", "mia", "mia@", "@x", "a@b\r\nBcc: c@d", "a b@c", "a@b, c@d", "<a@b>", "a@b>", "a@" + "b" * 300],
)
def test_what_is_no_address_gets_no_mail(address: str, files: FileStore) -> None:
    with pytest.raises(DeliveryFailed) as refusal:
        compose(make_letter(to_address=address), files=files, now=NOW)
    assert refusal.value.permanent


def test_a_domain_in_its_own_script_is_written_in_ascii(files: FileStore) -> None:
    composed = compose(make_letter(to_address="mia@gäste.example"), files=files, now=NOW)
    assert composed.envelope_to == "mia@xn--gste-loa.example"


@pytest.mark.parametrize(
    "subject",
    ["Towels please", "Re: Towels please", "AW: WG: Re[3]: Towels please", f"RE: Towels please [{PID}]",
     f"Re: [{PID}] Fwd: Towels please", f"SV: {PID} Towels please"],
)  # fmt: skip
def test_the_subject_stays_the_same_through_the_whole_thread(subject: str, files: FileStore) -> None:
    """Gmail and Outlook group by it."""
    ticket = replace(TICKET, subject=subject)
    assert parsed(make_letter(ticket=ticket), files)["Subject"] == f"Re: Towels please [{PID}]"
    notices = {parsed(make_letter(kind, ticket=ticket), files)["Subject"] for kind in NOTICES}
    assert notices == {f"[{PID}] Towels please"}


def test_a_ticket_without_subject_is_named_by_the_hotel_or_the_guest(files: FileStore) -> None:
    ticket = replace(TICKET, subject="")
    assert parsed(make_letter(ticket=ticket), files)["Subject"] == f"Re: Hotel Aurora [{PID}]"
    notice = parsed(make_letter(LetterKind.NEW_TICKET, ticket=ticket), files)
    assert notice["Subject"] == f"[{PID}] Mia Winter <mia@guest.example>"


def test_all_notices_about_a_ticket_are_one_conversation_in_outlook(files: FileStore) -> None:
    indexes = {parsed(make_letter(kind), files)["Thread-Index"] for kind in NOTICES}
    other = parsed(make_letter(LetterKind.ASSIGNED, to_address="ben@hotel.example"), files)
    assert len(indexes) == 1
    assert other["Thread-Index"] not in indexes


def test_references_name_the_thread_and_keep_their_first_and_last(files: FileStore) -> None:
    """R-MAIL-8 from the other side: the guest's client must find the thread."""
    ids = [f"<guest{n}@mail.example>" for n in range(50)]
    letter = make_letter(references=tuple(ids), in_reply_to=ids[-1])
    mail = read(compose(letter, files=files, now=NOW).message_bytes)
    assert mail.in_reply_to == (ids[-1],)
    assert mail.references == (ids[0], *ids[-20:])


def test_ids_that_cannot_stand_in_a_header_are_left_out(files: FileStore) -> None:
    letter = make_letter(
        in_reply_to="<a b@c>", references=("<ok@x>", "<ö@x>", "bare@x", "<" + "a" * 999 + "@x>")
    )
    message = parsed(letter, files)
    assert message["In-Reply-To"] is None
    assert message["References"] == "<ok@x>"


def test_the_same_letter_gives_the_same_mail_but_for_its_date(files: FileStore) -> None:
    """A mail sent again is the same mail."""
    first = compose(make_letter(), files=files, now=NOW).message_bytes
    second = compose(make_letter(), files=files, now=NOW + timedelta(hours=2)).message_bytes
    assert first != second
    assert re.sub(rb"Date: .*\r\n", b"", first) == re.sub(rb"Date: .*\r\n", b"", second)
