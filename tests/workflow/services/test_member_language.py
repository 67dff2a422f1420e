"""A member gets mails in the language he has chosen, else in the hotel's (R-WEB-4, R-I18N-1)."""

from tests.workflow.services.reception import Reception
from workflow.database import hotel
from workflow.models import Membership


def test_notices_speak_the_members_language(reception: Reception) -> None:
    with hotel(reception.hotel.id):
        Membership.update(language="de").where(Membership.staff_id == reception.jon.staff_id).execute()
    reception.guest_writes()
    told = {
        post.to: post.text
        for post in reception.posts
        if post.to in (reception.ana.email, reception.jon.email)
    }
    assert "Zugewiesen an" in told[reception.jon.email]
    assert "Assigned to" in told[reception.ana.email]
