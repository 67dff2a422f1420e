"""What the webhook missed, found in the provider's list (R-WA-8): when it is read, from where on, what is kept of it.

A deadline of the hotel for each number comes up every few minutes and makes the effect that reads the list. What is
found takes the way of a webhook through the inbox, so that it is had once whichever comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from workflow.database import hotel, rows
from workflow.desk import Desk
from workflow.models import Channel, Deadline, Effect, Ticket, WhatsappCursor
from workflow.sealing import Keys
from workflow.services import outbox, provider_reports
from workflow.services.inbox import Incoming, Route, load_raws
from workflow.services.outbox import Claim
from workflow.services.whatsapp_channels import Number, number_of, numbers
from workflow.services.whatsapp_in import digest_of
from workflow.services.whatsapp_thread import FROM_LIST
from workflow.values import DeadlineKind, DeliveryState, EffectKind
from workflow.whatsapp.reports import joined, state_of

EVERY = timedelta(minutes=5)
OVERLAP = timedelta(minutes=10)  # the list is read again so far back: its order is not that of arrival
SETTLED = timedelta(minutes=2)
"""A message is taken from the list only so late: the webhook, which says more of it, must have had its chance."""

UNDECIDED = timedelta(days=1)  # so long a message that was only sent is looked after

# deadlines_one_a_subject
_ARM = """
INSERT INTO deadlines (hotel_id, kind, subject, due_at, look_at, created_at) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (hotel_id, kind, subject) WHERE state = 'armed' AND ticket_id IS NULL
DO UPDATE SET due_at = least(deadlines.due_at, excluded.due_at), look_at = least(deadlines.look_at, excluded.look_at)
"""
_KEEP_REPORT = """
INSERT INTO provider_reports (hotel_id, channel_id, sid, status, code, at) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """A number's list, to be read from `since` on, what went out from `sent_since` on; what is younger than `until` is
    left for the next time.
    """

    number: Number
    since: datetime
    sent_since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """An incoming message of the list; media: address and type of each file."""

    sid: str
    sender: str
    to: str
    body: str
    at: datetime
    media: Sequence[tuple[str, str]] = ()


def arm_all(keys: Keys, *, now: datetime) -> None:
    """At start: every number's list is read soon. In transactions of its own."""
    for number in numbers(keys).values():
        with hotel(number.hotel_id):
            arm(number.hotel_id, number.channel_id, at=now, now=now)


def arm(hotel_id: int, channel_id: int, *, at: datetime, now: datetime) -> None:
    rows(_ARM, (hotel_id, DeadlineKind.RECONCILE_WHATSAPP, str(channel_id), at, at, now))


def fire(deadline: Deadline, _ticket: Ticket | None, now: datetime) -> None:
    """The list is read once more, and again after a while; a number that is switched off rests."""
    channel = Channel.get_by_id(int(deadline.subject))
    arm(channel.hotel_id, channel.id, at=now + EVERY, now=now)
    is_going = rows(
        "SELECT id FROM effects WHERE hotel_id = %s AND kind = %s AND state IN ('waiting', 'queued', 'inflight')"
        " AND payload ->> 'channel' = %s LIMIT 1",
        (channel.hotel_id, EffectKind.RECONCILE_WHATSAPP, str(channel.id)),
    )
    if channel.enabled and not is_going:
        Effect.create(
            hotel_id=channel.hotel_id,
            kind=EffectKind.RECONCILE_WHATSAPP,
            look_at=now,
            payload={"channel": str(channel.id)},
            created_at=now,
        )


def reading(claim: Claim, *, desk: Desk, now: datetime) -> Reading | None:
    """None: the number has no account at the provider, and the claim is settled."""
    channel = Channel.get_by_id(int(Effect.get_by_id(claim.id).payload["channel"]))
    number = number_of(channel, keys=desk.keys)
    if not number.account.account_sid:  # the demo's
        outbox.finish(claim, now=now)
        return None
    cursor = WhatsappCursor.get_or_none(WhatsappCursor.channel_id == channel.id)
    begun: datetime = channel.created_at
    listed_to: datetime = cursor.listed_to if cursor else begun + OVERLAP
    since = listed_to - OVERLAP
    return Reading(number, since, min(since, _undecided_since(channel, now=now)), now - SETTLED)


