"""Spam is kept apart: no ticket, no answer, nobody is told, and one call takes it back (R-MAIL-13)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import make_session
from tests.flows.desk import House, RunningDesk, guest_mail, reply_to
from tests.processes import wait_until
from workflow import clock
from workflow.database import hotel
from workflow.models import Inbox, Message, Ticket
from workflow.services.overview import counters

MIA = "mia@aurora-guest.example"
EVE = "eve@offers.example"


@pytest.fixture
def environ() -> dict[str, str]:
    return {"TRUSTED_RELAYS": "127.0.0.1/32"}


@pytest.fixture
def desk(
    house: House, database_url: str, own_redis: str, tmp_path: Path, environ: dict[str, str]
) -> Iterator[RunningDesk]:
    with RunningDesk(
        database_url=database_url,
        redis_url=own_redis,
        folder=tmp_path / "desk",
        services=("smtp", "worker", "clock", "web"),
        environ=environ,
    ) as running:
        yield running


def ask(desk: RunningDesk, house: House, method: str, path: str, body: object = None) -> tuple[int, Any]:
    return desk.api(method, path, make_session(house.ana), body)


def send(desk: RunningDesk, house: House, words: str, *, sender: str = EVE, **headers: str) -> None:
    mail = guest_mail(house, words, sender=sender)
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    desk.send(mail, sender=sender, to=house.desk_address)


def in_folder(house: House) -> list[Inbox]:
    with hotel(house.hotel.id):
        return list(Inbox.select().where(Inbox.state == "spam").order_by(Inbox.id))


def number_of_tickets(house: House) -> int:
    with hotel(house.hotel.id):
        return int(Ticket.select().where(Ticket.deleted_at.is_null()).count())


def test_what_the_relays_filter_calls_spam_is_kept_apart_until_released(
    desk: RunningDesk, house: House
) -> None:
    """R-MAIL-13: then it is read as any other mail, once."""
    send(desk, house, "Cheap towels!", X_Spam_Flag="YES")
    wait_until(lambda: in_folder(house), what="it lies in the folder")
    desk.settle()
    assert number_of_tickets(house) == 0
    assert desk.sink.mails == []
    _, listed = ask(desk, house, "GET", "/spam")
    (mail,) = listed["data"]
    assert (mail["sender"], "X-Spam-Flag" in mail["reason"]) == (EVE, True)
    assert counters(now=clock.now())["inbox"]["spam"] == 1

    assert ask(desk, house, "POST", f"/spam/{mail['id']}/release")[0] == 204
    desk.wait_for_mail(house.ana.email)
    desk.settle()
    assert number_of_tickets(house) == 1
    assert in_folder(house) == []
    assert ask(desk, house, "POST", f"/spam/{mail['id']}/release")[0] == 404


@pytest.mark.parametrize("environ", [{}])
def test_the_word_of_a_stranger_about_his_mail_does_not_count(desk: RunningDesk, house: House) -> None:
    """R-MAIL-13: only trusted relays; anybody can write such a header."""
    send(desk, house, "No towels.", sender=MIA, X_Spam_Flag="YES")
    desk.wait_for_mail(house.ana.email)
    assert in_folder(house) == []


def test_an_answer_to_a_signed_address_is_no_spam(desk: RunningDesk, house: House) -> None:
    """R-MAIL-13: whoever answers us has our mail; filters err."""
    send(desk, house, "No towels.", sender=MIA)
    acknowledgement = desk.wait_for_mail(MIA)[0]
    mail = reply_to(acknowledgement, "And no soap.", sender=MIA)
    mail["X-Spam-Status"] = "Yes, score=7.1"
    desk.send(mail, sender=MIA, to=acknowledgement.reply_to)
    desk.wait_for_mail(house.ana.email, 2)
    assert in_folder(house) == []


def test_a_blocked_senders_mail_is_spam_until_he_is_unblocked(desk: RunningDesk, house: House) -> None:
    """R-MAIL-13: an address, or a whole domain; never a member or the desk itself."""
    status, row = ask(desk, house, "POST", "/blocked-senders", {"pattern": "@Offers.example"})
    assert (status, row["pattern"]) == (201, "@offers.example")
    for pattern in ("@aurora.example", house.ana.email, house.desk_address, "nonsense"):
        assert ask(desk, house, "POST", "/blocked-senders", {"pattern": pattern})[0] == 422
    send(desk, house, "Cheap towels!")
    wait_until(lambda: in_folder(house), what="it lies in the folder")
    assert in_folder(house)[0].reason == "@offers.example is blocked."
    assert ask(desk, house, "DELETE", f"/blocked-senders/{row['id']}")[0] == 204
    assert ask(desk, house, "GET", "/blocked-senders")[1] == {"data": []}
    send(desk, house, "Cheap soap!")
    desk.wait_for_mail(house.ana.email)
    assert number_of_tickets(house) == 1


def test_a_ticket_is_moved_to_spam_with_its_sender_blocked_and_comes_back(
    desk: RunningDesk, house: House
) -> None:
    """R-MAIL-13: with undo."""
    send(desk, house, "Cheap towels!")
    desk.wait_for_mail(house.ana.email)
    desk.settle()
    with hotel(house.hotel.id):
        pid = Ticket.get().pid
    assert ask(desk, house, "POST", f"/tickets/{pid}/spam", {"block": True})[0] == 204
    assert ask(desk, house, "GET", f"/tickets/{pid}")[0] == 404
    assert number_of_tickets(house) == 0
    send(desk, house, "Cheap soap!")
    wait_until(lambda: len(in_folder(house)) == 2, what="his next mail lies in the folder too")
    desk.settle()
    sent = len(desk.sink.mails)
    assert ask(desk, house, "POST", f"/spam/{in_folder(house)[0].id}/release")[0] == 204
    assert ask(desk, house, "GET", f"/tickets/{pid}")[0] == 200
    assert len(in_folder(house)) == 1
    desk.settle()
    assert len(desk.sink.mails) == sent
    with hotel(house.hotel.id):
        assert Message.select().where(Message.direction == "in").count() == 1


def test_a_ticket_that_was_answered_is_not_spam(desk: RunningDesk, house: House) -> None:
    """R-MAIL-13: what the hotel has said stays where it was said."""
    send(desk, house, "No towels.", sender=MIA)
    desk.wait_for_mail(MIA)
    desk.settle()
    with hotel(house.hotel.id):
        pid = Ticket.get().pid
    assert ask(desk, house, "POST", f"/tickets/{pid}/messages", {"body": "On their way."})[0] == 201
    status, problem = ask(desk, house, "POST", f"/tickets/{pid}/spam", {})
    assert (status, "conversation" in problem["detail"]) == (422, True)
