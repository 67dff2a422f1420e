"""Settings at a glance, and the page about files and keeping (R-WEB-4, R-TKT-7)."""

import pytest

from tests.builders import make_member
from tests.web.conftest import Browser, House
from web.panel.settings_index import GROUPS
from workflow.database import hotel
from workflow.keeping import Keeping, keeping_of
from workflow.models import Hotel
from workflow.services import uploads
from workflow.values import Role

PAGE = "/settings/keeping"


@pytest.fixture
def browser(house: House) -> Browser:
    return house.browser(make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga"))


def test_all_settings_stand_on_one_page_and_each_answers(browser: Browser) -> None:
    """R-WEB-4: one line each; none leads nowhere."""
    page = browser.get("/settings").text
    for _, entries in GROUPS:
        for entry in entries:
            assert f'<a href="{entry.path}">' in page
            assert browser.get(entry.path).status_code == 200


def test_a_manager_is_offered_what_he_may_do(house: House) -> None:
    mara = make_member(house.hotel, Role.MANAGER, email="mara@aurora.example", name="Mara")
    assert "/settings/group" not in house.browser(as_=mara).get("/settings").text
    assert house.browser(as_=house.ana).get("/settings").status_code == 403


def test_how_long_tickets_are_kept_is_set_by_hand(browser: Browser, house: House) -> None:
    """R-TKT-7, R-API-1."""
    wanted = {"maxMegabytes": "7", "deleted": "14", "closed": "0", "archived": "90"}
    assert browser.post(PAGE, PAGE, **wanted).location == f"{PAGE}?done=edited"
    with hotel(house.hotel.id):
        assert keeping_of(Hotel.get().settings) == Keeping(deleted=14, closed=0, archived=90)
        assert uploads.limit_of(house.hotel.id) == 7 * uploads.MB
    assert "14 days" in browser.get("/settings/changes").text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("deleted", "", "Write a whole number."),
        ("maxMegabytes", "99", "A file may have 1 to"),
        ("closed", "9999", "Say a number of days"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(
    browser: Browser, field: str, value: str, says: str
) -> None:
    wanted = {"maxMegabytes": "7", "deleted": "14", "closed": "0", "archived": "90", field: value}
    refused = browser.post(PAGE, PAGE, **wanted)
    assert refused.status_code == 422
    assert f'id="{field}-wrong"' in refused.text
    assert says in refused.text
    assert 'value="90"' in refused.text
