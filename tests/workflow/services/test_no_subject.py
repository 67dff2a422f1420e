"""A mail without a subject leaves its ticket without one: what is not there is said by who shows it (R-I18N-1)."""

from tests.workflow.services.reception import MIA, Reception
from workflow.database import hotel
from workflow.models import Ticket


def test_a_mail_without_subject_and_words_becomes_a_ticket_without(reception: Reception) -> None:
    """R-MAIL-1: also when there is nothing in it at all."""
    reception.guest_writes("", subject="")
    with hotel(reception.hotel.id):
        assert [ticket.subject for ticket in Ticket.select()] == [""]


def test_the_answer_to_a_mail_without_subject_names_the_hotel(reception: Reception) -> None:
    reception.guest_writes("Is breakfast at seven?", subject="")
    assert str(reception.last("acknowledgement", MIA).message["Subject"]).startswith("Re: Aurora Hotel [")
