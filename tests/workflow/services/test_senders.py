"""The senders of a batch: who is asked about, how long a batch waits, and who is asked about first."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from workflow.authenticity import Finding, Origin, Trust, Verdict, unchecked
from workflow.models import Inbox
from workflow.reading import read
from workflow.reply_address import Purpose, ReplyTo, Token
from workflow.services import senders
from workflow.services.mail_context import Arrival

NOW = datetime(2026, 11, 20, tzinfo=UTC)
SIGNED = ReplyTo(ticket_id=1, recipient_id=1, purpose=Purpose.STAFF)
CONFIRMED = Finding(Verdict.PASS, "Confirmed.")


def arrival(id: int, sender: str = "mia@guest.example", *, more: str = "", reply: ReplyTo | None = None) -> tuple[Arrival, bytes]:  # fmt: skip
    raw = f"From: {sender}\r\n{more}Subject: x\r\n\r\nwords".encode()
    row = Inbox(id=id, channel_id=7, door="smtp", peer="8.8.4.4", received_at=NOW)
    return Arrival(row, read(raw), reply or Token.ABSENT), raw


def check(
    *mails: tuple[Arrival, bytes], verify: Callable[[Origin], Finding], trust: Trust | None = None, seconds: float = 5
) -> list[Finding]:  # fmt: skip
    arrivals, raws = zip(*mails, strict=True)
    checked = senders.check(arrivals, raws, {7: trust or Trust()}, verify=verify, seconds=seconds)
    assert [one.row.id for one in checked] == [one.row.id for one in arrivals]
    return [one.finding for one in checked]


def test_every_person_is_asked_about_and_no_machine() -> None:
    """R-MAIL-12: what a machine wrote is not believed anyway, and costs DNS nothing."""
    asked: list[str] = []

    def verify(origin: Origin) -> Finding:
        asked.append(origin.from_address)
        return CONFIRMED

    findings = check(
        arrival(1),
        arrival(2, "robot@guest.example", more="Auto-Submitted: auto-replied\r\n"),
        arrival(3, "two@guest.example, three@guest.example"),
        verify=verify,
    )
    assert asked == ["mia@guest.example"]
    assert [finding.verdict for finding in findings] == [Verdict.PASS, Verdict.NONE, Verdict.NONE]


def test_what_headers_tell_is_not_asked_again() -> None:
    """R-MAIL-12: the choice is the desk address's."""

    def verify(origin: Origin) -> Finding:
        raise AssertionError("asked")

    (finding,) = check(arrival(1), verify=verify, trust=Trust(authserv_id="mx.aurora.example"))
    assert finding.verdict is Verdict.NONE


def test_slow_dns_holds_a_batch_for_a_moment_only() -> None:
    """R-MAIL-12: forty black holes; who could be asked about is confirmed, the others are not."""
    over = threading.Event()

    def verify(origin: Origin) -> Finding:
        if origin.from_address.startswith("slow"):
            over.wait(20)
        return CONFIRMED

    slow = [arrival(id, f"slow{id}@guest.example") for id in range(2, 42)]
    try:
        findings = check(*slow, arrival(1, reply=SIGNED), verify=verify, seconds=0.5)
    finally:
        over.set()
    assert findings[-1] is CONFIRMED, "an answer to a signed address is asked about first"
    assert {finding.verdict for finding in findings[:-1]} == {Verdict.NONE}
    assert "in time" in findings[0].reason


@pytest.mark.parametrize(("lease", "seconds"), [(30.0, 5.0), (5.0, 5 / 3), (600.0, 5.0)])
def test_a_batch_waits_well_within_its_lease(lease: float, seconds: float) -> None:
    """R-WF-7: or another worker would take it over."""

    class Lease:
        lease_seconds = lease

    assert senders.seconds(Lease()) == pytest.approx(seconds)


def test_a_desk_without_dns_confirms_nobody() -> None:
    """R-MAIL-12."""
    assert check(arrival(1), verify=unchecked)[0].verdict is Verdict.NONE
