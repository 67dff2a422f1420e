"""The endpoints a hotel tells what happens (R-WF-8): add, change, switch, renew a secret, remove, test.

In the caller's transaction. A secret is handed out once, when it is made; what happens to deliveries is
webhook_deliveries'. Every change is written down with who made it.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from workflow import standard_webhooks, webhook_events
from workflow.database import rows
from workflow.duty import PEOPLE
from workflow.errors import Invalid, MoveRefused, NotFound
from workflow.models import Deadline, Effect, WebhookEndpoint
from workflow.reasons import because
from workflow.sealing import Keys
from workflow.services import hotel_events
from workflow.services.hotel_events import Thing
from workflow.services.hotels import members
from workflow.values import SYSTEM, Actor, DeadlineKind, EffectKind, EffectState, Role
from workflow.webhook_events import Told
from workflow.webhooks import TEST, EventType

MAX_ENDPOINTS = 20
MAX_URL = 2000
MAX_DESCRIPTION = 200
OVERLAP = timedelta(days=1)
"""So long the secret before signs too."""

FORGET_EVERY = timedelta(days=1)
TOLD_ROLES = frozenset({Role.OWNER, Role.MANAGER})


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person says of an endpoint."""

    url: str
    events: tuple[str, ...]
    description: str = ""
    enabled: bool = True


def every(hotel_ids: Sequence[int]) -> list[WebhookEndpoint]:
    """In the order they were added."""
    chosen = WebhookEndpoint.select().where(WebhookEndpoint.hotel_id.in_(list(hotel_ids)))
    return list(chosen.order_by(WebhookEndpoint.id))


def find(hotel_ids: Sequence[int], id: int, *, lock: bool = False) -> WebhookEndpoint:
    """Raises NotFound."""
    query = WebhookEndpoint.select().where(
        WebhookEndpoint.id == id, WebhookEndpoint.hotel_id.in_(list(hotel_ids))
    )
    found: WebhookEndpoint | None = (query.for_update() if lock else query).get_or_none()
    if found is None:
        raise NotFound("There is no such webhook endpoint.")
    return found


def draft_of(endpoint: WebhookEndpoint) -> Draft:
    return Draft(endpoint.url, tuple(endpoint.events), endpoint.description, endpoint.enabled)


def create(
    hotel_id: int, draft: Draft, *, allow_private: bool, keys: Keys, actor: Actor, now: datetime
) -> tuple[WebhookEndpoint, str]:
    """The endpoint and its secret, which is shown this once. Raises Invalid, naming the field."""
    checked = _checked(draft, allow_private=allow_private)
    if len(every([hotel_id])) >= MAX_ENDPOINTS:
        raise Invalid("A hotel has at most %(most)s webhook endpoints.", values={"most": MAX_ENDPOINTS})
    secret = standard_webhooks.new_secret()
    made: WebhookEndpoint = WebhookEndpoint.create(
        hotel_id=hotel_id,
        url=checked.url,
        description=checked.description,
        events=list(checked.events),
        enabled=checked.enabled,
        secret=keys.encrypt(secret),
        created_at=now,
        updated_at=now,
    )
    arm_forgetting(hotel_id, now=now)
    hotel_events.added(hotel_id, Thing.WEBHOOK, place(made.url), actor=actor, now=now)
    return made, secret


def change(
    endpoint: WebhookEndpoint, draft: Draft, *, allow_private: bool, actor: Actor, now: datetime
) -> None:
    """Switched on again, it begins anew; switched off, what waits for it is dropped. Raises Invalid."""
    checked = _checked(draft, allow_private=allow_private)
    was_on, before = endpoint.enabled, _shown(endpoint)
    changes: dict[str, object] = {
        "url": checked.url,
        "description": checked.description,
        "events": list(checked.events),
        "enabled": checked.enabled,
        "updated_at": now,
    }
    if checked.url != endpoint.url or (checked.enabled and not was_on):
        changes |= {"failing_since": None, "last_error": "", "rest_until": None}
    if checked.enabled:
        changes["off_because"] = ""
    write(endpoint, changes)
    if was_on and not checked.enabled:
        drop_waiting(endpoint, because("The endpoint was switched off."), now=now)
    _note_changes(endpoint, before, actor=actor, now=now)


def switch(
    endpoint: WebhookEndpoint, *, enabled: bool, allow_private: bool, actor: Actor, now: datetime
) -> None:
    """On or off, all else as it is. Raises Invalid when its URL may not be called any more."""
    wanted = replace(draft_of(endpoint), enabled=enabled)
    change(endpoint, wanted, allow_private=allow_private or not enabled, actor=actor, now=now)


def rotate_secret(endpoint: WebhookEndpoint, *, keys: Keys, actor: Actor, now: datetime) -> str:
    """A new secret, shown this once; for a day the one before signs too, so that the receiver can change over."""
    secret = standard_webhooks.new_secret()
    write(
        endpoint,
        {
            "old_secret": endpoint.secret,
            "old_secret_until": now + OVERLAP,
            "secret": keys.encrypt(secret),
            "updated_at": now,
        },
    )
    hotel_events.happened(
        endpoint.hotel_id, "webhook secret renewed", place(endpoint.url), actor=actor, now=now
    )
    return secret


