"""Writes down what endpoints are to be told, in the transaction in which it happened: event, deliveries, effects.

The one place that knows who wants what. A hotel without an endpoint costs one small statement for all that a
transaction flushes; nothing is read for it mail by mail.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extras import Json as JsonValue
from psycopg2.extras import execute_values

from workflow import webhook_bodies
from workflow.database import database, rows
from workflow.values import EffectKind, EffectState
from workflow.webhook_bodies import Json
from workflow.webhooks import WITH_MESSAGE, Entry, EventType, Happening, happenings

# webhook_endpoints_of_hotel
_SUBSCRIBED = (
    "SELECT hotel_id, id, events FROM webhook_endpoints WHERE enabled AND hotel_id = ANY(%s) ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class Told:
    """An event that endpoints are to be told of. ticket_id None: it is about no ticket."""

    hotel_id: int
    type: str
    data: Mapping[str, object]
    endpoint_ids: tuple[int, ...]
    at: datetime
    ticket_id: int | None = None


def follow(written: Sequence[Mapping[str, object]]) -> None:
    """After these rows of the timeline, in the transaction that wrote them; tickets are told of as they are now."""
    of_tickets = [row for row in written if row["ticket_id"] is not None]
    if not of_tickets:
        return
    endpoints = _endpoints({_number(row["hotel_id"]) for row in of_tickets})
    wanted = [row for row in of_tickets if _number(row["hotel_id"]) in endpoints]
    if not wanted:
        return
    about = {_number(row["ticket_id"]): row for row in wanted}
    found = [
        (one, ids)
        for one in happenings([_entry(row) for row in wanted])
        if (ids := _subscribed(endpoints[_number(about[one.ticket_id]["hotel_id"])], one.type))
    ]
    if not found:
        return
    data = _Data([one for one, _ in found])
    tell(
        Told(
            hotel_id=_number(about[one.ticket_id]["hotel_id"]),
            type=one.type,
            data=data.of(one),
            endpoint_ids=ids,
            at=_moment(about[one.ticket_id]["at"]),
            ticket_id=one.ticket_id,
        )
        for one, ids in found
    )


def happened(hotel_id: int, type: EventType, data: Mapping[str, object], *, now: datetime) -> None:
    """Something about no ticket, like a QR code: in the open transaction. `data` holds nothing personal."""
    ids = _subscribed(_endpoints({hotel_id}).get(hotel_id, ()), type)
    if ids:
        tell([Told(hotel_id=hotel_id, type=type, data=data, endpoint_ids=ids, at=now)])


def tell(events: Iterable[Told]) -> None:
    """Each event once, a delivery and an effect for each of its endpoints."""
    told = list(events)
    event_ids = iter(_ids("webhook_events", len(told)))
    delivery_ids = iter(_ids("webhook_deliveries", sum(len(one.endpoint_ids) for one in told)))
    kept, deliveries, effects = [], [], []
    for one in told:
        id, key = next(event_ids), f"evt_{secrets.token_urlsafe(18)}"
        text = webhook_bodies.body(
            key, one.type, at=one.at, hotel_id=one.hotel_id, sequence=id, data=one.data
        )
        kept.append((id, one.hotel_id, key, one.type, one.ticket_id, one.at, text))
        for endpoint_id in one.endpoint_ids:
            delivery_id = next(delivery_ids)
            deliveries.append((delivery_id, one.hotel_id, endpoint_id, id, one.at))
            effects.append(_effect(one, endpoint_id, delivery_id))
    _insert("webhook_events (id, hotel_id, key, type, ticket_id, at, body)", kept)
    _insert("webhook_deliveries (id, hotel_id, endpoint_id, event_id, created_at)", deliveries)
    _insert("effects (hotel_id, kind, state, look_at, ticket_id, endpoint_id, payload, created_at)", effects)


def _effect(one: Told, endpoint_id: int, delivery_id: int) -> tuple[object, ...]:
    payload = JsonValue({"delivery": str(delivery_id)})
    kind, state = EffectKind.SEND_WEBHOOK.value, EffectState.WAITING.value
    return (one.hotel_id, kind, state, one.at, one.ticket_id, endpoint_id, payload, one.at)


class _Data:
    """What is said of some happenings: their tickets in one statement, their messages in one a kind."""

    def __init__(self, found: Sequence[Happening]) -> None:
        self._tickets = webhook_bodies.tickets([one.ticket_id for one in found])
        commented: dict[str, list[int]] = {}
        for one in found:
            if one.type in WITH_MESSAGE:
                commented.setdefault(one.detail, []).append(one.ticket_id)
        self._messages = {kind: webhook_bodies.messages(ids, kind) for kind, ids in commented.items()}

    def of(self, one: Happening) -> Json:
        data: Json = {"ticket": self._tickets[one.ticket_id]}
        if one.type in WITH_MESSAGE:
            data["message"] = self._messages[one.detail].get(one.ticket_id)
        elif one.detail:
            data["sla"] = {"target": one.detail}
        return data


_Endpoint = tuple[int, frozenset[str]]


def _endpoints(hotel_ids: set[int]) -> dict[int, list[_Endpoint]]:
    found: dict[int, list[_Endpoint]] = {}
    for hotel_id, id, events in rows(_SUBSCRIBED, (sorted(hotel_ids),)):
        found.setdefault(hotel_id, []).append((id, frozenset(events)))
    return found


def _subscribed(endpoints: Sequence[_Endpoint], type: EventType) -> tuple[int, ...]:
    return tuple(id for id, events in endpoints if type in events)


def _ids(table: str, count: int) -> list[int]:
    found = rows(f"SELECT nextval('{table}_id_seq') FROM generate_series(1, %s)", (count,))
    return [id for (id,) in found]


def _insert(into: str, new: Sequence[tuple[object, ...]]) -> None:
    if new:
        execute_values(
            database.connection().cursor(), f"INSERT INTO {into} VALUES %s", new, page_size=len(new)
        )


def _entry(row: Mapping[str, object]) -> Entry:
    old, new = row["old"], row["new"]
    return Entry(
        ticket_id=_number(row["ticket_id"]),
        kind=str(row["kind"]),
        field=str(row["field"]),
        old=None if old is None else str(old),
        new=None if new is None else str(new),
    )


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


def _moment(value: object) -> datetime:
    assert isinstance(value, datetime)
    return value
