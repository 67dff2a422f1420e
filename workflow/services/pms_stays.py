"""The stays feed of the PMS (R-PMS-1): all stays of a body are taken, or none. In the caller's transaction.

A room that we do not have is made: the PMS knows the house.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.errors import Invalid
from workflow.services import stay_feed
from workflow.services.stay_feed import StayWord, Taken


@dataclass(frozen=True, slots=True)
class Said:
    """as_of: when it was true, if the PMS says so; else the moment of the delivery counts."""

    word: StayWord
    as_of: datetime | None = None


def take(hotel_id: int, said: Sequence[Said], *, sent_at: datetime, now: datetime) -> list[Taken]:
    """What became of each, in their order. Raises Invalid, naming the stay."""
    done: dict[int, Taken] = {}
    # In one order for all deliveries, so that two of them wait for, and never block, each other.
    for place, one in sorted(enumerate(said), key=lambda pair: pair[1].word.confirmation):
        as_of = min(one.as_of or sent_at, now)
        try:
            done[place] = stay_feed.take(hotel_id, one.word, as_of=as_of, now=now, may_make_rooms=True)
        except Invalid as error:
            raise Invalid(
                "Stay %(number)s of this body: %(reason)s",
                f"stays[{place}].{error.field}",
                values={"number": place + 1, "reason": error},
            ) from None
    return [done[place] for place in range(len(said))]
