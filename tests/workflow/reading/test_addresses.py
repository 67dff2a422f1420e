"""Who wrote the mail: one author of a strict reading, and no display name that passes for an address (R-MAIL-6)."""

from __future__ import annotations

import pytest

from workflow.reading import read

AUTHORS = [
    ("Anna <anna@x.example>", "anna@x.example", "Anna"),
    ('"Miller, Anna" <Anna@X.example>', "anna@x.example", "Miller, Anna"),
    ("anna@x.example", "anna@x.example", ""),
    ("<anna@x.example>", "anna@x.example", ""),
    ("anna@x.example (Anna Miller)", "anna@x.example", "Anna Miller"),
    ('"boss@hotel.example" <evil@y.example>', "evil@y.example", "boss@hotel.example"),
    ("boss@hotel.example <evil@y.example>", "evil@y.example", "boss@hotel.example"),
    ("=?utf-8?q?boss=40hotel=2Eexample=2C?= <evil@y.example>", "evil@y.example", "boss@hotel.example,"),
    ("=?utf-8?q?boss=40hotel=2Eexample?=", "", "boss@hotel.example"),
    ('"a <boss@hotel.example>" <evil@y.example>', "evil@y.example", "a <boss@hotel.example>"),
    ("a@x.example, b@y.example", "", ""),
    ("Anna <anna@x.example>, Anna <anna@x.example>", "anna@x.example", "Anna"),
    ("Anna (a (nested) comment) <anna@x.example>", "anna@x.example", "Anna"),
    ("=?utf-8?B?SsO8cmdlbiBXZWnDnw==?= <jw@x.example>", "jw@x.example", "Jürgen Weiß"),
    ("'Anna Miller' <anna@x.example>", "anna@x.example", "Anna Miller"),
    ("Anna Miller", "", "Anna Miller"),
    ("", "", ""),
    ("<>", "", ""),
    ("Anna <anna@x.example", "anna@x.example", "Anna <"),
    ("Anna anna@x.example", "anna@x.example", "Anna"),
    ("mailto:anna@x.example", "anna@x.example", ""),
    ('"Anna \\"Bo\\" Miller" <anna@x.example>', "anna@x.example", 'Anna "Bo" Miller'),
    ("Anna <@relay.example:anna@x.example>", "anna@x.example", "Anna"),
    ("jörg@müller.example", "jörg@müller.example", ""),
    ("Anna <anna@x.example> <evil@y.example>", "", "Anna"),
    ("Anna <=?utf-8?q?boss=40hotel.example?=>", "", "Anna"),
    ("undisclosed-recipients:;", "", ""),
    ("Booking: Anna <anna@x.example>", "anna@x.example", "Anna"),
]
NOBODY = [
    '"a b"@x.example',
    '"ana@aurora.example"@evil.example',
    '"ana@aurora.example" @evil.example',
    "ana@aurora.example@evil.example",
    "Ana ana@aurora.example@evil.example",
    "<ana@aurora.example>@evil.example",
    "<ana@aurora.example> @evil.example",
    "<ana@aurora.example> eve@evil.example",
    "<ana@aurora.example@evil.example>",
    "ana@aurora.example <eve@evil@evil.example>",
    "ana@aurora.example\\@evil.example",
    "ana@aurora.example(x)@evil.example",
    "ana@aurora.example eve@evil.example",
    '"ana@aurora.example" eve@evil.example',
    "x@y@z",
    "@evil.example",
    "Team: ana@aurora.example;",
    "Team: Ana <ana@aurora.example>;",
    "Team: eve@evil.example, ana@aurora.example;",
    "<<<<<<<<<< ana@aurora.example@evil.example",
]


@pytest.mark.parametrize(("header", "address", "name"), AUTHORS)
def test_the_author(header: str, address: str, name: str) -> None:
    """R-MAIL-6"""
    mail = read(f"From: {header}\r\nSubject: x\r\n\r\nx".encode())
    assert (mail.from_address, mail.from_name) == (address, name)


@pytest.mark.parametrize("header", NOBODY)
def test_a_malformed_author_is_nobody(header: str) -> None:
    """R-MAIL-6, R-STAFF-2: never mended into somebody else's address."""
    assert read(f"From: {header}\r\nSubject: x\r\n\r\nx".encode()).from_address == ""


def test_an_author_beside_a_group_is_still_one() -> None:
    """R-MAIL-6"""
    assert read(b"From: Team: b@y.example; <a@x.example>\r\n\r\nx").from_address == "a@x.example"


def test_a_quoted_local_part_that_needs_no_quotes_is_read() -> None:
    """R-MAIL-6"""
    assert read(b'From: "a.b"@x.example\r\n\r\nx').from_address == "a.b@x.example"


def test_several_from_fields_that_differ_name_no_author() -> None:
    """R-MAIL-6"""
    mail = read(b"From: a@x.example\r\nFrom: b@y.example\r\n\r\nx")
    assert mail.from_address == ""
    assert any("several authors" in defect for defect in mail.defects)


def test_groups_commas_and_odd_separators_in_to() -> None:
    """R-MAIL-6"""
    mail = read(
        b'To: "B, A" <a@x.example>, Team: b@y.example, c@z.example;; d@w.example (D), <e@v.example>\r\n\r\nx'
    )
    assert [one.address for one in mail.to] == [
        "a@x.example",
        "b@y.example",
        "c@z.example",
        "d@w.example",
        "e@v.example",
    ]


def test_a_resent_mail_names_who_resent_it() -> None:
    """R-MAIL-6"""
    mail = read(b"From: a@x.example\r\nResent-From: B <b@y.example>\r\n\r\nx")
    assert (mail.from_address, mail.effective_from) == ("a@x.example", "b@y.example")


def test_a_forwarded_mail_names_its_author() -> None:
    """R-MAIL-6"""
    body = "Please see to it.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Guest <Guest@g.example>\r\nSubject: Room\r\n\r\nHello"
    mail = read(f"From: staff@x.example\r\nSubject: Fwd: Room\r\n\r\n{body}".encode())
    assert (mail.from_address, mail.effective_from) == ("staff@x.example", "guest@g.example")
    assert "Hello" in mail.visible_text
