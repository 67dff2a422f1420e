"""The page behind "was this you?": looking changes nothing, one click sends once, without a log-in (R-STAFF-2)."""

from datetime import timedelta

import pytest

from tests.builders import make_member, make_ticket
from tests.web.conftest import Browser, House
from tests.web.held import hold, link
from workflow import clock
from workflow.database import hotel
from workflow.models import Effect, HeldMail, Inbox, Membership, Ticket
from workflow.services import held_mail
from workflow.services.held_mail import Why
from workflow.values import Role


@pytest.fixture
def ticket(house: House) -> Ticket:
    return make_ticket(house.hotel, channel=house.channel)


def state(house: House) -> tuple[str, bool, str]:
    with hotel(house.hotel.id):
        row = Inbox.get()
        return row.state, row.confirmed, HeldMail.get().state


def test_looking_shows_who_sends_what_to_whom_and_changes_nothing(house: House, ticket: Ticket) -> None:
    page = house.browser().get(link(house, hold(house, ticket, house.ana), house.ana))
    assert page.status_code == 200
    for said in (
        "Was this you?",
        "Ana",
        house.ana.email,
        "Mia Sand",
        ticket.pid,
        "&lt;b&gt;soon",
        "plan.pdf",
    ):
        assert said in page.text
    assert "<b>soon" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert state(house) == ("held", False, "held")


def test_one_click_sends_it_and_the_second_says_so(house: House, ticket: Ticket) -> None:
    browser, path = house.browser(), link(house, hold(house, ticket, house.ana), house.ana)
    answer = browser.post(path, path)
    assert answer.status_code == 200
    assert "Thank you, Ana" in answer.text
    assert state(house) == ("received", True, "released")
    with hotel(house.hotel.id):
        assert Effect.select().where(Effect.state == "waiting").count() == 1
    assert browser.get(path).status_code == 404
    again = browser.post(path, "/login")
    assert again.status_code == 404
    assert "This link is not good any more" in again.text
    with hotel(house.hotel.id):
        assert Effect.select().where(Effect.state == "waiting").count() == 1


def test_without_the_forms_token_nothing_happens(house: House, ticket: Ticket) -> None:
    """Another site cannot make a browser confirm."""
    path = link(house, hold(house, ticket, house.ana), house.ana)
    assert house.browser().client.post(path).status_code == 403
    assert state(house) == ("held", False, "held")


def test_it_works_for_somebody_who_is_logged_in_too(house: House, ticket: Ticket) -> None:
    path = link(house, hold(house, ticket, house.ana, why=Why.COLLISION), house.ana)
    browser = house.browser(house.ana)
    assert "Send it after all?" in browser.get(path).text
    assert browser.post(path, path).status_code == 200
    assert state(house) == ("received", True, "released")


@pytest.mark.parametrize("spoilt", ["expired", "another member", "disabled", "forged", "dropped"])
def test_a_link_that_is_not_good_any_more(house: House, ticket: Ticket, spoilt: str) -> None:
    """R-STAFF-2, R-STAFF-6"""
    id = hold(house, ticket, house.ana)
    jon = make_member(house.hotel, email="jon@aurora.example", name="Jon")
    path = link(house, id, jon if spoilt == "another member" else house.ana)
    if spoilt == "expired":
        path = link(house, id, house.ana, until=clock.now() - timedelta(minutes=1))
    if spoilt == "forged":
        path = path[:-2] + ("aa" if path[-2:] != "aa" else "bb")
    with hotel(house.hotel.id):
        if spoilt == "disabled":
            Membership.update(disabled_at=clock.now()).where(
                Membership.staff_id == house.ana.staff_id
            ).execute()
        if spoilt == "dropped":
            held_mail.drop_mail(house.hotel.id, id, "Not hers.", actor=jon.actor, now=clock.now())
    browser = house.browser()
    assert browser.get(path).status_code == 404
    assert browser.post(path, "/login").status_code == 404
    with hotel(house.hotel.id):
        assert not Inbox.get().confirmed


def test_a_colleague_releases_it_in_the_panel(house: House, ticket: Ticket) -> None:
    id = hold(house, ticket, house.ana)
    browser: Browser = house.browser(make_member(house.hotel, email="jon@aurora.example", name="Jon"))
    page = browser.get("/stuck").text
    assert "An answer of Ana:" in page
    assert "Release it in Ana’s name" in page
    assert browser.post(f"/stuck/mail/{id}/release", "/stuck").location == "/stuck?done=released-mail"
    assert state(house) == ("received", True, "released")
    assert browser.post(f"/stuck/mail/{id}/release", "/queue").status_code in (404, 409)


def test_a_held_mail_of_nobody_cannot_be_released(house: House, ticket: Ticket) -> None:
    id = hold(house, ticket, house.ana)
    with hotel(house.hotel.id):
        HeldMail.update(state="expired").execute()
    assert "Release it" not in house.browser(house.ana).get("/stuck").text
    assert house.browser(house.ana).post(f"/stuck/mail/{id}/release", "/stuck").status_code == 409


def test_the_staff_role_may_not_release(house: House, ticket: Ticket) -> None:
    """R-WEB-2"""
    id = hold(house, ticket, house.ana)
    eva = make_member(house.hotel, Role.STAFF, email="eva@aurora.example", name="Eva")
    assert house.browser(eva).post(f"/stuck/mail/{id}/release", "/queue").status_code == 403
