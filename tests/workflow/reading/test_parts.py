"""Bodies and files come out of any nesting, broken ones too (R-MAIL-6)."""

from __future__ import annotations

import base64
import struct
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

import pytest

from workflow.reading import Mail, read

HEAD = "From: a@x.example\r\nSubject: s\r\nMIME-Version: 1.0\r\n"


def mail_of(content_type: str, body: str, extra: str = "") -> Mail:
    return read(f"{HEAD}Content-Type: {content_type}\r\n{extra}\r\n{body}".encode())


def test_nested_alternative_with_inline_picture_and_file() -> None:
    """R-MAIL-6"""
    message = EmailMessage(policy=SMTP)
    message["From"] = "a@x.example"
    message.set_content("Hello there")
    message.add_alternative('<p>Hello there <img src="cid:pic"></p>', subtype="html")
    message.get_payload()[1].add_related(
        b"PNG", maintype="image", subtype="png", cid="<pic>", filename="a.png"
    )  # type: ignore[union-attr]
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Rechnung – März.pdf")
    mail = read(message.as_bytes())
    assert mail.text == "Hello there"
    assert "cid:pic" in mail.html
    assert [(one.filename, one.content, one.content_id, one.inline) for one in mail.attachments] == [
        ("a.png", b"PNG", "pic", True),
        ("Rechnung – März.pdf", b"%PDF", "", False),
    ]


def test_several_text_parts_are_read_one_after_the_other() -> None:
    """R-MAIL-6"""
    body = "--b\r\n\r\nfirst\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>second</p>\r\n--b\r\nContent-Type: text/plain\r\n\r\nthird\r\n--b--\r\n"
    assert mail_of("multipart/mixed; boundary=b", body).text == "first\nsecond\nthird"


@pytest.mark.parametrize(
    ("name", "content_type", "body"),
    [
        ("no last boundary", "multipart/mixed; boundary=b", "--b\r\n\r\nhello\r\n"),
        ("no boundary given", "multipart/mixed", "--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--\r\n"),
        (
            "wrong boundary given",
            "multipart/mixed; boundary=zzz",
            "--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--\r\n",
        ),
        ("no parts at all", "multipart/mixed; boundary=b", "hello\r\n"),
        (
            "boundary in quotes with blanks",
            'multipart/mixed; boundary=" b "',
            "-- b \r\n\r\nhello\r\n-- b --\r\n",
        ),
        (
            "the same boundary twice",
            "multipart/mixed; boundary=b",
            "--b\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b--\r\n--b--\r\n",
        ),
        ("blanks behind the boundary", "multipart/mixed; boundary=b", "--b  \r\n\r\nhello\r\n--b--  \r\n"),
        ("bare line feeds", "multipart/mixed; boundary=b", "--b\n\nhello\n--b--\n"),
        (
            "inner boundary begins with the outer",
            "multipart/mixed; boundary=b",
            "--b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n\r\nhello\r\n--bb--\r\n--b--\r\n",
        ),
        (
            "a preamble",
            "multipart/mixed; boundary=b",
            "This is MIME.\r\n--b\r\n\r\nhello\r\n--b--\r\nignored",
        ),
        ("type without subtype", "text", "hello"),
        ("type nobody knows", "foo; charset=utf-8", "hello"),
        ("charset without semicolon", "text/plain charset=utf-8", "hello"),
    ],
)
def test_broken_boundaries_and_types_lose_nothing(name: str, content_type: str, body: str) -> None:
    """R-MAIL-6"""
    assert mail_of(content_type, body).text.strip() == "hello", name


def test_an_alternative_that_uses_its_parent_s_boundary_keeps_its_file() -> None:
    """R-MAIL-6: seen in the wild with a virus behind it."""
    body = (
        "--b\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>hello</p>\r\n--b--\r\n"
        "\r\n--b\r\nContent-Type: application/zip; name=a.zip\r\n\r\nPK\r\n--b--\r\n"
    )
    mail = mail_of("multipart/mixed; boundary=b", body)
    assert (mail.text, [one.filename for one in mail.attachments]) == ("hello", ["a.zip"])


def test_words_that_are_called_base64_stay_words() -> None:
    """R-MAIL-6"""
    words = "Dear desk, we arrive on Friday and would like a room.\r\nThank you very much for all."
    assert mail_of("text/plain", words, extra="Content-Transfer-Encoding: base64\r\n").text == words.replace(
        "\r\n", "\n"
    )


@pytest.mark.parametrize("separator", ["\r\n", "\n", "\r"])
def test_any_line_end(separator: str) -> None:
    """R-MAIL-6"""
    mail = read(separator.join(["From: a@x.example", "Subject: s", "", "one", "two"]).encode())
    assert (mail.subject, mail.text) == ("s", "one\ntwo")


