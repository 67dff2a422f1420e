"""The arithmetic of the audit chain, without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from workflow import audit
from workflow.audit import Head, Line, Seal

KEY = b"k" * 32
KEYS = {audit.key_id_of(KEY): KEY}
NOW = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
LINE = Line(7, 1, 3, NOW, "staff", 2, "Ana", "assigned", "assignee", None, "Ben")


def sealed(line: Line = LINE, head: Head | None = None) -> Seal:
    return audit.seal(line, head or Head(), key=KEY, salts=(b"1" * 16, b"2" * 16), now=NOW)


def head_after(seal: Seal) -> Head:
    return Head(seal.position, seal.link)


def test_a_sealed_line_is_well() -> None:
    """R-TKT-4."""
    first = sealed()
    second = sealed(replace(LINE, id=8), head_after(first))
    assert audit.fault(first, LINE, Head(), keys=KEYS) == ""
    assert audit.fault(second, replace(LINE, id=8), head_after(first), keys=KEYS) == ""
    assert (first.position, second.position) == (1, 2)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"new": "Eve"}, "the old or new value was changed"),
        ({"old": ""}, "the old or new value was changed"),
        ({"old": "Ben", "new": None}, "the old or new value was changed"),
        ({"actor_name": "Eve"}, "the name of who did it was changed"),
        ({"id": 9}, "the event or its seal was changed"),
        ({"hotel_id": 2}, "the event or its seal was changed"),
        ({"ticket_id": 4}, "the event or its seal was changed"),
        ({"at": NOW + timedelta(microseconds=1)}, "the event or its seal was changed"),
        ({"actor_kind": "guest"}, "the event or its seal was changed"),
        ({"actor_id": None}, "the event or its seal was changed"),
        ({"kind": "edited"}, "the event or its seal was changed"),
        ({"field": "state"}, "the event or its seal was changed"),
    ],
)
def test_every_field_of_an_event_is_sealed(change: dict[str, object], what: str) -> None:
    """R-TKT-4: an edited row."""
    assert audit.fault(sealed(), replace(LINE, **change), Head(), keys=KEYS) == what  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"position": 3}, "the seals at position 1 to 2 were removed"),
        ({"position": 2}, "the seals at position 1 were removed"),
        ({"link": b"x" * 32}, "the event or its seal was changed"),
        ({"sealed_at": NOW + timedelta(seconds=1)}, "the event or its seal was changed"),
        ({"actor_salt": b"3" * 16}, "the name of who did it was changed"),
        (
            {"key_id": b"none"},
            "it was sealed under another secret of the installation, which is not known here",
        ),
        ({"actor_salt": None}, "a name was put where one had been erased"),
        ({"change_salt": None}, "words were put where some had been erased"),
    ],
)
def test_every_field_of_a_seal_is_checked(change: dict[str, object], what: str) -> None:
    assert audit.fault(replace(sealed(), **change), LINE, Head(), keys=KEYS) == what  # type: ignore[arg-type]


def test_a_deleted_event_and_a_foreign_predecessor_are_found() -> None:
    first = sealed()
    assert audit.fault(first, None, Head(), keys=KEYS) == "the event was deleted"
    second = sealed(replace(LINE, id=8), head_after(first))
    assert audit.fault(second, replace(LINE, id=8), Head(1, b"y" * 32), keys=KEYS)


def test_what_was_erased_with_its_salt_leaves_the_chain_whole() -> None:
    """R-TKT-4, R-PRIV-1."""
    without_words = replace(LINE, old=None, new=None)
    without_anything = replace(without_words, actor_name="")
    assert audit.fault(replace(sealed(), change_salt=None), without_words, Head(), keys=KEYS) == ""
    erased = replace(sealed(), change_salt=None, actor_salt=None)
    assert audit.fault(erased, without_anything, Head(), keys=KEYS) == ""


def test_nobody_without_the_key_can_make_a_link() -> None:
    forged = audit.seal(LINE, Head(), key=b"z" * 32, salts=(b"1" * 16, b"2" * 16), now=NOW)
    assert audit.fault(forged, LINE, Head(), keys=KEYS)
    assert audit.fault(replace(forged, key_id=sealed().key_id), LINE, Head(), keys=KEYS)


def test_the_bytes_that_are_sealed_do_not_change_with_the_reader() -> None:
    """The form is part of every chain that exists: this line may never change."""
    bytes_ = audit.canonical(LINE, 1, (b"\x00", b"\xff"), sealed_at=NOW)
    assert bytes_ == (
        b'["bellhop event 1",1,1,7,3,"2026-03-29T01:30:00.000000+00:00","staff",2,"assigned","assignee",'
        b'"00","ff","2026-03-29T01:30:00.000000+00:00"]'
    )
    in_rome = replace(LINE, at=NOW.astimezone(timezone(timedelta(hours=2))))
    assert audit.canonical(in_rome, 1, (b"\x00", b"\xff"), sealed_at=NOW) == bytes_


def test_the_salt_decides_the_digest() -> None:
    one = audit.seal(LINE, Head(), key=KEY, salts=(b"1" * 16, b"2" * 16), now=NOW)
    other = audit.seal(LINE, Head(), key=KEY, salts=(b"3" * 16, b"4" * 16), now=NOW)
    assert one.change_digest != other.change_digest
    assert one.actor_digest != other.actor_digest
