"""The categories that all hotels share have German names (R-I18N-1)."""

from tests.web.conftest import House
from web.category_words import SHARED
from workflow.database import hotel
from workflow.models import Category


def test_each_shared_category_is_said_in_german(house: House) -> None:
    with hotel(house.hotel.id):
        shared = {one.name for one in Category.select().where(Category.hotel_id.is_null())}
    assert shared == set(SHARED)
    browser = house.browser(as_=house.ana)
    browser.client.set_cookie("bellhop-language", "de")
    assert "Essen und Trinken" in browser.get("/queue").text
