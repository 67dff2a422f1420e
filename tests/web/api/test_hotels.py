"""The times a hotel sets (R-WF-2, R-WF-3)."""

from datetime import timedelta

import pytest

from tests.builders import make_hotel, make_member, make_session, make_ticket
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.models import Deadline, Hotel
from workflow.services import tickets
from workflow.values import Role, State

DEFAULTS = {
    "reopenWindowDays": 14.0,
    "waitingRemindsAfterDays": 2.0,
    "waitingResolvesAfterDays": 7.0,
    "resolvedClosesAfterDays": 3.0,
    "colour": "#0c5c5a",
    "checkOutTime": "12:00",
    "publicForm": False,
    "wishes": [],
    "wishesByLanguage": {},
    "signWords": "",
    "signLanguages": [],
    "secondFactorRoles": [],
}


@pytest.fixture
def vera(house: House) -> Api:
    manager = make_member(house.hotel, Role.MANAGER, email="vera@aurora.example", name="Vera")
    return house.api(make_session(manager))


def armed(house: House) -> dict[str, timedelta]:
    """How long after now each deadline comes, to the minute."""
    with hotel(house.hotel.id):
        found = Deadline.select().where(Deadline.state == "armed")
        return {
            one.kind: timedelta(minutes=round((one.due_at - clock.now()) / timedelta(minutes=1)))
            for one in found
        }


def test_a_manager_sets_the_times_and_everybody_reads_them(vera: Api, api: Api, house: House) -> None:
    """R-WF-3: what is not named stays."""
    with hotel(house.hotel.id):
        Hotel.update(settings={"automatic_an_hour": 7}).execute()
    path = f"/hotels/{house.hotel.id}"
    assert api.call("GET", path).json["settings"] == DEFAULTS
    changed = vera.call("PATCH", path, {"settings": {"waitingResolvesAfterDays": 4.5, "reopenWindowDays": 0}})
    assert changed.json["settings"] == {
        **DEFAULTS,
        "waitingResolvesAfterDays": 4.5,
        "reopenWindowDays": 0.0,
    }
    (listed,) = api.call("GET", "/hotels").json["data"]
    assert listed == changed.json
    with hotel(house.hotel.id):
        assert Hotel.get().settings["automatic_an_hour"] == 7
    assert api.call("PATCH", path, {"settings": {}}).status_code == 403


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ({"waitingRemindsAfterDays": 7}, "waitingRemindsAfterDays"),
        ({"waitingResolvesAfterDays": 1}, "waitingRemindsAfterDays"),
        ({"waitingResolvesAfterDays": 0}, "waitingResolvesAfterDays"),
        ({"resolvedClosesAfterDays": 0.0001}, "resolvedClosesAfterDays"),
        ({"reopenWindowDays": 366}, "reopenWindowDays"),
        ({"reopenWindowDays": -1}, "reopenWindowDays"),
        ({"reopenWindowDays": "NaN"}, "reopenWindowDays"),
        ({"reopenDays": 1}, "reopenDays"),
    ],
)
def test_times_that_make_no_sense_are_refused(
    vera: Api, house: House, times: dict[str, object], field: str
) -> None:
    """Issue 5, bad input: with the reason; nothing changes."""
    path = f"/hotels/{house.hotel.id}"
    refused = vera.call("PATCH", path, {"settings": times})
    assert refused.status_code == 422
    assert {field, f"settings.{field}"} & {refused.json.get("field"), *refused.json.get("errors", {})}
    assert vera.call("GET", path).json["settings"] == DEFAULTS


def test_tickets_that_wait_count_from_when_they_began(vera: Api, house: House) -> None:
    """R-WF-3: what is armed moves by the difference; a reminder switched off is cancelled."""
    ticket = make_ticket(house.hotel, channel=house.channel)
    with hotel(house.hotel.id):
        tickets.move(tickets.lock(ticket.id), State.WAITING_GUEST, actor=house.ana.actor, now=clock.now())
    day, path = timedelta(days=1), f"/hotels/{house.hotel.id}"
    assert armed(house) == {"remind_waiting": 2 * day, "resolve_waiting": 7 * day}
    times = {"waitingRemindsAfterDays": 1, "waitingResolvesAfterDays": 10}
    vera.call("PATCH", path, {"settings": times})
    assert armed(house) == {"remind_waiting": day, "resolve_waiting": 10 * day}
    vera.call("PATCH", path, {"settings": {"waitingRemindsAfterDays": 0}})
    assert armed(house) == {"resolve_waiting": 10 * day}


def test_a_hotel_of_others_is_not_there(vera: Api) -> None:
    """R-WEB-3"""
    other = make_hotel("BER")
    for path in (f"/hotels/{other.id}", "/hotels/4711"):
        assert vera.call("GET", path).status_code == 404
        assert vera.call("PATCH", path, {"settings": {}}).json["detail"] == "There is no such hotel."
