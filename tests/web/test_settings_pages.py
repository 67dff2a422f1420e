"""The settings' pages: what a manager sets of his hotel by the panel (R-WEB-4, R-TKT-6)."""

import io

import pytest

from tests.builders import make_department, make_hotel, make_member, make_room, make_session, make_ticket
from tests.web.conftest import Browser, House
from web import hotel_words
from workflow import clock, hotel_settings
from workflow.database import hotel
from workflow.models import (
    CannedReply,
    Category,
    Department,
    Hotel,
    Room,
    SlaCalendar,
    SlaPolicy,
    Tag,
    Ticket,
)
from workflow.services import hotel_events
from workflow.services.hotel_events import Thing
from workflow.services.hotels import create_hotel
from workflow.values import Role

PAGES = (
    "hotel",
    "rooms",
    "departments",
    "categories",
    "tags",
    "canned",
    "canned/new",
    "calendars",
    "calendars/new",
    "sla",
    "sla/new",
    "group",
    "changes",
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def olga(house: House) -> Browser:
    return house.browser(make_member(house.hotel, Role.OWNER, email="olga@x.example", name="Olga"))


def send(browser: Browser, path: str, seen_on: str = "", **fields: object) -> str:
    """The page that follows."""
    answer = browser.post(f"/settings/{path}", f"/settings/{seen_on or path}", **fields)
    return browser.get(answer.location).text if answer.status_code == 303 else answer.text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_in_the_list_beside_and_speaks_both_languages(olga: Browser, page: str) -> None:
    """R-WEB-4, R-I18N-1"""
    english = olga.get(f"/settings/{page}").text
    assert f'href="/settings/{page.split("/")[0]}" aria-current="page"' in english
    german = olga.get(f"/settings/{page}", headers={"Accept-Language": "de"}).text
    assert "Einstellungen" in german
    assert "<h1>" in german


def test_a_manager_has_no_page_for_groups(house: House) -> None:
    """R-WEB-2"""
    browser = house.browser(make_member(house.hotel, Role.MANAGER, email="m@x.example"))
    assert "/settings/group" not in browser.get("/settings/hotel").text
    assert browser.get("/settings/group").status_code == 403


def test_reception_has_no_settings(house: House) -> None:
    """R-WEB-2"""
    browser = house.browser(house.ana)
    for page in ("hotel", "rooms", "departments", "categories", "tags", "calendars", "sla"):
        assert browser.get(f"/settings/{page}").status_code == 403


def test_what_is_set_of_a_hotel_is_kept_and_listed(house: House, olga: Browser) -> None:
    """R-WEB-4: with a logo for the guests' page; the list of changes names who did it."""
    fields = {
        "name": "Aurora Grand",
        "timeZone": "Asia/Tokyo",
        "language": "de",
        "checkOutTime": "10:30",
        "colour": "#7a1f3d",
        "wishes": "Towels\nTaxi",
        "wishes-fr": "Serviettes\nTaxi",
        "signWords": "  Ciao,  we are here! ",
        "signLanguages": ["ja", "de"],
        "publicForm": "on",
        "reopenWindowDays": "3",
        "waitingRemindsAfterDays": "0",
        "waitingResolvesAfterDays": "7",
        "resolvedClosesAfterDays": "2,5",
    }
    page = send(olga, "hotel", **fields, logo=(io.BytesIO(PNG), "logo.png"))
    assert "Aurora Grand" in page
    with hotel(house.hotel.id):
        kept = hotel_settings.guest_page(Hotel.get_by_id(house.hotel.id).settings)
    assert (kept.colour, kept.wishes, kept.public_form) == ("#7a1f3d", ("Towels", "Taxi"), True)
    assert (kept.wishes_for("fr"), kept.wishes_for("ja")) == (("Serviettes", "Taxi"), ("Towels", "Taxi"))
    assert (f"{kept.check_out:%H:%M}", bool(kept.logo)) == ("10:30", True)
    assert (kept.sign_words, kept.sign_languages) == ("Ciao, we are here!", ("ja", "de"))
    assert olga.get("/settings/hotel/logo").content_type == "image/png"
    changes = olga.get("/settings/changes").text
    assert "changed hotel name from Aurora Hotel to Aurora Grand" in changes
    wrong = send(olga, "hotel", **{**fields, "name": "Kept as typed", "colour": "#ffffff"})
    assert "White words cannot be read" in wrong
    assert 'value="Kept as typed"' in wrong
    long = send(olga, "hotel", **{**fields, "wishes-fr": "x" * 41})
    assert 'id="wishes-fr-wrong"' in long
    many = send(olga, "hotel", **{**fields, "signLanguages": ["ja", "de", "fr", "it"]})
    assert "A sign has room for 3 languages" in many
    assert 'value="it" checked' in many
    script = send(olga, "hotel", **fields, logo=(io.BytesIO(b"<svg onload=x>"), "logo.png"))
    assert "A logo is a PNG or JPEG picture" in script


def test_departments_get_a_lead_and_give_way_to_another(house: House, olga: Browser) -> None:
    """R-TKT-6"""
    assert "Spa" in send(olga, "departments", name="Spa")
    assert "There is a department Spa already." in send(olga, "departments", name="SPA")
    with hotel(house.hotel.id):
        spa = Department.get(Department.name == "Spa")
    other = make_department(house.hotel)
    make_ticket(house.hotel, department=spa)
    path = f"departments/{spa.id}"
    assert 'value="Spa"' in olga.get(f"/settings/{path}").text
    assert "led by Ana" in send(olga, path, name="Wellness", staffId=str(house.ana.staff_id))
    refused = send(olga, f"{path}/remove", path, replaceBy="")
    assert "Wellness is named by 1 ticket." in refused
    assert "Wellness" not in send(olga, f"{path}/remove", path, replaceBy=str(other.id)).split("<main")[1]
    with hotel(house.hotel.id):
        assert Ticket.get().department_id == other.id


def test_a_refusal_speaks_the_readers_language(house: House, olga: Browser) -> None:
    """R-I18N-1: in the form, with what was typed."""
    make_department(house.hotel, "Spa")
    olga.client.set_cookie("bellhop-language", "de")
    page = send(olga, "departments", name="spa")
    assert "Es gibt schon: Abteilung Spa." in page
    assert 'value="spa"' in page
    assert "Montag: " in send(olga, "calendars/new", name="Nacht", timeZone="UTC", monday="25:00-26:00")


def test_categories_tags_and_rooms_are_added_changed_and_removed(house: House, olga: Browser) -> None:
    """R-TKT-6"""
    for path, field, model in (
        ("categories", "name", Category),
        ("tags", "name", Tag),
        ("rooms", "number", Room),
    ):
        value = {"numbers": "Aa"} if path == "rooms" else {"name": "Aa", "colour": "#aa3300"}
        assert "Aa" in send(olga, path, **value)
        with hotel(house.hotel.id):
            id = model.get(getattr(model, field) == "Aa").id
        assert 'value="Aa"' in olga.get(f"/settings/{path}/{id}").text
        change = {field: "Bb", "colour": "#aa3300"}
        assert "Bb" in send(olga, f"{path}/{id}", **change)
        assert "Bb" not in send(olga, f"{path}/{id}/remove", f"{path}/{id}").split("<main")[1]


def test_a_floor_of_rooms_is_added_at_once(house: House, olga: Browser) -> None:
    make_room(house.hotel, "103")
    page = send(olga, "rooms", numbers="101-104, Suite 1")
    assert all(f">{number}</a>" in page for number in ("101", "102", "103", "104", "Suite 1"))
    assert "Write the numbers of the rooms" in send(olga, "rooms", numbers=" , ")
    assert "9-1</textarea>" in send(olga, "rooms", numbers="9-1")
    long = send(olga, "rooms", numbers="105, Suite of the Empress Elisabeth")
    assert 'id="numbers-wrong"' in long
    assert "has at most 20 characters" in long


def test_a_canned_reply_is_shown_as_it_reads_before_it_is_kept(house: House, olga: Browser) -> None:
    """R-TKT-6: with its places filled in."""
    words = {"name": "Welcome", "body": "Dear {{guest}}, room {{room}} of {{hotel}} waits."}
    preview = send(olga, "canned/new", **words, act="preview")
    assert "Dear Mia Keller, room 12 of Aurora Hotel waits." in preview
    with hotel(house.hotel.id):
        assert CannedReply.select().count() == 0
    assert "Welcome" in send(olga, "canned/new", **words)
    with hotel(house.hotel.id):
        id = CannedReply.get().id
    page = olga.get(f"/settings/canned/{id}").text
    assert 'value="Welcome"' in page
    assert "of {{hotel}} waits.</textarea>" in page
    assert "Words kept" in send(olga, f"canned/{id}", name="Words kept", body="Dear {{guest}}")
    wrong = send(olga, "canned/new", name="Other", body="Dear {{gast}}")
    assert "There is no variable {{gast}}" in wrong
    assert "Dear {{gast}}</textarea>" in wrong


def test_hours_are_written_as_people_write_them(house: House, olga: Browser) -> None:
    """R-WF-4: several intervals a day, past midnight, days of their own."""
    fields = {
        "name": "Night desk",
        "timeZone": "Europe/Rome",
        "monday": "9:00-12:00, 22:00 – 06:00",
        "holidays": "2026-12-25 Christmas\n2026-12-24 09:00-12:00 Christmas Eve",
    }
    assert "09:00-12:00, 22:00-06:00" in send(olga, "calendars/new", **fields)
    with hotel(house.hotel.id):
        kept = SlaCalendar.get()
    assert kept.week["monday"][1] == {"from": "22:00", "to": "06:00", "nextDay": True}
    assert kept.holidays[1]["intervals"] == [{"from": "09:00", "to": "12:00"}]
    page = olga.get(f"/settings/calendars/{kept.id}").text
    assert 'value="09:00-12:00, 22:00-06:00"' in page
    assert "2026-12-24 09:00-12:00 Christmas Eve" in page
    wrong = send(olga, "calendars/new", **{**fields, "monday": "nine to five"})
    assert "Write times like 09:00-12:00" in wrong
    assert 'value="nine to five"' in wrong
    olga.client.set_cookie("bellhop-language", "de")
    typed = "25.12.2026 Weihnachten\n\nHeiligabend 24.12."
    wrong = send(olga, "calendars/new", **{**fields, "name": "Tag", "holidays": typed})
    assert "Zeile 3: „Heiligabend“ ist kein Datum." in wrong
    assert f"{typed}</textarea>" in wrong
    send(olga, "calendars/new", **{**fields, "name": "Tag", "holidays": "25.12.2026 Weihnachten"})
    with hotel(house.hotel.id):
        assert SlaCalendar.get(SlaCalendar.name == "Tag").holidays[0]["date"] == "2026-12-25"


def test_a_policy_promises_minutes_and_leads_up_a_ladder(house: House, olga: Browser) -> None:
    """R-WF-4"""
    fields = {
        "name": "Standard",
        "priority": "high",
        "firstResponse": "30",
        "warnBefore": "25",
        "warnUnit": "percent",
        "after0": "0",
        "to0": "assignee",
        "after1": "30",
        "to1": "manager",
    }
    assert "30 min" in send(olga, "sla/new", **fields)
    with hotel(house.hotel.id):
        kept = SlaPolicy.get()
    assert kept.ladder == [{"after": 0, "to": "assignee"}, {"after": 30, "to": "manager"}]
    assert (kept.first_response_minutes, kept.warn_percent) == (30, 25)
    wrong = send(olga, "sla/new", **{**fields, "name": "Other", "after1": "0"})
    assert "Each step comes later" in wrong
    for name in ("resolution", "after1"):
        assert "Write a whole number." in send(olga, "sla/new", **{**fields, name: "soon", "to1": "manager"})
    assert "Nothing is promised yet" in send(olga, f"sla/{kept.id}/remove", f"sla/{kept.id}")


def test_an_owner_grows_his_group_and_archives_a_hotel_of_it(house: House, olga: Browser) -> None:
    """R-WEB-2"""
    page = send(olga, "group", code="lido", name="Lido", timeZone="Europe/Rome")
    assert "Lido" in page
    assert "There is a hotel with the code LIDO already." in send(
        olga, "group", code="LIDO", name="Again", timeZone="Europe/Rome"
    )
    assert olga.post("/hotel", "/queue", hotel="LIDO").status_code == 303
    assert "Write the code of the hotel" in send(olga, "group/archive", "group", confirm="AUR")
    send(olga, "group/archive", "group", confirm="lido")
    assert 'value="LIDO"' not in olga.get("/queue").text


def test_a_hotel_is_taken_into_a_group_by_who_owns_both(house: House, olga: Browser) -> None:
    """R-WEB-2: nobody puts his hotel under, or another's under his, without owning it."""
    sol = make_hotel("SOL", name="Sol")
    assert "Choose" in send(olga, "group/parent", "group", parentId="x")
    assert olga.post("/settings/group/parent", "/settings/group", parentId=str(sol.id)).status_code == 403
    make_member(sol, Role.OWNER, email="olga@x.example")
    send(olga, "group/parent", "group", parentId=str(sol.id))
    with hotel(house.hotel.id):
        assert Hotel.get_by_id(house.hotel.id).parent_id == sol.id
    lone = create_hotel(
        code="MON", name="Mon", time_zone="UTC", language="en", is_demo=False, parent_id=None, now=clock.now()
    )
    stranger = make_member(lone, Role.OWNER, email="s@x.example")
    assert house.api(make_session(stranger)).call("GET", f"/hotels/{sol.id}").status_code == 404


def test_every_thing_that_can_be_set_has_a_word() -> None:
    """R-WEB-4: the page of changes names each."""
    assert set(hotel_words.THINGS) == set(Thing)


def test_what_happened_in_a_hotel_is_said_in_german(house: House, olga: Browser) -> None:
    """R-I18N-1"""
    by = {"actor": house.ana.actor, "now": clock.now()}
    with hotel(house.hotel.id):
        hotel_events.happened(house.hotel.id, "QR code issued", "no. 2, room 31", **by)
        hotel_events.added(house.hotel.id, "member", "jo@x.example, staff", **by)
        for field, old, new in (
            ("displayName", "Desk", "Empfang"),
            ("enabled", True, False),
            ("reopen window", "1 days", "1.5 days"),
            ("who gets a new ticket", "manual", "least_loaded"),
            ("second factor demanded of", [], ["manager", "reception"]),
            ("language", "en", "pt-BR"),
            ("week", {"monday": [["08:00", "12:00"]]}, {}),
            ("holidays", [], [{"date": "2026-12-25", "intervals": []}]),
        ):
            hotel_events.changed(house.hotel.id, Thing.HOTEL, "", {field: old}, {field: new}, **by)
    olga.client.set_cookie("bellhop-language", "de")
    page = olga.get("/settings/changes").text
    assert "gab einen QR-Code aus: Nr. 2, Zimmer 31" in page
    assert "fügte hinzu: Mitglied jo@x.example, Mitarbeiter" in page
    assert "änderte Hotel, angezeigter Name: von Desk auf Empfang" in page
    assert "eingeschaltet: von ja auf nein" in page
    assert "wieder geöffnet werden: von 1 Tag auf 1,5 Tage" in page
    assert (
        "Vergabe neuer Tickets: von es wartet, bis es jemand übernimmt auf an den, der am wenigsten hat"
        in page
    )
    assert "einen zweiten Faktor brauchen: von nichts auf Manager, Rezeption" in page
    assert "Sprache: von Englisch auf Portugiesisch (Brasilien)" in page
    assert "Montag 08:00, 12:00" in page
    assert "25.12.2026 (geschlossen)" in page
