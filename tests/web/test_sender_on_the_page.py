"""What is known of a sender stands on his message, in words (R-MAIL-12)."""

import pytest

from tests.builders import make_ticket
from tests.web.conftest import Browser, House
from workflow.database import hotel
from workflow.models import Message


@pytest.fixture
def browser(house: House) -> Browser:
    return house.browser(house.ana)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [("pass", "address is confirmed"), ("fail", "treat it with care"), ("none", "Nobody has confirmed")],
)
def test_the_verdict_is_said_with_its_reason(browser: Browser, house: House, verdict: str, said: str) -> None:
    """R-MAIL-12: the machine's word and the sentence are kept apart."""
    ticket = make_ticket(house.hotel, channel=house.channel)
    with hotel(house.hotel.id):
        Message.update(verdict=verdict, verdict_reason="Signed by <guest.example>.").execute()
    page = browser.get(f"/tickets/{ticket.pid}").text
    assert said in page
    assert "Signed by &lt;guest.example&gt;." in page
