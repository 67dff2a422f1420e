"""What the core refuses is said in the reader's language on pages, and in English by the API (R-I18N-1)."""

from tests.builders import make_department, make_member, make_ticket
from tests.web.conftest import House
from tests.web.core_refusals import all_refusals
from web import action_words
from workflow import clock
from workflow.database import hotel
from workflow.roles import Action
from workflow.services.accounts import issue_api_token
from workflow.values import Role

GERMAN = {"Accept-Language": "de"}


def test_no_refusal_is_put_together_where_no_catalog_can_have_it() -> None:
    """A sentence with places and its values instead: errors.Refused(sentence, values={…})."""
    assert [one.place for one in all_refusals() if one.sentence is None] == []


def test_every_role_and_what_it_may_not_do_has_words() -> None:
    assert set(action_words.ACTIONS) == set(Action)
    assert {*action_words.ROLES, "guest"} == {role.replace("_", " ") for role in Role}


def test_a_form_of_the_panel_refuses_in_german(house: House) -> None:
    mara = make_member(house.hotel, Role.MANAGER, email="mara@aurora.example", name="Mara")
    browser = house.browser(as_=mara)
    browser.client.set_cookie("bellhop-language", "de")
    page = browser.post("/settings/channels/new", "/settings/channels/new", address="no address")
    assert page.status_code == 422
    assert "Schreiben Sie die Adresse wie desk@hotel.example" in page.text
    long = browser.post(
        "/settings/keeping", "/settings/keeping", maxMegabytes="5", deleted="30", closed="0", archived="9999"
    )
    assert "Sagen Sie eine Zahl von Tagen bis 3650, oder 0 für immer." in long.text


def test_a_page_that_is_refused_says_why_in_german_and_the_api_in_english(house: House) -> None:
    browser = house.browser(as_=house.ana)
    browser.client.set_cookie("bellhop-language", "de")
    assert "Diesen Gast gibt es hier nicht." in browser.get("/guests/999").text
    assert "Diese Seite gibt es nicht." in browser.get("/nowhere").text
    assert (
        "Ihre Rolle (Rezeption) erlaubt das nicht: Kanäle betreuen." in browser.get("/settings/channels").text
    )
    with hotel(house.hotel.id):
        token = issue_api_token(hotel_id=house.hotel.id, name="desk", role=Role.RECEPTION, now=clock.now())
    answer = house.api(token).call("GET", "/guests/999", **GERMAN)
    assert answer.json["detail"] == "There is no such guest."


def test_what_is_still_in_use_is_counted_in_german(house: House) -> None:
    mara = make_member(house.hotel, Role.MANAGER, email="mara@aurora.example", name="Mara")
    spa = make_department(house.hotel)
    make_ticket(house.hotel, department=spa)
    path = f"/settings/departments/{spa.id}"
    browser = house.browser(as_=mara)
    browser.client.set_cookie("bellhop-language", "de")
    page = browser.post(f"{path}/remove", path, replaceBy="")
    assert f"{spa.name} wird noch verwendet: 1 Ticket. Wählen Sie eine andere Abteilung" in page.text
