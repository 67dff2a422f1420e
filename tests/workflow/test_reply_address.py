"""Signed reply addresses: they survive what mail systems do to them, and no change of them goes unnoticed."""

from datetime import UTC, datetime, timedelta

import pytest

from workflow.reply_address import (
    LIFETIME,
    MAX_DESK_LOCAL_PART,
    MAX_LOCAL_PART,
    Purpose,
    ReplyTo,
    Token,
    base_address,
    make_message_id,
    make_reply_address,
    read_reply_address,
    ticket_of_message_id,
)
from workflow.sealing import Keys

KEYS = Keys("a secret of at least thirty-two characters")
OTHER_KEYS = Keys("another secret of at least thirty-two chars")
NOW = datetime(2026, 11, 20, tzinfo=UTC)
REPLY = ReplyTo(Purpose.STAFF, 12, 3)


def address() -> str:
    return make_reply_address("aurora@desk.example", REPLY, keys=KEYS, now=NOW)


def test_what_was_signed_is_read_back_whatever_the_case() -> None:
    """R-STAFF-2, R-MAIL-8: tokens are case-insensitive."""
    assert read_reply_address(address(), keys=KEYS, now=NOW) == REPLY
    assert read_reply_address(address().upper(), keys=KEYS, now=NOW) == REPLY


def test_the_local_part_fits_into_sixty_four_octets() -> None:
    """R-STAFF-2: also with the longest desk address and the highest ids."""
    reply = ReplyTo(Purpose.STAFF, 2**32 - 1, 2**32 - 1)
    made = make_reply_address("d" * MAX_DESK_LOCAL_PART + "@desk.example", reply, keys=KEYS, now=NOW)
    assert len(made.rpartition("@")[0]) == MAX_LOCAL_PART
    assert read_reply_address(made, keys=KEYS, now=NOW) == reply


@pytest.mark.parametrize("position", range(34))
def test_every_changed_character_is_noticed(position: int) -> None:
    local, _, domain = address().partition("@")
    desk, _, token = local.partition("+")
    for letter in "abcdefghijklmnopqrstuvwxyz234567":
        changed = token[:position] + letter + token[position + 1 :]
        read = read_reply_address(f"{desk}+{changed}@{domain}", keys=KEYS, now=NOW)
        assert read == (REPLY if changed == token else Token.FORGED)


def test_another_installations_address_is_forged_here() -> None:
    assert read_reply_address(address(), keys=OTHER_KEYS, now=NOW) is Token.FORGED


def test_an_address_expires() -> None:
    assert read_reply_address(address(), keys=KEYS, now=NOW + LIFETIME + timedelta(days=2)) is Token.EXPIRED


def test_a_plain_address_and_a_guests_own_plus_tag_carry_no_token() -> None:
    assert read_reply_address("aurora@desk.example", keys=KEYS, now=NOW) is Token.ABSENT
    assert read_reply_address("aurora+booking@desk.example", keys=KEYS, now=NOW) is Token.ABSENT


def test_the_base_address_is_what_stands_before_the_plus() -> None:
    assert base_address(address().upper()) == "aurora@desk.example"


def test_a_message_id_of_ours_names_its_ticket_and_a_strangers_does_not() -> None:
    """R-MAIL-8."""
    ours = make_message_id("m5", 12, domain="desk.example", keys=KEYS)
    assert ticket_of_message_id(ours, keys=KEYS) == 12
    assert ticket_of_message_id(ours, keys=OTHER_KEYS) is None
    assert ticket_of_message_id(ours.replace("12.m5", "13.m5"), keys=KEYS) is None
    assert ticket_of_message_id("<CAF8x=abc@mail.gmail.com>", keys=KEYS) is None
