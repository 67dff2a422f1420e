"""The page of reports: what it counts, whom it shows what, and which lists its numbers lead to (R-WEB-4, issue 9)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.builders import make_department, make_member
from tests.web.conftest import House
from tests.workflow.queries.test_report import Story, tell
from web import charts, report_words
from web.charts import Point
from web.periods import Period, chosen
from workflow import clock
from workflow.database import hotel
from workflow.errors import Invalid
from workflow.queries.ticket_report import Speed
from workflow.sla import Target
from workflow.values import Role

WEDNESDAY = date(2026, 3, 25)
ROME = ZoneInfo("Europe/Rome")


def last_week(day: int, hour: int) -> datetime:
    """A moment of the week before this one."""
    today = clock.now().astimezone(ROME).date()
    monday = today - timedelta(days=today.weekday() + 7)
    return datetime.combine(monday + timedelta(days=day), datetime.min.time(), ROME).astimezone(
        UTC
    ) + timedelta(hours=hour)


def told(house: House) -> int:
    """Three tickets last week, one the week before; the department's id."""
    spa = make_department(house.hotel, "Spa")
    with hotel(house.hotel.id):
        stories = (
            Story(last_week(0, 9), accepted=10, answered=30, moves=((100, "resolved"),)),
            Story(last_week(1, 9), accepted=20, answered=50, source="whatsapp", department_id=spa.id),
            Story(last_week(1, 15), source="whatsapp", breached=(Target.ACCEPTED,)),
            Story(last_week(-3, 9), accepted=40, answered=90),
        )
        for number, story in enumerate(stories):
            tell(house.hotel, story, number)
    return spa.id


@pytest.mark.parametrize(
    ("named", "period", "before"),
    [
        ({}, ("2026-03-16", "2026-03-22"), ("2026-03-09", "2026-03-15")),
        ({"period": "this-week"}, ("2026-03-23", "2026-03-25"), ("2026-03-16", "2026-03-18")),
        ({"period": "this-month"}, ("2026-03-01", "2026-03-25"), ("2026-02-01", "2026-02-25")),
        ({"period": "last-month"}, ("2026-02-01", "2026-02-28"), ("2026-01-01", "2026-01-31")),
        (
            {"period": "days", "from": "2026-03-10", "to": "2026-03-12"},
            ("2026-03-10", "2026-03-12"),
            ("2026-03-07", "2026-03-09"),
        ),
    ],
)
def test_a_period_is_compared_with_the_one_before(
    named: dict[str, str], period: tuple[str, str], before: tuple[str, str]
) -> None:
    found = chosen(named, today=WEDNESDAY)
    assert [(one.first.isoformat(), one.last.isoformat()) for one in (found, found.before())] == [
        period,
        before,
    ]


def test_a_month_is_compared_with_no_more_days_than_the_one_before_has() -> None:
    found = chosen({"period": "this-month"}, today=date(2026, 3, 31)).before()
    assert (found.first, found.last) == (date(2026, 2, 1), date(2026, 2, 28))


def test_the_bars_of_a_chart_stand_within_it_on_one_scale() -> None:
    found = charts.chart([Point(3, 7, "Mon", "", ""), Point(0, 0, "Tue", "", "")])
    assert [mark.number for mark in found.marks] == [0, 2, 4, 6, 8]
    assert [column.height for column in found.columns] == [61.5, 0]
    assert found.columns[1].x + found.columns[1].width < charts.WIDTH
    assert charts.chart([]).columns == []


def test_the_report_counts_compares_and_leads_to_the_lists(house: House) -> None:
    """Issue 9: volume, first response, reopened, backlog; every number that can be acted on is a link."""
    spa = told(house)
    mara = make_member(house.hotel, Role.MANAGER, email="mara@aurora.example", name="Mara")
    browser = house.browser(as_=mara)
    page = browser.get("/reports").text
    assert "more, 1 before" in page
    assert "quicker, 1 h 30 min before" in page
    period = Period("days", last_week(0, 12).date(), last_week(6, 12).date())
    list_of_them = f"/queue?state=all&amp;since={period.first}&amp;until={period.last}"
    assert f'<a href="{list_of_them}">3</a>' in page
    assert f'<a href="{list_of_them}&amp;source=whatsapp">2</a>' in page
    by_department = browser.get("/reports?by=department").text
    assert f'<a href="{list_of_them}&amp;department={spa}">1</a>' in by_department
    assert '<svg class="chart"' in page


