"""Claims, participants and spam on the panel: what is shown, and one click for each decision."""

import pytest

from tests.builders import make_answer, make_guest_message, make_member, make_ticket
from tests.web.conftest import Browser, House
from workflow import clock
from workflow.database import hotel
from workflow.models import BlockedSender, Inbox, Membership, Message, Participant, Ticket, TicketClaim
from workflow.services import inbox, muting
from workflow.services.inbox import Incoming, Route
from workflow.values import Role

EVE = "eve@elsewhere.example"


@pytest.fixture
def browser(house: House) -> Browser:
    return house.browser(house.ana)


@pytest.fixture
def ticket(house: House) -> Ticket:
    return make_ticket(house.hotel, channel=house.channel)


def claim_on(ticket: Ticket, house: House) -> TicketClaim:
    """Eve wrote about the ticket."""
    claiming = make_ticket(
        house.hotel,
        "About the towels",
        description="I am her sister.",
        channel=house.channel,
        requester_address=EVE,
        requester_name="Eve",
    )
    with hotel(house.hotel.id):
        found: TicketClaim = TicketClaim.create(
            hotel_id=house.hotel.id, ticket_id=claiming.id, target_id=ticket.id, created_at=clock.now()
        )
    return found


def propose(ticket: Ticket, house: House, address: str) -> None:
    with hotel(house.hotel.id):
        Participant.create(hotel_id=house.hotel.id, ticket_id=ticket.id, address=address, reason="copied")


@pytest.mark.parametrize(("decision", "kind"), [("accept", "outsider"), ("accept-author", "guest")])
def test_a_claim_is_shown_and_accepted(
    browser: Browser, house: House, ticket: Ticket, decision: str, kind: str
) -> None:
    """R-MAIL-8"""
    claim, path = claim_on(ticket, house), f"/tickets/{ticket.pid}"
    page = browser.get(path).text
    assert "wrote about this ticket, but takes no part in it" in page
    assert "I am her sister." in page
    answer = browser.post(f"{path}/claims/{claim.id}/{decision}", path)
    assert answer.status_code == 303
    with hotel(house.hotel.id):
        moved = Message.select().where(Message.ticket_id == ticket.id).order_by(Message.id.desc()).get()
    assert (moved.body, moved.author_kind) == ("I am her sister.", kind)
    again = browser.post(f"{path}/claims/{claim.id}/dismiss", path)
    assert again.status_code == 409
    assert "accepted already" in again.text


def test_a_claim_is_dismissed(browser: Browser, house: House, ticket: Ticket) -> None:
    """R-MAIL-8"""
    claim, path = claim_on(ticket, house), f"/tickets/{ticket.pid}"
    assert browser.post(f"{path}/claims/{claim.id}/dismiss", path).status_code == 303
    assert "takes no part in it" not in browser.get(path).text
    assert "has nothing to do with" in browser.get(path).text
    assert browser.post(f"{path}/claims/4711/accept", path).status_code == 404


def test_a_claim_on_another_ticket_is_not_decided_here(
    browser: Browser, house: House, ticket: Ticket
) -> None:
    """R-WEB-3"""
    claim = claim_on(ticket, house)
    other = f"/tickets/{make_ticket(house.hotel).pid}"
    assert browser.post(f"{other}/claims/{claim.id}/accept", other).status_code == 404


def test_members_of_staff_see_a_claim_but_do_not_decide_it(house: House, ticket: Ticket) -> None:
    """R-WEB-2"""
    claim, path = claim_on(ticket, house), f"/tickets/{ticket.pid}"
    jon = house.browser(make_member(house.hotel, Role.STAFF, email="jon@aurora.example"))
    assert "Move it here" not in jon.get(path).text
    assert jon.post(f"{path}/claims/{claim.id}/accept", path).status_code == 403


