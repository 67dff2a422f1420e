"""The mails of a live test: what goes out, what became of it, and its coming back. Starting one is channel_tests'.

A probe never opens a ticket, and what becomes of it is written on its test alone, never among the stuck items.
"""

from __future__ import annotations

from datetime import datetime

from workflow import probe
from workflow.channel_test import Way
from workflow.desk import Desk
from workflow.letter import Letter, LetterKind, TicketFacts
from workflow.models import Channel, ChannelTest, Effect, Hotel
from workflow.reading import Bounce
from workflow.reasons import because
from workflow.reply_address import (
    Purpose,
    ReplyTo,
    make_message_id,
    make_reply_address,
    make_token,
)
from workflow.services import outbox
from workflow.services.mail_context import Arrival, Outcome, Surroundings
from workflow.services.outbox import Claim
from workflow.values import InboxState

TAGGED = "tagged"
_NO_TICKET = TicketFacts(
    pid="", subject="", state="", priority="", guest="", room="", assignee="", panel_url=""
)


def letter_of(effect: Effect, *, desk: Desk, now: datetime) -> Letter:
    """The probe, to the address itself or to it with a signed tag, in the open transaction."""
    test = ChannelTest.get_by_id(int(effect.payload["test"]))
    channel, hotel = Channel.get_by_id(test.channel_id), Hotel.get_by_id(test.hotel_id)
    mark = ReplyTo(Purpose.PROBE, test.id, 0)
    signed = make_reply_address(channel.address, mark, keys=desk.keys, now=now)
    domain = channel.address.rpartition("@")[2]
    return Letter(
        kind=LetterKind.PROBE,
        message_id=make_message_id(f"p{effect.id}", test.id, domain=domain, keys=desk.keys),
        hotel_id=hotel.id,
        hotel_name=channel.display_name or hotel.name,
        desk_address=channel.address,
        to_address=signed if effect.payload.get(TAGGED) else channel.address,
        to_name="",
        reply_to=channel.address,
        envelope_from=signed,
        language=hotel.language,
        ticket=_NO_TICKET,
        words="",
        probe=make_token(mark, keys=desk.keys, now=now),
        by_own_door=test.way == Way.DOOR,
    )


def record_sent(claim: Claim, said: str, *, kept: bool, now: datetime) -> bool:
    """In the open transaction. False: the claim was lost meanwhile."""
    if not outbox.finish(claim, now=now, result={"kind": LetterKind.PROBE, "detail": said}):
        return False
    if kept:
        _write(claim, error=said, tagged_error=said, failed_at=now)
    else:
        _write(claim, sent_at=now, said=said, error="", tagged_error="")
    return True


def record_put_off(claim: Claim, error: str) -> None:
    """Not taken yet; it will be tried again."""
    _write(claim, error=error, tagged_error=error)


def record_given_up(claim: Claim, error: str, *, now: datetime) -> None:
    """Not taken. Done with all the same: a person looks at the test, and starts another one."""
    if outbox.finish(claim, now=now, result={"kind": LetterKind.PROBE, "detail": error}):
        _write(claim, error=error, tagged_error=error, failed_at=now)


def handle(arrival: Arrival, test_id: int, around: Surroundings) -> Outcome:
    """The probe has come back, or a report that it cannot. In the open transaction."""
    test = ChannelTest.get_or_none(ChannelTest.id == test_id, ChannelTest.hotel_id == arrival.row.hotel_id)
    if test is None:
        return Outcome(InboxState.IGNORED, because("A test mail of another hotel."))
    if arrival.mail.bounce is not None:
        _returned(test, arrival.mail.bounce, now=around.now)
        return Outcome(InboxState.IGNORED, because("A test mail of this desk could not be delivered."))
    if not probe.is_own(arrival.mail):
        return Outcome(InboxState.IGNORED, because("A machine answered a test mail of this desk."))
    if isinstance(arrival.reply, ReplyTo):
        _change(test, ChannelTest.tagged_at.is_null(), tagged_at=around.now, tagged_error="")
    else:
        _came_back(test, arrival, now=around.now)
    return Outcome(InboxState.IGNORED, because("The test mail of this desk has come back."))


def _came_back(test: ChannelTest, arrival: Arrival, *, now: datetime) -> None:
    row = arrival.row
    _change(
        test,
        ChannelTest.recognised_at.is_null(),
        arrived_at=row.received_at,
        arrived_to=row.envelope_to.lower(),
        door=row.door,
        peer=row.peer,
        recognised_at=now,
        verdict=arrival.finding.verdict,
        verdict_reason=arrival.finding.reason,
    )


def _returned(test: ChannelTest, bounce: Bounce, *, now: datetime) -> None:
    """A report about one of the two mails: about the tagged one when it names its address."""
    failed = next((one for one in bounce.recipients if one.permanent), None)
    if failed is None:
        return
    error = because(
        "It came back as undeliverable: %(why)s",
        why=failed.diagnostic or failed.status or because("no reason was given"),
    )[:500]
    if "+" in failed.address.partition("@")[0]:
        _change(test, ChannelTest.tagged_at.is_null(), tagged_error=error)
    else:
        _change(test, ChannelTest.recognised_at.is_null(), failed_at=now, error=error)


def _write(claim: Claim, **values: object) -> None:
    """What holds for the mail of this claim: each of the two knows its own columns only."""
    payload = Effect.get_by_id(claim.id).payload
    own = {"tagged_error"} if payload.get(TAGGED) else set(values) - {"tagged_error"}
    changes = {name: value for name, value in values.items() if name in own}
    if changes:
        ChannelTest.update(**changes).where(ChannelTest.id == int(payload["test"])).execute()


def _change(test: ChannelTest, still: object, **values: object) -> None:
    ChannelTest.update(**values).where(ChannelTest.id == test.id, still).execute()