def _undecided_since(channel: Channel, *, now: datetime) -> datetime:
    """When the oldest message of the day was asked for that may still fail; provider_messages_undecided serves it."""
    ((oldest,),) = rows(
        "SELECT min(asked_at) FROM provider_messages WHERE channel_id = %s AND state IN ('pending', 'sent') AND sid IS NOT NULL"
        " AND asked_at > %s",
        (channel.id, now - UNDECIDED),
    )
    return oldest or now


def unknown(number: Number, sids: Sequence[str]) -> set[str]:
    """Those that neither came before nor wait to be read."""
    by_digest = {digest_of(number.account.account_sid, sid): sid for sid in sids}
    had = rows(
        "SELECT digest FROM mail_keys WHERE channel_id = %s AND digest = ANY(%s)",
        (number.channel_id, list(by_digest)),
    )
    return set(sids) - {by_digest[bytes(digest)] for (digest,) in had} - _waiting(number)


def incoming(number: Number, missed: Missed) -> Incoming:
    """As the inbox keeps it: a form with the fields that the list has."""
    form = {
        "MessageSid": missed.sid,
        "AccountSid": number.account.account_sid,
        "From": missed.sender,
        "To": missed.to,
        "Body": missed.body,
        "NumMedia": str(len(missed.media)),
    }
    for position, (url, content_type) in enumerate(missed.media):
        form |= {f"MediaUrl{position}": url, f"MediaContentType{position}": content_type}
    return Incoming(
        route=Route(number.channel_id, number.hotel_id, True),
        door="whatsapp",
        received_at=missed.at,
        raw=urlencode(form).encode(),
        envelope_from=missed.sender[:200],
        envelope_to=missed.to[:200],
        peer=FROM_LIST,
    )


def keep_reports(number: Number, statuses: Mapping[str, tuple[str, int | None]], *, now: datetime) -> None:
    """Status and error code by sid: those that say more of our messages than the callbacks did are reports like them."""
    found = rows(
        "SELECT sid, state FROM provider_messages WHERE hotel_id = %s AND sid = ANY(%s) ORDER BY id",
        (number.hotel_id, list(statuses)),
    )
    for sid, state in found:
        status, code = statuses[sid]
        if _says_more(state, status):
            rows(_KEEP_REPORT, (number.hotel_id, number.channel_id, sid, status, code, now))
            provider_reports.hold(sid)
            provider_reports.apply_known(number.hotel_id, sid, now=now)


def read_to(claim: Claim, reading: Reading, *, now: datetime) -> None:
    """All that is older than that has been kept."""
    if claim not in outbox.lock_held([claim]):
        return
    WhatsappCursor.insert(
        channel_id=reading.number.channel_id, hotel_id=reading.number.hotel_id, listed_to=reading.until
    ).on_conflict(
        conflict_target=(WhatsappCursor.channel_id,), update={WhatsappCursor.listed_to: reading.until}
    ).execute()
    outbox.finish(claim, now=now)


def _waiting(number: Number) -> set[str]:
    """Sids of what the webhook kept and nobody has read yet."""
    found = rows(
        "SELECT i.id, i.size FROM effects e JOIN inbox i ON i.id = e.inbox_id"
        " WHERE e.hotel_id = %s AND e.kind = %s AND e.state <> 'done' AND i.channel_id = %s",
        (number.hotel_id, EffectKind.PROCESS_INBOX, number.channel_id),
    )
    raws = load_raws(dict(found)).values()
    return {dict(parse_qsl(raw.decode("utf-8", "replace"))).get("MessageSid", "") for raw in raws}


def _says_more(known: str, status: str) -> bool:
    state, before = state_of(status), DeliveryState(known)
    return state is not None and joined(before, state) != before
