"""A program that asks again with the same Idempotency-Key is answered as the first time (R-WEB-5)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from tests.builders import make_member, make_session
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel, rows
from workflow.models import Effect, Message, Ticket

KEY = {"Idempotency-Key": "3f1c"}


def test_an_answer_is_sent_once(api: Api, ticket: Ticket) -> None:
    path, body = f"/tickets/{ticket.pid}/messages", {"body": "On their way."}
    first = api.call("POST", path, body, **KEY, **{"If-Match": f'"{ticket.version}"'})
    again = api.call("POST", path, body, **KEY, **{"If-Match": f'"{ticket.version}"'})
    assert (first.status_code, first.json) == (again.status_code, again.json)
    assert first.status_code == 201
    with hotel(ticket.hotel_id):
        assert Message.select().where(Message.direction == "out").count() == 1
        assert Effect.select().count() == 1


def test_a_ticket_is_opened_once_also_when_two_ask_at_the_same_moment(house: House) -> None:
    session = make_session(house.ana)
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(
                lambda _: house.api(session).call("POST", "/tickets", {"subject": "TV"}, **KEY), range(4)
            )
        )
    assert {answer.status_code for answer in answers} == {201}
    assert (
        len({(answer.json["pid"], answer.headers["Location"], answer.headers["ETag"]) for answer in answers})
        == 1
    )
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 1


def test_the_same_key_for_something_else_is_refused(api: Api, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.pid}/messages"
    api.call("POST", path, {"body": "One."}, **KEY)
    for other_path, body in ((path, {"body": "Two."}), ("/tickets", {"subject": "One."})):
        refused = api.call("POST", other_path, body, **KEY)
        assert refused.status_code == 422
        assert "was used before" in refused.json["detail"]


def test_what_was_refused_may_be_tried_again(api: Api, ticket: Ticket) -> None:
    path, body = f"/tickets/{ticket.pid}/messages", {"body": "One."}
    assert api.call("POST", path, body, **KEY, **{"If-Match": '"99"'}).status_code == 412
    assert api.call("POST", path, body, **KEY).status_code == 201


def test_a_key_is_its_authors_alone_and_for_a_day(api: Api, house: House, ticket: Ticket) -> None:
    path, body = f"/tickets/{ticket.pid}/messages", {"body": "One."}
    ben = house.api(make_session(make_member(house.hotel, email="ben@aurora.example", name="Ben")))
    first = api.call("POST", path, body, **KEY).json["id"]
    assert ben.call("POST", path, body, **KEY).json["id"] != first
    with hotel(ticket.hotel_id):
        rows("UPDATE written_once SET at = %s", (clock.now() - timedelta(days=1, seconds=1),))
    assert api.call("POST", path, body, **KEY).json["id"] != first


def test_a_key_that_is_none_is_refused(api: Api) -> None:
    for key in ("", "x" * 256):
        assert api.call("POST", "/tickets", {"subject": "TV"}, **{"Idempotency-Key": key}).status_code == 422
