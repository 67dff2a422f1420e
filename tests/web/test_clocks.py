"""What the panel and the API show of a ticket's clocks (R-WF-4, R-TKT-8)."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.builders import make_session, make_ticket
from tests.web.conftest import House
from web.clock_words import lines
from workflow import clock
from workflow.database import hotel
from workflow.models import Hotel
from workflow.services import sla_calendars, sla_policies, tickets
from workflow.services.sla_calendars import CalendarDraft
from workflow.services.sla_policies import PolicyDraft
from workflow.sla import Clock, ClockState, Target
from workflow.values import SYSTEM, Priority, State

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ONE_STEP = ({"after": 0, "to": "assignee"},)
RUNS, PAUSED, STOPPED = ClockState.RUNNING, ClockState.PAUSED, ClockState.STOPPED


@pytest.mark.parametrize(
    ("state", "options", "words", "is_late"),
    [
        (RUNS, {"due_at": NOW + 90 * MINUTE}, "due 10:30 (in 1 h)", False),
        (RUNS, {"due_at": NOW - 5 * MINUTE}, "overdue since 08:55", True),
        (RUNS, {"due_at": None}, "not due within ten years", False),
        (PAUSED, {"due_at": None, "left": 20 * MINUTE}, "paused, 20 min left", False),
        (PAUSED, {"due_at": None, "left": -5 * MINUTE, "is_late": True}, "paused, 5 min late", True),
        (STOPPED, {"due_at": NOW, "stopped_at": NOW - 9 * MINUTE}, "met 08:51", False),
        (
            STOPPED,
            {"due_at": NOW - 9 * MINUTE, "stopped_at": NOW, "is_late": True},
            "missed: done 09:00, was due 08:51",
            True,
        ),
    ],
)
def test_a_clock_says_in_words_where_it_stands(
    state: ClockState, options: dict[str, object], words: str, is_late: bool
) -> None:
    one = Clock(Target.FIRST_RESPONSE, state, NOW - 60 * MINUTE, **options)  # type: ignore[arg-type]
    (line,) = lines([one], now=NOW, say=lambda at: f"{at:%H:%M}")
    assert (line.promise, line.words, line.is_late) == ("First response", words, is_late)


def test_over_a_closed_night_the_queue_says_when_and_is_amber_by_open_hours(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-WEB-4, R-WF-4: promised within an hour at 19:10; it closes at 20:00 and opens at 8:00."""
    moment = datetime(2026, 3, 2, 19, 10, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    week = {day: [{"from": "08:00", "to": "20:00"}] for day in ("monday", "tuesday")}
    with hotel(house.hotel.id):
        Hotel.update(time_zone="UTC").execute()
        day = sla_calendars.create(
            house.hotel.id, CalendarDraft("Day", "UTC", week), actor=SYSTEM, now=moment
        )
        hour = PolicyDraft("Hour", calendar_id=day.id, resolution_minutes=60, ladder=ONE_STEP)
        sla_policies.create(house.hotel.id, hour, actor=SYSTEM, now=moment)
    ticket = make_ticket(house.hotel, "Taxi", now=moment)
    for on, time, mark, line in (
        (2, "19:50", ("", "due Tue 08:10"), "due 3 Mar 08:10"),
        (2, "19:56", ("soon", "due Tue 08:10"), "due 3 Mar 08:10"),
        (2, "23:00", ("soon", "due Tue 08:10"), "due 3 Mar 08:10"),
        (3, "08:05", ("soon", "due in 5 min"), "due 08:10 (in 5 min)"),
        (3, "08:12", ("over", "2 min over"), "overdue since 08:10"),
    ):
        moment = datetime.fromisoformat(f"2026-03-0{on}T{time}+00:00")
        ana = house.browser(house.ana)
        found = re.findall(r'class="badge due ?(\w*)"[^>]*>([^<]*)<', ana.get("/queue").text)
        assert found == [mark], time
        assert f"<b>{line}</b>" in ana.get(f"/tickets/{ticket.pid}").text, time


def test_the_queue_and_the_ticket_show_what_is_due(house: House) -> None:
    """What is due first stands first; what is overdue is marked."""
    with hotel(house.hotel.id):
        for draft in (
            PolicyDraft("Standard", resolution_minutes=600, ladder=ONE_STEP),
            PolicyDraft("Urgent", priority="urgent", resolution_minutes=60, ladder=ONE_STEP),
        ):
            sla_policies.create(house.hotel.id, draft, actor=SYSTEM, now=clock.now())
    make_ticket(house.hotel, "Slow", now=clock.now() - 30 * MINUTE)
    late = make_ticket(house.hotel, "Late", priority=Priority.URGENT, now=clock.now() - 70 * MINUTE)
    waiting = make_ticket(house.hotel, "Waits", now=clock.now() - 10 * MINUTE)
    with hotel(house.hotel.id):
        tickets.move(tickets.lock(waiting.id), State.WAITING_GUEST, actor=house.ana.actor, now=clock.now())
    ana = house.browser(house.ana)
    queue = ana.get("/queue?state=live").text
    assert queue.index("Late") < queue.index("Slow") < queue.index("Waits")
    assert queue.count("badge due") == 2
    assert "10 min over" in queue
    page = ana.get(f"/tickets/{late.pid}").text
    assert "Resolution <b>overdue since" in page
    assert "Resolution <b>paused, 9 h left" in ana.get(f"/tickets/{waiting.pid}").text
    api = house.api(make_session(house.ana))
    (one,) = api.call("GET", f"/tickets/{late.pid}/clocks").json["data"]
    assert (one["target"], one["state"], one["late"]) == ("resolution", "running", True)
    assert [row["pid"] for row in api.call("GET", "/tickets?overdue=true").json["data"]] == [late.pid]
