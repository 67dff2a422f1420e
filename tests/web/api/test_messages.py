"""The thread by API (R-TKT-3, R-TKT-4, R-API-1)."""

from tests.builders import make_guest_message, make_member, make_session
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.files import FileStore
from workflow.models import Attachment, Effect, Message, Ticket
from workflow.services.accounts import issue_api_token
from workflow.settings import Settings
from workflow.values import Role

# contract.md, "Message JSON"; fullText only where something was cut.
FIELDS = [
    "id",
    "ticketId",
    "direction",
    "channel",
    "author",
    "body",
    "bodyHtml",
    "isInternal",
    "isSolution",
    "isAutomatic",
    "automaticReason",
    "isPoliteness",
    "attachments",
    "delivery",
    "placedBy",
    "remark",
    "missingFiles",
    "createdAt",
]


def test_an_answer_goes_out_with_its_effect(api: Api, house: House, ticket: Ticket) -> None:
    """R-TKT-3"""
    said = api.call(
        "POST", f"/tickets/{ticket.pid}/messages", {"body": "They are on their way.", "solution": True}
    )
    assert said.status_code == 201
    assert sorted(said.json) == sorted(FIELDS)
    assert said.json["author"] == {"kind": "staff", "id": str(house.ana.staff_id), "name": "Ana"}
    assert said.json["delivery"] == {"state": "pending", "at": None, "error": None}
    assert (said.json["direction"], said.json["isInternal"], said.json["isSolution"]) == ("out", False, True)
    with hotel(ticket.hotel_id):
        assert [(e.kind, str(e.message_id)) for e in Effect.select()] == [("send_answer", said.json["id"])]
    assert api.call("GET", f"/tickets/{ticket.pid}").json["firstResponseAt"] is not None


def test_what_a_token_writes_is_a_programs(house: House, ticket: Ticket) -> None:
    """R-TKT-4: named after the token, and told apart from people."""
    with hotel(ticket.hotel_id):
        token = issue_api_token(
            hotel_id=ticket.hotel_id, name="command line", role=Role.MANAGER, now=clock.now()
        )
    program = house.api(token)
    for internal in (True, False):
        said = program.call(
            "POST", f"/tickets/{ticket.pid}/messages", {"body": "Seen.", "internal": internal}
        )
        assert said.json["author"] == {"kind": "program", "id": None, "name": "command line"}
    page = house.browser(house.ana).get(f"/tickets/{ticket.pid}").text
    assert "internal note, never shown to the guest, by API" in page
    assert "command line (by API) answered the guest." in page


def test_the_thread_is_in_order_with_pages(api: Api, ticket: Ticket) -> None:
    api.call("POST", f"/tickets/{ticket.pid}/messages", {"body": "one", "internal": True})
    make_guest_message(ticket, "two", full_text="two\n> one")
    whole = api.call("GET", f"/tickets/{ticket.pid}/messages").json
    assert [m["direction"] for m in whole["data"]] == ["in", "note", "in"]
    assert [m.get("fullText") for m in whole["data"]] == [None, None, "two\n> one"]
    first = api.call("GET", f"/tickets/{ticket.pid}/messages?pageSize=2").json
    cursor = first["pagination"]["nextCursor"]
    rest = api.call("GET", f"/tickets/{ticket.pid}/messages?pageSize=2&cursor={cursor}").json
    assert first["data"] + rest["data"] == whole["data"]
    assert rest["pagination"]["nextCursor"] is None


def test_html_of_guests_is_harmless(api: Api, ticket: Ticket) -> None:
    with hotel(ticket.hotel_id):
        Message.update(
            body_html='<p onclick="x()">Hi<script>alert(1)</script><img src="https://spy.example/p.gif">'
            '<img src="cid:logo"><a href="javascript:x">y</a></p>'
        ).execute()
    (message,) = api.call("GET", f"/tickets/{ticket.pid}/messages").json["data"]
    assert (
        message["bodyHtml"] == '<p>Hi<img><img src="cid:logo"><a rel="noopener noreferrer nofollow">y</a></p>'
    )


def test_the_timeline_names_actor_field_old_and_new(api: Api, house: House, ticket: Ticket) -> None:
    """R-TKT-4"""
    api.call("PATCH", f"/tickets/{ticket.pid}", {"priority": "low"})
    events = api.call("GET", f"/tickets/{ticket.pid}/events").json["data"]
    assert [event["kind"] for event in events] == ["created", "edited"]
    assert {name: events[1][name] for name in ("actor", "field", "old", "new")} == {
        "actor": {"kind": "staff", "id": str(house.ana.staff_id), "name": "Ana"},
        "field": "priority",
        "old": "medium",
        "new": "low",
    }


def test_files_are_listed_and_fetched_but_not_by_the_ai_agent(
    api: Api, house: House, ticket: Ticket, settings: Settings
) -> None:
    """R-WEB-2, R-API-1"""
    with hotel(ticket.hotel_id):
        file = Attachment.create(
            hotel_id=ticket.hotel_id,
            ticket_id=ticket.id,
            message_id=Message.get().id,
            filename="lamp.jpg",
            content_type="image/jpeg",
            size=3,
            sha256=FileStore(settings.storage_url).put(ticket.hotel_id, b"jpg"),
            created_at=clock.now(),
        )
    (message,) = api.call("GET", f"/tickets/{ticket.pid}/messages").json["data"]
    assert message["attachments"] == [
        {
            "id": str(file.id),
            "filename": "lamp.jpg",
            "contentType": "image/jpeg",
            "size": 3,
            "check": "unchecked",
            "thumbnailUrl": f"/api/v1/attachments/{file.id}/thumbnail",
        }
    ]
    assert api.call("GET", f"/attachments/{file.id}").data == b"jpg"
    agent = make_member(house.hotel, Role.AI_AGENT, email="agent@aurora.example")
    blind = house.api(make_session(agent))
    (message,) = blind.call("GET", f"/tickets/{ticket.pid}/messages").json["data"]
    assert message["attachments"] == []
    assert blind.call("GET", f"/attachments/{file.id}").status_code == 403
