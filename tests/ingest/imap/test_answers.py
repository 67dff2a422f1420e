"""What servers answer, read as values."""

from datetime import UTC, datetime

import pytest

from ingest.imap.answers import (
    Folder,
    Outline,
    read_bodies,
    read_folder,
    read_outlines,
    read_uids,
    response_code,
    uid_set,
)
from ingest.imap.folder_names import encode, on_the_wire

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_an_opened_folder() -> None:
    lines = [b"3 EXISTS", b"OK [UIDVALIDITY 1795169931] UIDs valid", b"OK [UIDNEXT 13] Predicted next UID"]
    assert read_folder(lines) == Folder(1795169931, 13)
    assert read_folder(lines[:2]) == Folder(1795169931, 0)
    assert read_folder(lines[:1]) is None


def test_the_uids_of_a_search() -> None:
    assert read_uids([b"4 2 17", b"Search completed (0.001 + 0.000 secs)."]) == [2, 4, 17]
    assert read_uids([b"", b"Search completed"]) == []


def test_outlines_in_any_order_with_lines_in_between() -> None:
    lines = [
        b'1 FETCH (UID 4 RFC822.SIZE 196 INTERNALDATE " 1-Nov-2026 09:58:51 +0200")',
        b"2 FETCH (FLAGS (\\Seen))",
        b'3 FETCH (INTERNALDATE "20-Nov-2026 13:00:00 +0000" UID 9 RFC822.SIZE 7)',
        b'5 FETCH (UID 11 INTERNALDATE "nonsense" RFC822.SIZE 1)',
        b"Fetch completed.",
    ]
    assert read_outlines(lines, now=NOW) == {
        4: Outline(4, 196, datetime(2026, 11, 1, 7, 58, 51, tzinfo=UTC)),
        9: Outline(9, 7, NOW),  # a date that lies ahead
        11: Outline(11, 1, NOW),
    }


def test_bodies_with_the_uid_before_or_behind() -> None:
    lines = [
        b"1 FETCH (UID 4 BODY[] {5}",
        bytearray(b"hello"),
        b")",
        b"2 FETCH (FLAGS (\\Seen) UID 5)",
        b"3 FETCH (BODY[] {0}",
        bytearray(b""),
        b" UID 6)",
        b"4 FETCH (UID 7 BODY[] NIL)",
        b"5 FETCH (UID 8 BODY[HEADER]<0> {2}",
        bytearray(b"\r\n"),
        b")",
        b"Fetch completed.",
    ]
    assert read_bodies(lines) == {4: b"hello", 6: b"", 8: b"\r\n"}


@pytest.mark.parametrize(
    ("uids", "written"),
    [([1], "1"), ([1, 2, 3], "1:3"), ([1, 3, 4, 9], "1,3:4,9")],
)
def test_sets_of_uids(uids: list[int], written: str) -> None:
    assert uid_set(uids) == written


def test_response_codes() -> None:
    assert response_code("[AUTHENTICATIONFAILED] Authentication failed.") == "AUTHENTICATIONFAILED"
    assert response_code("[ALERT text] x") == "ALERT"
    assert response_code("Sorry [UNAVAILABLE]") == ""


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("INBOX", "INBOX"),
        ("Gäste", "G&AOQ-ste"),
        ("A & B", "A &- B"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),  # RFC 3501, 5.1.3
        ("☎😀", "&Jg7YPd4A-"),
    ],
)
def test_folder_names_in_modified_utf_7(name: str, encoded: str) -> None:
    """R-MAIL-3."""
    assert encode(name) == encoded


def test_folder_names_are_quoted() -> None:
    assert on_the_wire('a "b" \\c') == '"a \\"b\\" \\\\c"'
