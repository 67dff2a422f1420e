"""Whom a mail in a mailbox was for, and who sent it, as far as its header still tells."""

import pytest

from ingest.imap.envelope import Envelope, read_envelope

DESK = "aurora@desk.localhost"
TOKEN = "a" * 34
SIGNED = f"aurora+{TOKEN}@desk.localhost"


def header(*lines: str) -> bytes:
    return "\r\n".join((*lines, "", "Delivered-To: in@the.body", "")).encode()


@pytest.mark.parametrize(
    ("lines", "recipient"),
    [
        (["To: aurora@desk.localhost"], DESK),
        (["To: Somebody <x@y.example>"], DESK),  # Bcc, a list, a forwarding
        ([f"To: Desk <{SIGNED}>"], SIGNED),
        ([f"To: {SIGNED.upper()}"], SIGNED),
        (["To: x@y.example", f"Cc: {SIGNED}"], SIGNED),
        ([f"Delivered-To: {SIGNED}", "To: x@y.example"], SIGNED),
        ([f"X-Original-To: <{SIGNED}>", "To: aurora@desk.localhost"], SIGNED),
        (["Delivered-To: aurora@desk.localhost", f"To: {SIGNED}"], SIGNED),  # a server that cuts the tag
        (["To: aurora+booking@desk.localhost"], "aurora+booking@desk.localhost"),
        ([f"To: aurora+booking@desk.localhost, {SIGNED}"], SIGNED),
        ([f"To: aurora+{TOKEN}@elsewhere.example"], DESK),  # another desk's
        ([f"To: {SIGNED}", f"Cc: aurora+{'b' * 34}@desk.localhost"], SIGNED),
        ([], DESK),
    ],
)
def test_the_recipient_is_the_desk_with_its_token(lines: list[str], recipient: str) -> None:
    """R-MAIL-8, R-STAFF-2: signed reply addresses work through IMAP."""
    assert read_envelope(header(*lines), desk=DESK).recipient.lower() == recipient


@pytest.mark.parametrize(
    ("lines", "sender"),
    [
        (["Return-Path: <bounce+1@list.example>", "From: mia@guest.example"], "bounce+1@list.example"),
        (["Return-Path: <>", "From: mia@guest.example"], ""),
        (["Return-Path: mia@guest.example"], "mia@guest.example"),
        (["Return-Path: <a@first.example>", "Return-Path: <b@forged.example>"], "a@first.example"),
        (["From: Mia <mia@guest.example>"], "mia@guest.example"),
        (["From: nobody"], ""),
        ([], ""),
    ],
)
def test_the_sender_is_the_return_path_or_the_author(lines: list[str], sender: str) -> None:
    """R-MAIL-9: the null sender stays one."""
    assert read_envelope(header(*lines), desk=DESK).sender == sender


@pytest.mark.parametrize(
    "raw", [b"", b"\r\n", b"\0" * 1000, b"To: " + b"<" * 400_000, b"To: \xff\xfe@\r\n\r\n"]
)
def test_bytes_that_are_no_mail_have_an_envelope_too(raw: bytes) -> None:
    assert read_envelope(raw, desk=DESK) == Envelope("", DESK)