def remove(endpoint: WebhookEndpoint, *, actor: Actor, now: datetime) -> None:
    """With its log; what waits for it is dropped."""
    drop_waiting(endpoint, because("The endpoint was removed."), now=now)
    hotel_events.removed(endpoint.hotel_id, Thing.WEBHOOK, place(endpoint.url), actor=actor, now=now)
    WebhookEndpoint.delete().where(WebhookEndpoint.id == endpoint.id).execute()


def test(endpoint: WebhookEndpoint, *, actor: Actor, now: datetime) -> None:
    """A test event goes to this endpoint alone. Raises MoveRefused when it is switched off."""
    if not endpoint.enabled:
        raise MoveRefused("This endpoint is switched off. Switch it on first.", ())
    data = {"endpoint": {"id": str(endpoint.id)}, "askedBy": actor.name}
    webhook_events.tell([Told(endpoint.hotel_id, TEST, data, (endpoint.id,), now)])


def switch_off_failing(endpoint: WebhookEndpoint, why: str, *, now: datetime) -> None:
    """Bellhop itself switches it off, and tells owners and managers by mail."""
    before = _shown(endpoint)
    write(endpoint, {"enabled": False, "off_because": why, "updated_at": now})
    drop_waiting(endpoint, why, now=now)
    _note_changes(endpoint, before, actor=SYSTEM, now=now)
    for member in members(endpoint.hotel_id):
        if member.role in TOLD_ROLES and member.role in PEOPLE:
            Effect.create(
                hotel_id=endpoint.hotel_id,
                kind=EffectKind.SEND_ENDPOINT_OFF,
                look_at=now,
                member_id=member.staff_id,
                payload={"endpoint": str(endpoint.id)},
                created_at=now,
            )


def write(endpoint: WebhookEndpoint, changes: Mapping[str, object]) -> None:
    """These columns and no other: somebody else may be changing the rest."""
    WebhookEndpoint.update(**changes).where(WebhookEndpoint.id == endpoint.id).execute()
    for column, value in changes.items():
        setattr(endpoint, column, value)


def drop_waiting(endpoint: WebhookEndpoint, why: str, *, now: datetime) -> None:
    """What is not being sent this moment is not sent any more; it stays in the log."""
    Effect.update(state=EffectState.DONE, finished_at=now, result={"dropped": why}).where(
        Effect.endpoint_id == endpoint.id, Effect.state.in_([EffectState.WAITING, EffectState.DEAD])
    ).execute()
    rows(
        "UPDATE webhook_deliveries SET state = 'dropped', finished_at = %s"
        " WHERE endpoint_id = %s AND state = 'waiting' RETURNING id",
        (now, endpoint.id),
    )


def arm_forgetting(hotel_id: int, *, now: datetime) -> None:
    """Once a day the hotel's old deliveries leave the log."""
    Deadline.insert(
        hotel_id=hotel_id,
        kind=DeadlineKind.FORGET_WEBHOOKS,
        due_at=now + FORGET_EVERY,
        look_at=now + FORGET_EVERY,
        created_at=now,
    ).on_conflict_ignore().execute()


def _checked(draft: Draft, *, allow_private: bool) -> Draft:
    url, description = draft.url.strip(), draft.description.strip()
    _refuse_url(url, allow_private=allow_private)
    unknown = set(draft.events) - set(EventType)
    if unknown or not draft.events:
        raise Invalid(
            "Choose at least one of these: %(events)s.", "events", values={"events": ", ".join(EventType)}
        )
    if len(description) > MAX_DESCRIPTION or not description.isprintable():
        raise Invalid(
            "A description has at most %(most)s characters, all on one line.",
            "description",
            values={"most": MAX_DESCRIPTION},
        )
    in_order = tuple(type for type in EventType if type in set(draft.events))
    return Draft(url, in_order, description, draft.enabled)


def _refuse_url(url: str, *, allow_private: bool) -> None:
    """Whether a name is of a public host is looked at each time it is called: names change."""
    try:
        parts = urlsplit(url)
        is_url = bool(parts.hostname) and parts.port != 0 and url.isascii() and url.isprintable()
    except ValueError:
        is_url = False
    if not is_url or " " in url or len(url) > MAX_URL:
        raise Invalid("Write a whole address like https://example.com/hooks, in plain letters.", "url")
    if parts.scheme != "https" and not (allow_private and parts.scheme == "http"):
        raise Invalid("The address begins with https://.", "url")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Invalid("The address holds no user name, password or #part.", "url")
    if not allow_private and _is_private(str(parts.hostname)):
        raise Invalid("%(host)s is no public address.", "url", values={"host": parts.hostname})


def _is_private(host: str) -> bool:
    """A number only; what a name stands for is looked at when it is called."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def host(url: str) -> str:
    return urlsplit(url).hostname or ""


def place(url: str) -> str:
    """An address as the timeline names it: its host, and a mark of the rest, which often holds a key."""
    rest = hashlib.sha256(url.encode()).hexdigest()[:6]
    return f"{host(url)} ({rest})"


def _shown(endpoint: WebhookEndpoint) -> dict[str, object]:
    return {
        "url": place(endpoint.url),
        "description": endpoint.description,
        "events": list(endpoint.events),
        "enabled": endpoint.enabled,
    }


def _note_changes(
    endpoint: WebhookEndpoint, before: dict[str, object], *, actor: Actor, now: datetime
) -> None:
    hotel_events.changed(
        endpoint.hotel_id,
        Thing.WEBHOOK,
        place(endpoint.url),
        before,
        _shown(endpoint),
        actor=actor,
        now=now,
    )
