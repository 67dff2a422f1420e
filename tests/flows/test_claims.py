"""Mail that points to a ticket its author takes no part in: staff decide with one call (R-MAIL-8)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import make_session
from tests.flows.desk import Delivered, House, RunningDesk, guest_mail, reply_to
from workflow import clock
from workflow.database import hotel
from workflow.models import Event, Message, Participant, Ticket, TicketClaim
from workflow.services import tickets
from workflow.values import State

MIA = "mia@aurora-guest.example"
EVE = "eve@elsewhere.example"


@pytest.fixture
def desk(house: House, database_url: str, own_redis: str, tmp_path: Path) -> Iterator[RunningDesk]:
    with RunningDesk(
        database_url=database_url,
        redis_url=own_redis,
        folder=tmp_path / "desk",
        services=("smtp", "worker", "clock", "web"),
    ) as running:
        yield running


def ask(desk: RunningDesk, house: House, method: str, path: str, body: object = None) -> tuple[int, Any]:
    return desk.api(method, path, make_session(house.ana), body)


def first_ticket(desk: RunningDesk, house: House) -> Ticket:
    desk.send(guest_mail(house, "No towels.", sender=MIA), sender=MIA, to=house.desk_address)
    desk.wait_for_mail(MIA)
    desk.settle()
    with hotel(house.hotel.id):
        found: Ticket = Ticket.get()
    return found


def claim(desk: RunningDesk, house: House, first: Ticket) -> Delivered:
    """Eve names the number; this is the acknowledgement that she gets."""
    mail = guest_mail(house, "I am her sister.", sender=EVE, subject=f"About {first.pid}")
    mail.replace_header("From", f"Eve <{EVE}>")
    mail.add_attachment(b"a picture", maintype="image", subtype="png", filename="towels.png")
    desk.send(mail, sender=EVE, to=house.desk_address)
    found = desk.wait_for_mail(EVE)[0]
    desk.settle()
    return found


def messages_of(house: House, ticket: Ticket) -> list[Message]:
    with hotel(house.hotel.id):
        return list(Message.select().where(Message.ticket_id == ticket.id).order_by(Message.id))


def answer(desk: RunningDesk, house: House, first: Ticket, words: str) -> None:
    assert ask(desk, house, "POST", f"/tickets/{first.pid}/messages", {"body": words})[0] == 201
    desk.settle()


def test_an_accepted_claim_moves_the_mail_marked_as_from_outside(desk: RunningDesk, house: House) -> None:
    """R-MAIL-8, R-TKT-5: the claiming ticket is closed, leads on, and both timelines say so."""
    first = first_ticket(desk, house)
    acknowledgement = claim(desk, house, first)
    _, listed = ask(desk, house, "GET", f"/tickets/{first.pid}/claims")
    (waiting,) = listed["data"]
    assert (waiting["address"], waiting["words"]) == (EVE, "I am her sister.")
    status, _ = ask(desk, house, "POST", f"/tickets/{first.pid}/claims/{waiting['id']}/accept", {})
    assert status == 204
    moved = messages_of(house, first)[-1]
    assert (moved.body, moved.author_kind, moved.placed_by) == ("I am her sister.", "outsider", "claim")
    with hotel(house.hotel.id):
        second = Ticket.get(Ticket.pid == waiting["pid"])
        assert (second.state, second.merged_into_id) == ("closed", first.id)
        assert TicketClaim.get().state == "accepted"
        kinds = {(event.ticket_id, event.kind, event.new) for event in Event.select()}
        assert Participant.get().state == "proposed"
    assert (second.id, "merged into", first.pid) in kinds
    assert (first.id, "merged in", second.pid) in kinds

    answer(desk, house, first, "Only for Mia.")
    assert len(desk.mails_to(EVE)) == 1, "accepted is the mail, not the person"

    for mail, subject in (
        (reply_to(acknowledgement, "By the address.", sender=EVE), ""),
        (guest_mail(house, "By the number.", sender=EVE, subject=second.pid), "pid_in_subject"),
    ):
        desk.send(mail, sender=EVE, to=str(mail["To"]))
        desk.settle()
        last = messages_of(house, first)[-1]
        assert last.body in ("By the address.", "By the number.")
        assert last.author_kind == "outsider"
        assert subject in last.placed_by


def test_with_the_author_the_answers_go_to_him_too(desk: RunningDesk, house: House) -> None:
    """R-MAIL-8, R-MAIL-15"""
    first = first_ticket(desk, house)
    claim(desk, house, first)
    _, listed = ask(desk, house, "GET", f"/tickets/{first.pid}/claims")
    path = f"/tickets/{first.pid}/claims/{listed['data'][0]['id']}/accept"
    assert ask(desk, house, "POST", path, {"participant": True})[0] == 204
    assert ask(desk, house, "POST", path, {})[0] == 409
    assert messages_of(house, first)[-1].author_kind == "guest"
    answer(desk, house, first, "For both of you.")
    copy = desk.wait_for_mail(EVE, 2)[1]
    assert "For both of you." in copy.text
    assert copy.message["To"].addresses[0].addr_spec == MIA


def test_a_dismissed_claim_stays_by_itself(desk: RunningDesk, house: House) -> None:
    """R-MAIL-8"""
    first = first_ticket(desk, house)
    acknowledgement = claim(desk, house, first)
    _, listed = ask(desk, house, "GET", f"/tickets/{first.pid}/claims")
    path = f"/tickets/{first.pid}/claims/{listed['data'][0]['id']}"
    assert ask(desk, house, "POST", f"{path}/dismiss")[0] == 204
    assert ask(desk, house, "GET", f"/tickets/{first.pid}/claims")[1] == {"data": []}
    assert ask(desk, house, "POST", f"{path}/accept", {})[0] == 409
    desk.send(reply_to(acknowledgement, "Never mind.", sender=EVE), sender=EVE, to=acknowledgement.reply_to)
    desk.settle()
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 2
        second = Ticket.get(Ticket.id != first.id)
    assert messages_of(house, second)[-1].body == "Never mind."
    assert all(message.author_kind != "outsider" for message in messages_of(house, first))


def test_a_stranger_with_a_guests_reply_address_is_proposed_and_gets_nothing(
    desk: RunningDesk, house: House
) -> None:
    """R-MAIL-8: the mail was passed on to him."""
    desk.send(guest_mail(house, "No towels.", sender=MIA), sender=MIA, to=house.desk_address)
    acknowledgement = desk.wait_for_mail(MIA)[0]
    desk.send(
        reply_to(acknowledgement, "I am his friend.", sender=EVE), sender=EVE, to=acknowledgement.reply_to
    )
    desk.settle()
    with hotel(house.hotel.id):
        first = Ticket.get()
    assert messages_of(house, first)[-1].author_kind == "outsider"
    answer(desk, house, first, "Only for Mia.")
    assert desk.mails_to(EVE) == []
    _, people = ask(desk, house, "GET", f"/tickets/{first.pid}/participants")
    assert [(one["address"], one["state"], one["reason"]) for one in people["data"]] == [
        (EVE, "proposed", "wrote")
    ]
    assert people["requester"]["address"] == MIA
    assert ask(desk, house, "POST", f"/tickets/{first.pid}/participants/accept", {"address": EVE})[0] == 204
    answer(desk, house, first, "For both.")
    assert "For both." in desk.wait_for_mail(EVE)[0].text
    assert ask(desk, house, "POST", f"/tickets/{first.pid}/participants/remove", {"address": EVE})[0] == 204
    answer(desk, house, first, "Only for Mia again.")
    desk.send(reply_to(acknowledgement, "Hello again.", sender=EVE), sender=EVE, to=acknowledgement.reply_to)
    desk.settle()
    assert len(desk.mails_to(EVE)) == 1
    assert ask(desk, house, "GET", f"/tickets/{first.pid}/participants")[1]["data"] == []


def test_a_claim_on_a_ticket_closed_long_ago_is_decided_like_any(desk: RunningDesk, house: House) -> None:
    """R-MAIL-8"""
    first = first_ticket(desk, house)
    with hotel(house.hotel.id):
        tickets.move(tickets.lock(first.id), State.CLOSED, actor=house.ana.actor, now=clock.now())
    claim(desk, house, first)
    _, listed = ask(desk, house, "GET", f"/tickets/{first.pid}/claims")
    assert len(listed["data"]) == 1