def test_each_table_can_be_taken_away(house: House) -> None:
    told(house)
    browser = house.browser(as_=house.ana)
    tables = {name: browser.get(f"/reports.csv?table={name}") for name in ("groups", "days", "hours")}
    assert all(answer.mimetype == "text/csv" for answer in tables.values())
    lines = {name: answer.data.decode("utf-8-sig").split("\r\n") for name, answer in tables.items()}
    assert lines["groups"][1].startswith("WhatsApp,2,1,1200.0")
    assert lines["days"][1] == f"{last_week(0, 12).date()},1,1"
    assert lines["hours"][10] == "9,1,1,0,0,0,0,0"
    assert "Promise,promised" in browser.get("/reports.csv?table=promises").text
    browser.client.set_cookie("bellhop-language", "de")
    assert browser.get("/reports.csv?table=groups").text.removeprefix("\ufeff").startswith("Kanal,Tickets,")
    assert "Stunde,Mo.,Di." in browser.get("/reports.csv?table=hours").text


def test_single_members_are_for_owners_and_managers(house: House) -> None:
    """R-WEB-2: reception reads reports, but not about colleagues; staff read none."""
    told(house)
    reception = house.browser(as_=house.ana)
    assert reception.get("/reports").status_code == 200
    assert "by=member" not in reception.get("/reports").text
    assert reception.get("/reports?by=member").status_code == 403
    owner = make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga")
    assert "Nobody" in house.browser(as_=owner).get("/reports?by=member").text
    jon = make_member(house.hotel, Role.STAFF, email="jon@aurora.example", name="Jon")
    assert house.browser(as_=jon).get("/reports").status_code == 403


def test_days_that_make_no_sense_are_said_at_their_field(house: House) -> None:
    browser = house.browser(as_=house.ana)
    for query in ("from=2026-03-10&to=2026-03-09", "from=x&to=2026-03-09", "from=1999-01-01&to=2026-01-01"):
        refused = browser.get(f"/reports?period=days&{query}")
        assert refused.status_code == 422
        assert 'id="from-wrong"' in refused.text
    assert browser.get("/reports?period=days&from=2026-03-01&to=9999-12-31").status_code == 200
    with pytest.raises(Invalid, match="year at most"):
        chosen({"period": "days", "from": "2024-01-01", "to": "2026-03-01"}, today=WEDNESDAY)


def test_days_without_a_ticket_say_so_in_german(house: House) -> None:
    """R-I18N-1."""
    browser = house.browser(as_=house.ana)
    page = browser.get("/reports", headers={"Accept-Language": "de"}).text
    assert "In diesen Tagen kam kein Ticket" in page
    assert "Letzte Woche" in page


@pytest.mark.parametrize(
    ("how", "now", "before", "said"),
    [
        (report_words.MORE, 1, 0, "none before"),
        (report_words.MORE, 2, 2, "unchanged"),
        (report_words.QUICK, 241, 244, "unchanged"),
        (report_words.QUICK, None, 60, "nothing to compare with"),
        (report_words.OFTEN, 0.0, 0.0, "unchanged"),
        (report_words.WELL, 50.0, 100.0, "worse, 100 % before"),
    ],
)
def test_a_number_is_compared_as_it_is_shown(
    how: report_words.Compared, now: float | None, before: float | None, said: str
) -> None:
    assert report_words.compared(how, now, before) == said


def test_nine_in_ten_of_a_few_tickets_is_not_said() -> None:
    assert report_words.spread(Speed(0, None, None)) == ""
    assert report_words.spread(Speed(1, 60.0, 60.0)) == "of 1 ticket"
    assert report_words.spread(Speed(10, 60.0, 120.0)) == "nine in ten: 2 min"
