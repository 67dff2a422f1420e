"""Starting the live test of a desk address, and reading how it goes. Its mails are services/probes'."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta

from workflow.channel_test import Known, Way
from workflow.database import rows
from workflow.errors import Invalid, NotFound, Throttled
from workflow.models import Channel, ChannelTest, Effect
from workflow.services import probes
from workflow.settings import Settings
from workflow.values import Actor, ChannelKind, EffectKind, EffectState

MAX_TESTS, WITHIN = 6, timedelta(minutes=10)

NO_RELAY = (
    "No mail relay is set up (SMTP_RELAY_URL): mail that goes out is kept in the outbox and cannot come back."
    " The test mail can be handed to the desk’s own door instead."
)

# channel_tests_newest serves it; the mails after the test began are few, and inbox_of_channel finds them from the end.
_KNOWN = """
SELECT {columns}, c.address, coalesce((SELECT max(i.state) FROM inbox i
  WHERE i.channel_id = t.channel_id AND i.received_at >= t.started_at AND i.state IN ('received', 'quarantined')
  AND i.id > (SELECT coalesce(max(id), 0) - 1000 FROM inbox)), '')
FROM channel_tests t JOIN channels c ON c.id = t.channel_id WHERE {where}
"""
_COLUMNS = tuple(field.name for field in fields(Known) if field.name not in ("address", "unread"))


def start(
    channel_id: int, *, hotel_id: int, way: Way, actor: Actor, settings: Settings, now: datetime
) -> int:
    """Two effects, one for each mail of the test; returns the test's id. In the open transaction, then wake the clock.

    Raises NotFound, Invalid (the address is switched off, no relay), Throttled.
    """
    channel = (
        Channel.select()
        .where(Channel.id == channel_id, Channel.hotel_id == hotel_id, Channel.kind == ChannelKind.EMAIL)
        .for_update()
        .get_or_none()
    )
    if channel is None:
        raise NotFound("There is no such desk address.")
    if not channel.enabled:
        raise Invalid("This address is switched off: its mail is put off at the door. Switch it on first.")
    if way is Way.RELAY and not settings.smtp_relay_url:
        raise Invalid(NO_RELAY)
    _throttle(channel_id, now=now)
    test = ChannelTest.create(
        hotel_id=hotel_id, channel_id=channel_id, way=way, asked_by=actor.name, started_at=now
    )
    for payload in ({"test": str(test.id)}, {"test": str(test.id), probes.TAGGED: "yes"}):
        Effect.create(
            hotel_id=hotel_id,
            kind=EffectKind.SEND_PROBE,
            state=EffectState.WAITING,
            look_at=now,
            payload=payload,
            created_at=now,
        )
    return int(test.id)


def newest(channel_ids: list[int]) -> dict[int, Known]:
    """The last test of each of these addresses, by address, in the open transaction."""
    found = rows(
        "SELECT DISTINCT ON (channel_id) channel_id, id FROM channel_tests WHERE channel_id = ANY(%s)"
        " ORDER BY channel_id, id DESC",
        (channel_ids,),
    )
    return {channel_id: load(id) for channel_id, id in found}


def load(id: int) -> Known:
    """In the open transaction. Raises NotFound."""
    columns = ", ".join(f"t.{name}" for name in _COLUMNS)
    found = rows(_KNOWN.format(columns=columns, where="t.id = %s"), (id,))
    if not found:
        raise NotFound("There is no such test.")
    *values, address, unread = found[0]
    known = dict(zip(_COLUMNS, values, strict=True))
    return Known(**{**known, "way": Way(known["way"])}, address=address, unread=unread)


def _throttle(channel_id: int, *, now: datetime) -> None:
    """Each test costs two mails at a relay that may count them."""
    (count,) = rows(
        "SELECT count(*) FROM channel_tests WHERE channel_id = %s AND started_at > %s",
        (channel_id, now - WITHIN),
    )[0]
    if count >= MAX_TESTS:
        raise Throttled(
            "This address was tested %(count)s times within ten minutes. Wait a little.",
            int(WITHIN.total_seconds()),
            values={"count": count},
        )