def test_mails_without_a_proper_header() -> None:
    """R-MAIL-6"""
    assert read(b"just words\r\nand more").text == "just words\nand more"
    assert read(b"From sender Mon Jan 1\nSubject: s\n\nx").subject == "s"
    assert read(b"Subject: s\nnot folded\nFrom: a@x.example\n\nx").from_address == "a@x.example"
    assert read(b"Subject: s\nHello there,\nI write without an empty line.").text.startswith("Hello there,")
    assert read(b"\r\n\r\nwords").text == "words"


@pytest.mark.parametrize(
    ("disposition", "filename"),
    [
        ("attachment; filename=a.txt", "a.txt"),
        ('attachment; filename="=?utf-8?B?UsO2c3RpLnBkZg==?="', "Rösti.pdf"),
        ("attachment; filename*=utf-8''R%C3%B6sti.pdf", "Rösti.pdf"),
        ("attachment; filename*0*=iso-8859-1'de'R%F6; filename*1=sti.pdf", "Rösti.pdf"),
        ("attachment; filename*1=sti.pdf; filename*0*=utf-8''R%C3%B6", "Rösti.pdf"),
        ('attachment; filename="R\u00f6sti.pdf"', "Rösti.pdf"),
        ("attachment; filename=two words.pdf", "two words.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\temp\\\\x.doc"', "x.doc"),
        ('attachment; filename="a\x07b:c.pdf"', "ab_c.pdf"),
        ('attachment; filename="gpj.\u202efdp"', "gpj._fdp"),
        ("attachment", ""),
        ('attachment; filename="..."', ""),
    ],
)
def test_names_of_files(disposition: str, filename: str) -> None:
    """R-MAIL-6: RFC 2231, RFC 2047, raw 8 bit; never a path."""
    mail = mail_of("application/pdf", "x", extra=f"Content-Disposition: {disposition}\r\n")
    assert [one.filename for one in mail.attachments] == [filename]


def test_an_enclosed_mail_is_a_file() -> None:
    """R-MAIL-6"""
    body = "--b\r\n\r\nsee below\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nsecret words\r\n--b--\r\n"
    mail = mail_of("multipart/mixed; boundary=b", body)
    assert mail.text == "see below"
    assert [one.content_type for one in mail.attachments] == ["message/rfc822"]
    assert mail.attachments[0].content.startswith(b"Subject: inner")


def test_a_calendar_invitation_is_a_file() -> None:
    """R-MAIL-6"""
    body = "--b\r\n\r\nsee you\r\n--b\r\nContent-Type: text/calendar; method=REQUEST; name=invite.ics\r\n\r\nBEGIN:VCALENDAR\r\n--b--\r\n"
    mail = mail_of("multipart/alternative; boundary=b", body)
    assert mail.text == "see you"
    assert [(one.filename, one.content_type) for one in mail.attachments] == [("invite.ics", "text/calendar")]


def test_uuencoded_files_are_taken_out_of_the_text() -> None:
    """R-MAIL-6"""
    mail = read(b"Subject: s\r\n\r\nhello\r\n\r\nbegin 644 note.txt\r\n%:&5L;&\\`\r\n`\r\nend\r\n\r\nbye\r\n")
    assert mail.text == "hello\n\n\nbye"
    assert [(one.filename, one.content) for one in mail.attachments] == [("note.txt", b"hello")]


def test_words_that_begin_with_begin_are_words() -> None:
    """R-MAIL-6"""
    text = "We begin at 8.\nbegin 644 is what it said\nand then?"
    assert read(f"Subject: s\n\n{text}".encode()).text == text


@pytest.mark.parametrize(
    "encoding", ["base64", "BASE64 ", "quoted-printable", "8bit", "binary", "7bit", "x-unknown", ""]
)
def test_transfer_encodings(encoding: str) -> None:
    """R-MAIL-6"""
    body = {"base64": base64.b64encode(b"hello").decode(), "quoted-printable": "hel=6Co"}.get(
        encoding.strip().lower(), "hello"
    )
    assert mail_of("text/plain", body, extra=f"Content-Transfer-Encoding: {encoding}\r\n").text == "hello"


@pytest.mark.parametrize(
    "body", ["aGVsbG8", "aGVs!bG8=", "aGVs\r\n bG8=", "aGVsbG8====", "aGVsbG8=\r\n-- \r\n"]
)
def test_damaged_base64_gives_what_it_can(body: str) -> None:
    """R-MAIL-6"""
    assert mail_of("text/plain", body, extra="Content-Transfer-Encoding: base64\r\n").text.startswith("hello")


def test_flowed_text_is_joined() -> None:
    """R-MAIL-6: RFC 3676."""
    body = "one \r\ntwo\r\n> quoted \r\n> on\r\n-- \r\nme"
    assert mail_of("text/plain; format=flowed", body).text == "one two\n> quoted on\n-- \nme"


def test_html_becomes_lines() -> None:
    """R-MAIL-6"""
    page = (
        "<html><head><title>no</title><style>p {}</style></head><body><p>one &amp; two</p><div>three<br>four</div>"
        '<span style="display:none">hidden</span><ul><li>a</li><li>b</li></ul><table><tr><td>x</td><td>y</td></tr></table>'
        '<a href="https://x.example">link</a> <!-- no --> <img alt="picture" src=x></body></html>'
    )
    assert mail_of("text/html", page).text == "one & two\n\nthree\nfour\n\n- a\n- b\n\nx y\nlink picture"


def test_an_address_that_was_not_escaped_is_text() -> None:
    """R-MAIL-6: seen from iPhones and Yahoo."""
    assert mail_of("text/html", "<p>Anna <anna@x.example> wrote</p>").text == "Anna <anna@x.example> wrote"


def test_html_that_hides_all_and_never_ends_is_shown() -> None:
    """R-MAIL-6: better too much than nothing."""
    assert "words" in mail_of("text/html", "<title>words for you").text


def test_words_that_only_the_html_has_are_kept() -> None:
    """R-MAIL-6: some senders put a stub in the plain part."""
    body = (
        "--b\r\n\r\nYour program shows no HTML.\r\n--b\r\nContent-Type: text/html\r\n\r\n"
        "<p>Guest Anna Miller reserved double room with balcony from Friday until Sunday</p>\r\n--b--\r\n"
    )
    assert "balcony" in mail_of("multipart/alternative; boundary=b", body).text


def tnef_of(*attributes: tuple[int, bytes]) -> bytes:
    parts = [b"\x78\x9f\x3e\x22\x01\x00"]
    for identity, value in attributes:
        parts.append(
            struct.pack("<BHHI", 2, identity, 6, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
        )
    return b"".join(parts)


def test_winmail_dat_is_opened() -> None:
    """R-MAIL-6: [MS-OXTNEF]."""
    name = "Rösti.pdf".encode("utf-16-le") + b"\0\0"
    long_name = struct.pack("<IHHII", 1, 0x1F, 0x3707, 1, len(name)) + name + b"\0" * (-len(name) % 4)
    tnef = tnef_of(
        (0x800C, b"Words\0"),
        (0x9002, b"\0" * 14),
        (0x8010, b"ROSTI~1.PDF\0"),
        (0x800F, b"%PDF"),
        (0x9005, long_name),
    )
    mail = mail_of(
        "application/ms-tnef; name=winmail.dat",
        base64.b64encode(tnef).decode(),
        extra="Content-Transfer-Encoding: base64\r\n",
    )
    assert mail.text == "Words"
    assert ("Rösti.pdf", b"%PDF") in [(one.filename, one.content) for one in mail.attachments]


@pytest.mark.parametrize("policy", [SMTP, SMTPUTF8])
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_the_same_mail_re_encoded_in_transit_keeps_its_digests(policy: object, encoding: str) -> None:
    """R-MAIL-4: one mail over two roads is one message."""

    def digests(transfer: str, ends: str) -> tuple[str, ...]:
        message = EmailMessage(policy=SMTP.clone(linesep=ends, cte_type="8bit"))
        message.set_content("Grüß Gott\nzwei Zeilen\n", cte=transfer, charset="utf-8")
        message.add_attachment(bytes(range(256)), maintype="image", subtype="png", filename="a.png")
        return read(message.as_bytes()).leaf_digests

    assert digests(encoding, "\r\n") == digests("8bit", "\n")
    assert len(digests(encoding, "\n")) == 2
    assert policy is not None


def test_an_enclosed_mail_re_encoded_in_transit_keeps_its_digest() -> None:
    """R-MAIL-4"""

    def digests(transfer: str) -> tuple[str, ...]:
        inner = EmailMessage(policy=SMTP.clone(cte_type="8bit"))
        inner["Subject"] = "inner"
        inner.set_content("Grüß Gott\n", cte=transfer, charset="utf-8")
        raw = b"Content-Type: message/rfc822\r\n\r\n" + inner.as_bytes()
        return read(raw).leaf_digests

    assert digests("base64") == digests("8bit") == digests("quoted-printable")


def test_too_many_parts_are_said_and_not_read() -> None:
    """R-MAIL-6: caps are reported, never raised."""
    body = "--b\r\n\r\nx\r\n" * 3_000
    mail = mail_of("multipart/mixed; boundary=b", body)
    assert any("parts" in defect for defect in mail.defects)
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(60))
    assert any("deeper" in defect for defect in read(f"{HEAD}{deep}".encode()).defects)
