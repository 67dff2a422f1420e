"""The first answer speaks the guest's language: known from his stay, else read from his words (R-I18N-1)."""

import pytest

from tests import builders
from tests.workflow.services.reception import MIA, Reception
from workflow.database import hotel
from workflow.models import Hotel, Ticket


def language_of(reception: Reception) -> str:
    with hotel(reception.hotel.id):
        return str(Ticket.select().order_by(Ticket.id.desc()).get().language)


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        ("La douche de notre chambre est froide.", "fr", "nous vous remercions de votre message"),
        ("部屋のシャワーが冷たいです。", "ja", "ご連絡ありがとうございます"),
        ("12", "en", "thank you for your message"),
    ],
)
def test_a_stranger_is_answered_in_his_words_language(
    reception: Reception, words: str, language: str, said: str
) -> None:
    """R-I18N-1: detected per message, else the hotel's."""
    reception.guest_writes(words, subject="12")
    assert language_of(reception) == language
    acknowledgement = reception.last("acknowledgement", MIA)
    assert said in acknowledgement.text
    assert acknowledgement.message["Content-Language"] == language


def test_the_language_of_the_guest_comes_before_that_of_his_words(reception: Reception) -> None:
    """R-I18N-1: stay language first."""
    builders.make_guest(reception.hotel, email=MIA, language="it")
    reception.guest_writes("The shower in our room is cold.")
    assert language_of(reception) == "it"


def test_a_hotel_of_another_language_answers_too_few_words_in_its_own(reception: Reception) -> None:
    with hotel(reception.hotel.id):
        Hotel.update(language="de-AT").where(Hotel.id == reception.hotel.id).execute()
    reception.guest_writes("ok", subject="ok")
    assert language_of(reception) == "de"
