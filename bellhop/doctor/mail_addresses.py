"""A desk's mail address: how its last live test went, and whether anybody's word about senders can count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bellhop.doctor.finding import Finding, fail, ok, warn
from workflow import channel_test
from workflow.channel_test import Known, Progress, Stage
from workflow.queries.channels import ChannelLine
from workflow.settings import Settings


def look(line: ChannelLine, settings: Settings, *, now: datetime) -> Iterator[Finding]:
    yield _round_trip(line, now=now)
    if line.authserv_id:
        yield _trust(line, settings)


def _round_trip(line: ChannelLine, *, now: datetime) -> Finding:
    command = f"`bellhop channel test --hotel {line.hotel} --address {line.address}`"
    if line.test is None:
        says = "No mail was sent there and back yet."
        return warn("live test", says, f"Send one: {command}.", subject=line.address)
    when = f"{line.test.started_at:%Y-%m-%d %H:%M} UTC"
    result = channel_test.result(line.test, now=now)
    if result is Progress.WAITING:
        return ok("live test", f"One is under way since {when}.", subject=line.address)
    worst = _worst(line.test, now=now)
    if result is Progress.DONE and worst is None:
        return ok("live test", f"A mail went there and back on {when}.", subject=line.address)
    says = f"On {when}: {worst.words if worst else 'it did not come back.'}"
    advice = f"{worst.advice if worst else ''} Then again: {command}.".strip()
    make = fail if result is Progress.FAILED else warn
    return make("live test", says, advice, subject=line.address)


def _worst(test: Known, *, now: datetime) -> Stage | None:
    """The first stage that went wrong."""
    wrong = (Progress.FAILED, Progress.WARNING)
    return next((stage for stage in channel_test.stages(test, now=now) if stage.progress in wrong), None)


def _trust(line: ChannelLine, settings: Settings) -> Finding:
    """Whose mails can carry the word of the server that is believed: see Whose word counts in docs/channels/email.md."""
    server = line.authserv_id
    by_socket = settings.lmtp_listen is not None and bool(settings.lmtp_listen.path)
    if settings.trusted_relays or by_socket or line.mailboxes:
        return ok("senders", f"{server} says who a sender is.", subject=line.address)
    says = f"{server} shall say who a sender is, but no machine is believed that could be it."
    remedy = (
        f"Set TRUSTED_RELAYS to the addresses of {server}, or let the desk check itself: `bellhop channel set --hotel"
        f' {line.hotel} --address {line.address} --authserv-id ""`. Until then members\' answers by mail are held.'
    )
    return fail("senders", says, remedy, subject=line.address)
