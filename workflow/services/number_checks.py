"""Whether Twilio agrees with a WhatsApp number: asked for by a person, answered by the worker, the last answer kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.errors import Invalid, Throttled
from workflow.models import Channel, Effect, NumberCheck
from workflow.sealing import Keys
from workflow.services import number_settings, outbox, whatsapp_channels
from workflow.services.outbox import Claim
from workflow.services.whatsapp_channels import Number
from workflow.values import Actor, EffectKind
from workflow.whatsapp.checking import Line, Outcome

EVERY = timedelta(seconds=5)
PATIENCE = timedelta(minutes=1)
WATCHED_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Known:
    """lines: () until Twilio has answered."""

    asked_by: str
    asked_at: datetime
    finished_at: datetime | None
    lines: tuple[Line, ...]

    def is_watched(self, now: datetime) -> bool:
        """Whether a page looks again by itself."""
        return self.finished_at is None and now < self.asked_at + WATCHED_FOR

    def is_late(self, now: datetime) -> bool:
        return self.finished_at is None and now > self.asked_at + PATIENCE

    @property
    def outcome(self) -> Outcome | None:
        """The worst of it."""
        return max((line.outcome for line in self.lines), key=list(Outcome).index, default=None)


def start(hotel_id: int, channel_id: int, *, actor: Actor, now: datetime) -> None:
    """In the open transaction, then wake the clock. Raises NotFound, Invalid (switched off), Throttled."""
    channel = number_settings.find(hotel_id, channel_id, lock=True)
    if not channel.enabled:
        raise Invalid("This number is switched off. Switch it on first.")
    known = newest([channel_id]).get(channel_id)
    if known is not None and now < known.asked_at + EVERY:
        raise Throttled("It was asked just now. Wait a moment.", retry_after=int(EVERY.total_seconds()))
    fresh = {
        NumberCheck.asked_by: actor.name,
        NumberCheck.asked_at: now,
        NumberCheck.finished_at: None,
        NumberCheck.lines: [],
    }
    NumberCheck.insert(
        {NumberCheck.channel_id: channel_id, NumberCheck.hotel_id: hotel_id, **fresh}
    ).on_conflict(conflict_target=(NumberCheck.channel_id,), update=fresh).execute()
    Effect.create(
        hotel_id=hotel_id,
        kind=EffectKind.CHECK_NUMBER,
        look_at=now,
        payload={"channel": str(channel_id)},
        created_at=now,
    )


def newest(channel_ids: Sequence[int]) -> dict[int, Known]:
    """What is known of each, in the open transaction."""
    found = NumberCheck.select().where(NumberCheck.channel_id.in_(list(channel_ids)))
    return {
        row.channel_id: Known(row.asked_by, row.asked_at, row.finished_at, tuple(map(_line, row.lines)))
        for row in found
    }


def asked(claim: Claim, *, keys: Keys) -> Number:
    """Which number it is about, in the open transaction."""
    channel = Channel.get_by_id(int(Effect.get_by_id(claim.id).payload["channel"]))
    return whatsapp_channels.number_of(channel, keys=keys)


def record(claim: Claim, number: Number, lines: Sequence[Line], *, now: datetime) -> None:
    """What Twilio said, in the open transaction."""
    if not outbox.finish(claim, now=now):
        return
    kept = [{"outcome": one.outcome.value, "says": one.says, "remedy": one.remedy} for one in lines]
    NumberCheck.update(finished_at=now, lines=kept).where(
        NumberCheck.channel_id == number.channel_id
    ).execute()


def _line(kept: dict[str, str]) -> Line:
    return Line(Outcome(kept["outcome"]), kept["says"], kept["remedy"])
