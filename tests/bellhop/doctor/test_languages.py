"""What `bellhop doctor` says of languages that no catalog speaks (R-I18N-1)."""

from datetime import UTC, datetime

import pytest

from bellhop.doctor import languages
from bellhop.doctor.finding import Result
from tests.bellhop.doctor.reading import assert_ok, assert_red, the
from tests.builders import make_guest, make_hotel
from workflow.database import hotel
from workflow.models import Stay

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.mark.usefixtures("settings")
def test_a_hotel_and_a_stay_without_words_are_told() -> None:
    """R-I18N-1, R-RUN-3: falls back loudly."""
    at = make_hotel()
    assert_ok(the(languages.look(NOW)))
    guest = make_guest(at, language="sv")
    with hotel(at.id):
        at.language = "tlh"
        at.save()
        Stay.create(
            hotel_id=at.id,
            confirmation="A1",
            guest_id=guest.id,
            arrival=NOW.date(),
            departure=NOW.date(),
            status="booked",
        )
    guests, house = list(languages.look(NOW))
    assert_red(guests, "no words in 'sv'", "de, en, es", result=Result.WARN)
    assert guests.subject == "guests"
    assert_red(house, "no words in 'tlh'", "de, en, es", result=Result.WARN)
    assert house.subject == f"hotel {at.code}"
