"""What a hotel decides about its members' mails: when a second answer is held, and whether good news is sent. In the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from workflow.errors import Invalid
from workflow.models import Hotel
from workflow.services.hotels import rules_of

MOST_MINUTES = 24 * 60


class Receipts(StrEnum):
    ALL = "all"
    FAILURES = "failures"  # only what was not done


@dataclass(frozen=True, slots=True)
class StaffMailRules:
    second_answer_within_minutes: float  # 0: a second answer is never held
    receipts: Receipts


def of_hotel(hotel_id: int) -> StaffMailRules:
    settings = Hotel.get_by_id(hotel_id).settings
    within = rules_of(settings).second_answer_within
    failures = settings.get("receipts") == Receipts.FAILURES
    return StaffMailRules(within / timedelta(minutes=1), Receipts.FAILURES if failures else Receipts.ALL)


def change(hotel_id: int, *, minutes: float | None = None, receipts: Receipts | None = None) -> None:
    """None leaves it. Raises Invalid."""
    hotel = Hotel.select().where(Hotel.id == hotel_id).for_update().get()
    settings = dict(hotel.settings)
    if minutes is not None:
        if not 0 <= minutes <= MOST_MINUTES:
            raise Invalid("Between 0 minutes (never held) and a day.", "secondAnswerWithinMinutes")
        settings["second_answer_within_minutes"] = minutes
    if receipts is not None:
        settings["receipts"] = receipts
    Hotel.update(settings=settings).where(Hotel.id == hotel_id).execute()
