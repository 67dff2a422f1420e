"""A deadline of something that goes (workflow/services/replacing): whose it is, and who ends it for good."""

from __future__ import annotations

from datetime import datetime

from workflow.models import Deadline
from workflow.services import categories, departments, replacing, tags
from workflow.services.hotel_events import Thing
from workflow.services.replacing import Finish

FINISH: dict[str, Finish] = {
    Thing.DEPARTMENT: departments.finish,
    Thing.CATEGORY: categories.finish,
    Thing.TAG: tags.finish,
}


def fire(deadline: Deadline, _ticket: object, now: datetime) -> None:
    thing, _, _ = deadline.subject.rpartition(" ")
    replacing.go_on(deadline, finish=FINISH[thing], now=now)