def test_participants_are_accepted_and_removed_and_answers_say_to_whom_they_go(
    browser: Browser, house: House, ticket: Ticket
) -> None:
    """R-MAIL-15"""
    path = f"/tickets/{ticket.pid}"
    propose(ticket, house, EVE)
    assert "was copied, gets nothing" in browser.get(path).text
    assert browser.post(f"{path}/participants/accept", path, address=EVE).status_code == 303
    assert f"Copy to {EVE}" in browser.get(path).text
    assert make_answer(ticket, "On their way.", house.ana).recipients == ["mia@guest.example", EVE]
    assert browser.post(f"{path}/participants/remove", path, address=EVE).status_code == 303
    assert f"Copy to {EVE}" not in browser.get(path).text
    assert browser.post(f"{path}/participants/accept", path, address="nobody@x.example").status_code == 404
    assert browser.post(f"{path}/participants/accept", path, address="mia@guest.example").status_code == 422


def test_who_answers_an_address_that_mail_came_back_from_is_warned(
    browser: Browser, house: House, ticket: Ticket
) -> None:
    """R-MAIL-11"""
    with hotel(house.hotel.id):
        muting.mute(house.hotel.id, "mia@guest.example", "550 <b>no such mailbox</b>", now=clock.now())
    page = browser.get(f"/tickets/{ticket.pid}").text
    assert "Mail to mia@guest.example came back: 550 &lt;b&gt;no such mailbox&lt;/b&gt;" in page
    assert "no such mailbox" in browser.get("/spam").text


def test_a_probably_automatic_mail_is_marked(browser: Browser, house: House, ticket: Ticket) -> None:
    """R-MAIL-9"""
    message = make_guest_message(ticket, "I am out of the office.")
    with hotel(house.hotel.id):
        Message.update(auto_reason="It says “i am out of the office”.").where(
            Message.id == message.id
        ).execute()
    assert "probably automatic: It says" in browser.get(f"/tickets/{ticket.pid}").text


def spam_mail(house: House) -> int:
    route = Route(house.channel.id, house.hotel.id, True)
    raw = b"From: eve@elsewhere.example\r\nSubject: <script>\r\n\r\nCheap towels!\r\n"
    (id,) = inbox.accept([Incoming(route, "smtp", clock.now(), raw, EVE, house.channel.address)])
    with hotel(house.hotel.id):
        Inbox.update(
            state="spam", sender=EVE, subject="<script>", reason="The mail server's filter says so."
        ).execute()
    return id


def test_the_spam_folder_shows_and_releases(browser: Browser, house: House) -> None:
    """R-MAIL-13"""
    id = spam_mail(house)
    page = browser.get("/spam").text
    assert "&lt;script&gt;" in page
    assert "filter says so" in page
    source = browser.get(f"/spam/{id}")
    assert (source.mimetype, "Cheap towels!" in source.text) == ("text/plain", True)
    assert browser.post(f"/spam/{id}/release", "/spam").status_code == 303
    with hotel(house.hotel.id):
        row = Inbox.get_by_id(id)
    assert (row.state, row.not_spam) == ("received", True)
    assert browser.post(f"/spam/{id}/release", "/spam").status_code == 404


def test_senders_are_blocked_and_unblocked(browser: Browser, house: House) -> None:
    """R-MAIL-13"""
    assert browser.post("/spam/block", "/spam", pattern=EVE).status_code == 303
    assert "Blocked by Ana" in browser.get("/spam").text
    assert browser.post("/spam/block", "/spam", pattern="not one").status_code == 422
    with hotel(house.hotel.id):
        row = BlockedSender.get()
    assert browser.post(f"/spam/blocked/{row.id}/remove", "/spam").status_code == 303
    assert "Blocked by Ana" not in browser.get("/spam").text


def test_a_member_whom_mail_does_not_reach_is_shown(browser: Browser, house: House) -> None:
    """R-MAIL-11"""
    with hotel(house.hotel.id):
        Membership.update(mail_error="550 mailbox full").where(
            Membership.staff_id == house.ana.staff_id
        ).execute()
    page = browser.get("/spam").text
    assert "Members whom mail does not reach" in page
    assert "550 mailbox full" in page
