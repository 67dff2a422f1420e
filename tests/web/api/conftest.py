"""Ana's own token for the API."""

import pytest

from tests.builders import make_session, make_ticket
from tests.web.conftest import Api, House
from workflow.models import Ticket


@pytest.fixture
def api(house: House) -> Api:
    return house.api(make_session(house.ana))


@pytest.fixture
def ticket(house: House) -> Ticket:
    return make_ticket(house.hotel, channel=house.channel)
