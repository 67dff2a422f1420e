"""Linking, merging and splitting tickets by API (R-TKT-5)."""

import pytest

from tests.builders import make_answer, make_guest_message, make_hotel, make_ticket
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.models import Attachment, Event, Message, Ticket


@pytest.fixture
def other(house: House) -> Ticket:
    return make_ticket(house.hotel, "Late check-out", channel=house.channel)


def test_tickets_are_linked_each_way_round(api: Api, house: House, ticket: Ticket, other: Ticket) -> None:
    """R-TKT-5"""
    path = f"/tickets/{ticket.pid}"
    assert api.call("POST", f"{path}/link", {"pid": other.pid, "kind": "duplicate"}).status_code == 200

    def links(of: Ticket) -> list[tuple[str, str, bool]]:
        data = api.call("GET", f"/tickets/{of.pid}/links").json["data"]
        return [(one["pid"], one["kind"], one["isOurs"]) for one in data]

    assert links(ticket) == [(other.pid, "duplicate", True)]
    assert links(other) == [(ticket.pid, "duplicate", False)]
    same = api.call("POST", f"{path}/link", {"pid": other.pid, "kind": "duplicate"}).json
    assert same["version"] == 2, "said again nothing changes"
    api.call("POST", f"{path}/link", {"pid": other.pid, "kind": "follow_up"})
    assert links(other) == [(ticket.pid, "follow_up", False)], "the new kind counts"
    with hotel(house.hotel.id):
        said = [
            (event.kind, event.field, event.new) for event in Event.select().where(Event.kind == "linked")
        ]
    assert ("linked", "duplicate", ticket.pid) in said
    assert api.call("DELETE", f"{path}/link?pid={other.pid}").status_code == 200
    assert api.call("DELETE", f"{path}/link?pid={other.pid}").status_code == 404
    assert links(ticket) == []


def test_what_cannot_be_linked_is_refused(api: Api, ticket: Ticket, other: Ticket) -> None:
    """R-TKT-5, R-WEB-3"""
    foreign = make_ticket(make_hotel("BER"))
    path = f"/tickets/{ticket.pid}/link"
    assert api.call("POST", path, {"pid": ticket.pid}).status_code == 422
    assert api.call("POST", path, {"pid": foreign.pid}).status_code == 404
    assert api.call("POST", path, {"pid": "AUR-1"}).status_code == 404
    assert api.call("POST", path, {"pid": other.pid, "kind": "split"}).status_code == 422
    assert api.call("POST", path, {"pid": other.pid}, **{"If-Match": '"9"'}).status_code == 412


def test_a_merged_ticket_is_closed_and_leads_to_the_other(api: Api, ticket: Ticket, other: Ticket) -> None:
    """R-TKT-5"""
    merged = api.call("POST", f"/tickets/{ticket.pid}/merge", {"into": other.pid})
    assert (merged.status_code, merged.json["pid"]) == (200, other.pid)
    assert len(api.call("GET", f"/tickets/{other.pid}/messages").json["data"]) == 2
    gone = api.call("GET", f"/tickets/{ticket.pid}").json
    assert (gone["state"], gone["linkedPid"]) == ("closed", other.pid)
    refused = api.call("POST", f"/tickets/{ticket.pid}/reopen", {})
    assert (refused.status_code, refused.json["allowed"]) == (409, [])
    assert f"merged into {other.pid}" in refused.json["detail"]
    for into in (ticket.pid, other.pid):
        assert api.call("POST", f"/tickets/{ticket.pid}/merge", {"into": into}).status_code == 422


def test_chosen_messages_become_a_new_ticket_of_the_same_guest(
    api: Api, house: House, ticket: Ticket
) -> None:
    """R-TKT-5: with their files, linked; what answers them comes to the new ticket."""
    invoice = make_guest_message(ticket, "And please send me the invoice.")
    with hotel(house.hotel.id):
        Message.update(rfc_message_id="<invoice@guest.example>").where(Message.id == invoice.id).execute()
        Attachment.create(
            hotel_id=house.hotel.id,
            ticket_id=ticket.id,
            message_id=invoice.id,
            filename="bill.pdf",
            content_type="application/pdf",
            size=1,
            sha256="0" * 64,
            created_at=clock.now(),
        )
    split = api.call(
        "POST", f"/tickets/{ticket.pid}/split", {"messageIds": [str(invoice.id)], "subject": "Invoice"}
    )
    assert split.status_code == 201
    new = split.json
    assert (new["subject"], new["state"], new["placedBy"], new["assignee"]) == (
        "Invoice",
        "open",
        "split",
        None,
    )
    assert new["description"] == "And please send me the invoice."
    (moved,) = api.call("GET", f"/tickets/{new['pid']}/messages").json["data"]
    assert (moved["id"], [file["filename"] for file in moved["attachments"]]) == (
        str(invoice.id),
        ["bill.pdf"],
    )
    assert len(api.call("GET", f"/tickets/{ticket.pid}/messages").json["data"]) == 1
    (link,) = api.call("GET", f"/tickets/{new['pid']}/links").json["data"]
    assert (link["pid"], link["kind"], link["isOurs"]) == (ticket.pid, "split", True)
    with hotel(house.hotel.id):
        made = Ticket.get(Ticket.pid == new["pid"])
        assert made.requester_address == "mia@guest.example"
        assert Attachment.get().ticket_id == made.id


def test_what_cannot_be_split_off_is_refused(api: Api, house: House, ticket: Ticket, other: Ticket) -> None:
    """R-TKT-5"""
    with hotel(house.hotel.id):
        first = Message.get(Message.ticket_id == ticket.id)
        foreign = Message.get(Message.ticket_id == other.id)
    answer = make_answer(ticket, "On its way.", house.ana)
    for ids, why in (
        ([first.id, foreign.id], "Choose messages of this ticket."),
        ([4711], "Choose messages of this ticket."),
        ([answer.id], "still on its way"),
    ):
        refused = api.call(
            "POST",
            f"/tickets/{ticket.pid}/split",
            {"messageIds": [str(id) for id in ids], "subject": "x"},
        )
        assert (refused.status_code, refused.json["field"]) == (422, "messageIds")
        assert why in refused.json["detail"]
    alone = api.call("POST", f"/tickets/{other.pid}/split", {"messageIds": [str(foreign.id)], "subject": "x"})
    assert "leave at least one" in alone.json["detail"]
