"""Any bytes give a value, and what holds for every mail holds for broken ones (R-MAIL-6)."""

from __future__ import annotations

import random
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.workflow.reading.generated import cases
from tests.workflow.reading.hostile import TRICKS
from tests.workflow.reading.test_bounces import report
from workflow.reading import Mail, read, visible

SEED = 20240503
MUTATIONS = 1_500
BITS = st.sampled_from(
    [
        b"From: ", b"Subject: ", b"To: ", b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"Content-Type: ", b"multipart/mixed; boundary=", b"text/html", b"text/plain",
        b"; charset=", b"utf-8", b"gbk", b"utf-7", b"iso-2022-jp", b"--b", b"--b--", b"=?utf-8?q?", b"?=", b"=C3", b"\xff", b"\x00", b"<", b">", b"@", b"(", b'"',
        b"Content-Transfer-Encoding: base64", b"On Fri, May 3, 2024 at 10:15 AM a <a@b.c> wrote:", b"> ", b"-- \n", b"<blockquote type=cite>", b"</blockquote>",
        b"<div class=gmail_quote>", b"begin 644 a\n", b"end\n", b"Sent from my iPhone", b"message/delivery-status", b"Action: failed", b"\x1b$B", b"&#xd800;", b"x" * 50,
    ]
)  # fmt: skip


def check(mail: Mail, raw: bytes) -> None:
    """What must hold of every mail whatsoever."""
    for field in fields(mail):
        value = getattr(mail, field.name)
        if isinstance(value, str):
            value.encode()
            assert "\x00" not in value, field.name
    assert "\n" not in mail.subject
    assert "\r" not in mail.text
    for one in mail.attachments:
        one.filename.encode()
        assert not set(one.filename) & set('/\\:\x00"'), one.filename
    for _name, value in mail.headers:
        value.encode()
        assert "\n" not in value
        assert "\r" not in value
    assert not any("could not be read whole" in defect for defect in mail.defects), (mail.defects, raw[:200])
    assert read(raw) == mail


@seed(SEED)
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=2_000))
def test_any_bytes_give_a_value(raw: bytes) -> None:
    """R-MAIL-6"""
    check(read(raw), raw)


@seed(SEED)
@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(BITS, st.binary(max_size=12)), max_size=60).map(b"".join))
def test_any_pieces_of_mail_give_a_value(raw: bytes) -> None:
    """R-MAIL-6"""
    check(read(raw), raw)


@seed(SEED)
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=1_500), st.text(max_size=1_500))
def test_any_text_and_html_give_words(text: str, html: str) -> None:
    """R-MAIL-7"""
    shown, cuts = visible(text, html)
    assert isinstance(shown, str)
    assert isinstance(cuts, tuple)


def test_mutated_mails_give_a_value() -> None:
    """R-MAIL-6: bounded, with a printed seed."""
    rng = random.Random(SEED)
    mails = (
        [case.raw for case in cases()][::9]
        + [make(3_000) for make in TRICKS.values()]
        + [report("failed", "5.1.1")]
    )
    print(f"seed {SEED}, {MUTATIONS} mutations of {len(mails)} mails")
    for _mutation in range(MUTATIONS):
        raw = mutated(bytearray(rng.choice(mails)), rng)
        check(read(raw), raw)


def mutated(raw: bytearray, rng: random.Random) -> bytes:
    """The mail with a few bytes changed, lost, repeated or put elsewhere."""
    for _change in range(rng.randint(1, 6)):
        at, length = rng.randrange(len(raw) + 1), rng.randint(1, 40)
        match rng.randrange(5):
            case 0:
                raw[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del raw[at : at + length]
            case 2:
                raw[at:at] = raw[at : at + length]
            case 3:
                other = rng.randrange(len(raw) + 1)
                raw[at:at] = raw[other : other + length]
            case _:
                raw[at:at] = rng.choice(
                    (b"\r\n", b"\x00", b"\xff\xfe", b"=?utf-8?q?", b"--", b"<", b'"', b"(", b"\x1b$B")
                )
    return bytes(raw)


@pytest.mark.parametrize("end", [0, 1, 7, 60, 200, 400, 900])
def test_a_mail_cut_off_anywhere_gives_a_value(end: int) -> None:
    """R-MAIL-6"""
    for case in list(cases())[::50]:
        check(read(case.raw[:end]), case.raw[:end])
