"""One event for one endpoint: what is sent, what came of each try, sending it again, forgetting it.

In the open transaction. The body was written when it happened; it is signed anew at each try, under the same id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow import card_numbers, standard_webhooks
from workflow.database import rows
from workflow.desk import Desk
from workflow.errors import MoveRefused, NotFound
from workflow.models import Deadline, Effect, Ticket, WebhookDelivery, WebhookEndpoint, WebhookEvent
from workflow.reasons import because
from workflow.schedules import SCHEDULES
from workflow.sealing import Keys
from workflow.services import outbox, webhook_endpoints
from workflow.services.outbox import Claim
from workflow.standard_webhooks import Signed
from workflow.values import EffectKind
from workflow.webhooks import LONG_FAILING

GONE = 410
ERASED = "{}"
"""What is left of a body when its guest's words are erased."""

KEPT_FOR = timedelta(days=30)
ANSWER_BYTES = 500
REST = timedelta(seconds=30)
"""After an endpoint could not be reached."""

_LONGEST_WISH = 86_400  # seconds
_FORGOTTEN_AT_ONCE = 5000
# Deliveries and attempts go with their event. webhook_events_of_hotel
_FORGET = """
DELETE FROM webhook_events WHERE id IN (
  SELECT e.id FROM webhook_events e WHERE e.hotel_id = %s AND e.at < %s AND NOT EXISTS (
    SELECT FROM webhook_deliveries d WHERE d.event_id = e.id AND (d.state = 'waiting' OR d.finished_at >= %s))
  ORDER BY e.at LIMIT %s)
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request as it is sent."""

    delivery_id: int
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of it. status None: there was no answer. is_refused: this URL is never called as it is."""

    status: int | None
    ms: int
    answer: bytes = b""
    error: str = ""
    retry_after: int | None = None
    is_refused: bool = False

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def outgoing(claim: Claim, *, keys: Keys, now: datetime) -> Outgoing | None:
    """None when there is nothing to send any more: the claim is done with then."""
    found = _delivery_of(claim)
    endpoint = WebhookEndpoint.get_or_none(WebhookEndpoint.id == found.endpoint_id) if found else None
    if found is None or endpoint is None or not endpoint.enabled:
        why = because("The endpoint was switched off or removed.")
        if outbox.finish(claim, now=now, result={"dropped": why}) and found is not None:
            _end(found.id, "dropped", now=now)
        return None
    event = WebhookEvent.get_by_id(found.event_id)
    body = event.body.encode()
    signed = Signed(event.key, int(now.timestamp()), body)
    headers = standard_webhooks.headers(signed, _secrets(endpoint, keys=keys, now=now))
    return Outgoing(found.id, endpoint.url, headers | {"Content-Type": "application/json"}, body)


def record(claim: Claim, sent: Outgoing, tried: Tried, *, desk: Desk, now: datetime) -> bool:
    """Writes down how it went, and what follows. Whether the endpoint can be given the next one at once."""
    _log_attempt(claim.hotel_id, sent.delivery_id, tried, now=now)
    delivery = WebhookDelivery.get_or_none(WebhookDelivery.id == sent.delivery_id)
    if delivery is None:  # the endpoint was removed meanwhile
        outbox.finish(claim, now=now, result={"dropped": because("The endpoint was removed.")})
        return False
    endpoint = webhook_endpoints.find([claim.hotel_id], delivery.endpoint_id, lock=True)
    if tried.is_taken:
        _taken(claim, delivery, endpoint, tried, now=now)
        return True
    if tried.status == GONE:
        outbox.finish(claim, now=now, result={"dropped": because("The endpoint answered 410 Gone.")})
        _end(delivery.id, "failed", now=now)
        if endpoint.enabled:
            webhook_endpoints.switch_off_failing(endpoint, because("It answered 410 Gone."), now=now)
        return False
    return _not_taken(claim, delivery, endpoint, tried, desk=desk, now=now)


def give_up(claim: Claim, error: str, *, now: datetime) -> None:
    """It ends its workers: nobody tries it again but a person."""
    found = _delivery_of(claim)
    if outbox.bury(claim, error, now=now) and found is not None:
        _end(found.id, "failed", now=now)


def redeliver(endpoint: WebhookEndpoint, delivery_id: int, *, now: datetime) -> None:
    """Sends one again, with all its tries, under its own id. Raises NotFound, MoveRefused."""
    delivery = (
        WebhookDelivery.select()
        .where(WebhookDelivery.id == delivery_id, WebhookDelivery.endpoint_id == endpoint.id)
        .for_update()
        .get_or_none()
    )
    if delivery is None:
        raise NotFound("There is no such delivery.")
    if delivery.state == "waiting":
        raise MoveRefused("This delivery is being sent already.", ())
    if not endpoint.enabled:
        raise MoveRefused("This endpoint is switched off. Switch it on first.", ())
    event = WebhookEvent.get_by_id(delivery.event_id)
    if event.body == ERASED:
        raise MoveRefused("What this event said was erased: there is nothing to send any more.", ())
    wait_again(delivery.id)
    rows(
        "UPDATE effects SET state = 'done', finished_at = %s WHERE endpoint_id = %s AND state = 'dead'"
        " AND payload ->> 'delivery' = %s RETURNING id",
        (now, endpoint.id, str(delivery.id)),
    )
    Effect.create(
        hotel_id=endpoint.hotel_id,
        kind=EffectKind.SEND_WEBHOOK,
        look_at=now,
        ticket_id=event.ticket_id,
        endpoint_id=endpoint.id,
        payload={"delivery": str(delivery.id)},
        created_at=now,
    )


def wait_again(delivery_id: int) -> None:
    """Its effect is due once more."""
    WebhookDelivery.update(state="waiting", finished_at=None).where(
        WebhookDelivery.id == delivery_id
    ).execute()


def forget(deadline: Deadline, _ticket: Ticket | None, now: datetime) -> None:
    """What is older than a month and not being sent leaves the log; again tomorrow, while there is an endpoint."""
    old = now - KEPT_FOR
    rows(_FORGET, (deadline.hotel_id, old, old, _FORGOTTEN_AT_ONCE))
    if WebhookEvent.select().where(WebhookEvent.hotel_id == deadline.hotel_id).exists() or (
        webhook_endpoints.every([deadline.hotel_id])
    ):
        webhook_endpoints.arm_forgetting(deadline.hotel_id, now=now)


def _taken(
    claim: Claim, delivery: WebhookDelivery, endpoint: WebhookEndpoint, tried: Tried, *, now: datetime
) -> None:
    if outbox.finish(claim, now=now, result={"status": tried.status}):
        _end(delivery.id, "delivered", now=now)
    well: dict[str, object] = {"failing_since": None, "last_error": "", "rest_until": None}
    webhook_endpoints.write(endpoint, {**well, "delivered_at": now})


def _not_taken(
    claim: Claim,
    delivery: WebhookDelivery,
    endpoint: WebhookEndpoint,
    tried: Tried,
    *,
    desk: Desk,
    now: datetime,
) -> bool:
    scale = desk.settings.retry_scale
    error = _said(tried)
    since = endpoint.failing_since or now
    rests_until = _rests_until(tried, scale=scale, now=now)
    webhook_endpoints.write(
        endpoint, {"last_error": error, "failing_since": since, "rest_until": rests_until}
    )
    pause = SCHEDULES[claim.kind].after(claim.attempts, scale=scale, retry_after=tried.retry_after)
    if pause is None or tried.is_refused:
        if outbox.bury(claim, error, now=now):
            _end(delivery.id, "failed", now=now)
    else:
        outbox.put_off(claim, error, until=now + pause)
    if endpoint.enabled and since <= now - LONG_FAILING * scale and claim.attempts > 1:
        webhook_endpoints.switch_off_failing(
            endpoint,
            because("It took nothing for %(days)s days: %(error)s", days=LONG_FAILING.days, error=error),
            now=now,
        )
    return rests_until is None


def _rests_until(tried: Tried, *, scale: float, now: datetime) -> datetime | None:
    """Until when the endpoint is left alone, whatever else waits for it."""
    if tried.status is None:
        return now + REST * scale
    if tried.retry_after is not None:
        return now + timedelta(seconds=min(tried.retry_after, _LONGEST_WISH))
    return None


def _delivery_of(claim: Claim) -> WebhookDelivery | None:
    payload = Effect.get_by_id(claim.id).payload
    found: WebhookDelivery | None = WebhookDelivery.get_or_none(
        WebhookDelivery.id == int(payload["delivery"]), WebhookDelivery.hotel_id == claim.hotel_id
    )
    return found


def _secrets(endpoint: WebhookEndpoint, *, keys: Keys, now: datetime) -> list[str]:
    """The one in force, and the one before for as long as both sign."""
    found = [keys.decrypt(endpoint.secret)]
    if endpoint.old_secret is not None and endpoint.old_secret_until > now:
        found.append(keys.decrypt(endpoint.old_secret))
    return found


def _log_attempt(hotel_id: int, delivery_id: int, tried: Tried, *, now: datetime) -> None:
    """Unless the delivery is gone with its endpoint."""
    rows(
        "INSERT INTO webhook_attempts (hotel_id, delivery_id, at, status, ms, answer, error)"
        " SELECT %s, id, %s, %s, %s, %s, %s FROM webhook_deliveries WHERE id = %s RETURNING id",
        (hotel_id, now, tried.status, tried.ms, _safe(tried.answer), tried.error, delivery_id),
    )


def _safe(answer: bytes) -> str:
    """How the answer begins, as text that can be stored and shown."""
    text = answer[:ANSWER_BYTES].decode("utf-8", "replace")
    printable = "".join(one if one.isprintable() or one == "\n" else " " for one in text)
    return card_numbers.mask(printable).strip()


def _said(tried: Tried) -> str:
    if tried.status is None:
        return tried.error
    if 300 <= tried.status < 400:
        return because("It answered %(status)s, a redirect; webhooks follow none.", status=tried.status)
    return because("It answered %(status)s.", status=tried.status)


def _end(delivery_id: int, state: str, *, now: datetime) -> None:
    WebhookDelivery.update(state=state, finished_at=now).where(WebhookDelivery.id == delivery_id).execute()
