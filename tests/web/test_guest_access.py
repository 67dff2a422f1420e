"""What a guest may see and do with his session: his own tickets, and nothing of the house (R-WEB-2, R-QR-3)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.builders import make_answer, make_guest, make_member, make_room, make_stay, make_ticket
from tests.web.conftest import House
from tests.web.guests import InHouse, check_in, issue, keys_of, session_of
from web.access import entry_of
from workflow import clock
from workflow.database import hotel
from workflow.models import Attachment, Hotel, Message, Stay, Ticket
from workflow.roles import MATRIX, Action
from workflow.services import guest_tickets, merging, qr_codes, tickets
from workflow.values import Role, State

# Written by hand from R-WEB-2: all that a guest's token opens.
OPEN_TO_GUESTS = {
    ("GET", "/api/v1/tickets"),
    ("POST", "/api/v1/tickets"),
    ("GET", "/api/v1/tickets/<pid>"),
    ("GET", "/api/v1/tickets/<pid>/messages"),
    ("POST", "/api/v1/tickets/<pid>/messages"),
    ("POST", "/api/v1/uploads"),
    ("POST", "/api/v1/uploads/<id:id>/finish"),
    ("GET", "/api/v1/attachments/<id:id>"),
    ("GET", "/api/v1/attachments/<id:id>/thumbnail"),
}


def own_ticket(house: House, who: InHouse, subject: str = "No towels") -> Ticket:
    return make_ticket(
        house.hotel,
        subject,
        channel=house.channel,
        guest=who.guest,
        room=who.room,
        requester_address="mia@guest.example",
    )


def test_a_guests_token_opens_these_routes_and_no_others(house: House) -> None:
    """R-WEB-2"""
    found = {
        (method, rule.rule)
        for rule in house.app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        and isinstance(entry := entry_of(house.app, rule.endpoint), Action)
        and entry in MATRIX[Role.GUEST]
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert found == OPEN_TO_GUESTS


def test_the_house_is_closed_to_a_guest(house: House) -> None:
    """R-WEB-2: the walk over the routes with a guest's session."""
    mia = check_in(house)
    pid = own_ticket(house, mia).pid
    api = house.api(session_of(house, mia))
    for rule in house.app.url_map.iter_rules():
        entry = entry_of(house.app, rule.endpoint)
        if not isinstance(entry, Action) or entry in MATRIX[Role.GUEST] or not rule.rule.startswith("/api/"):
            continue
        path = (
            rule.rule.replace("<pid>", pid)
            .replace("<id:id>", "999")
            .replace("<id:delivery_id>", "999")
            .removeprefix("/api/v1")
        )
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answer = api.call(method, path, {} if method != "GET" else None)
            assert answer.status_code == 403, f"{method} {path}: {answer.status_code} {answer.text}"


def test_a_guests_session_is_no_log_in_to_the_panel(house: House) -> None:
    """R-WEB-2"""
    browser = house.browser()
    browser.client.set_cookie("bellhop-session", session_of(house, check_in(house)))
    assert browser.get("/queue").location.startswith("/login")


def test_a_members_session_is_no_guests(house: House) -> None:
    browser = house.browser(house.ana)
    assert browser.get("/g").status_code == 401


def test_a_guest_sees_his_own_tickets_and_no_others(house: House) -> None:
    """R-WEB-2"""
    mia, tom = check_in(house), check_in(house, "Tom Baker", "7")
    mine, other = own_ticket(house, mia), own_ticket(house, tom, "Broken lamp")
    api = house.api(session_of(house, mia))
    assert [row["pid"] for row in api.call("GET", "/tickets").get_json()["data"]] == [mine.pid]
    foreign, missing = (
        api.call("GET", f"/tickets/{other.pid}"),
        api.call("GET", "/tickets/AUR-202601-99999-X"),
    )
    assert foreign.status_code == missing.status_code == 404
    assert foreign.get_json()["detail"].replace(other.pid, "") == "There is no ticket ."


def test_nothing_of_the_house_reaches_a_guest(house: House) -> None:
    """R-WEB-2: no note, no surname, no assignee, no tag, no reason of placement."""
    mia = check_in(house)
    jon = make_member(house.hotel, Role.STAFF, email="jon@aurora.example", name="Jon Secretson")
    ticket = own_ticket(house, mia)
    with hotel(house.hotel.id):
        tickets.assign(tickets.lock(ticket.id), jon.staff_id, actor=house.ana.actor, now=clock.now())
        tickets.note(
            tickets.lock(ticket.id),
            "He complains a lot.",
            actor=house.ana.actor,
            now=clock.now(),
            channel="api",
        )
    make_answer(ticket, "Towels are on their way.", jon)
    api = house.api(session_of(house, mia))
    seen = api.call("GET", f"/tickets/{ticket.pid}").get_json()
    said = api.call("GET", f"/tickets/{ticket.pid}/messages").get_json()
    assert set(seen) == {
        "id", "pid", "hotelId", "source", "state", "subject", "description", "room", "stayId", "createdAt",
        "resolvedAt", "closedAt", "version",
    }  # fmt: skip
    assert [one["body"] for one in said["data"]] == [
        "Hello, room 12 has no towels.",
        "Towels are on their way.",
    ]
    assert said["data"][1]["author"] == {"kind": "staff", "id": None, "name": "Jon"}
    assert said["pagination"]["total"] == 2
    for word in ("complains", "Secretson", "jon@", "placedBy", "assignee", "delivery"):
        assert word not in f"{seen}{said}"
    assert api.call("GET", f"/tickets/{ticket.pid}/events").status_code == 403


def test_what_a_merged_ticket_brought_stays_with_its_guest(house: House) -> None:
    """R-WEB-2: words of and to another guest do not show in the ticket they were merged into."""
    mia, tom = check_in(house), check_in(house, "Tom Baker", "7")
    mine = own_ticket(house, mia)
    his = make_ticket(
        house.hotel, "Lamp", channel=house.channel, guest=tom.guest, description="My lamp.",
        requester_address="tom@guest.example", requester_name="Tom Baker",
    )  # fmt: skip
    make_answer(his, "We mend it, Tom.", house.ana)
    with hotel(house.hotel.id):
        merging.merge(*merging.lock_both(his.id, mine.id), actor=house.ana.actor, now=clock.now())
    said = house.api(session_of(house, mia)).call("GET", f"/tickets/{mine.pid}/messages").get_json()
    assert [one["body"] for one in said["data"]] == ["Hello, room 12 has no towels."]


def test_a_guest_opens_a_ticket_and_writes_into_it(house: House) -> None:
    """R-WEB-2, R-QR-2: his room and stay are his session's; people are told."""
    mia = check_in(house)
    api = house.api(session_of(house, mia))
    opened = api.call("POST", "/tickets", {"subject": "Air condition", "description": "It drips."})
    assert opened.status_code == 201, opened.text
    pid = opened.get_json()["pid"]
    more = api.call("POST", f"/tickets/{pid}/messages", {"body": "Now it is a flood."})
    assert (more.status_code, more.get_json()["body"]) == (201, "Now it is a flood.")
    with hotel(house.hotel.id):
        row = Ticket.get(Ticket.pid == pid)
    assert (row.source, row.guest_id, row.room_id, row.stay_id) == (
        "qr",
        mia.guest.id,
        mia.room.id,
        mia.stay.id,
    )
    assert api.call("POST", f"/tickets/{pid}/messages", {"body": "x", "internal": True}).status_code == 422
    named = api.call("POST", "/tickets", {"subject": "x", "guestId": str(mia.guest.id + 1)})
    assert named.status_code == 422


def test_an_answer_reaches_a_guest_who_has_no_address_on_his_page(house: House) -> None:
    """R-QR-5"""
    guest, room = make_guest(house.hotel, "Lu Wei", email=""), make_room(house.hotel, "21")
    lu = InHouse(guest, room, make_stay(house.hotel, guest, room))
    api = house.api(session_of(house, lu))
    pid = api.call("POST", "/tickets", {"subject": "Tea", "description": "Is there tea?"}).get_json()["pid"]
    with hotel(house.hotel.id):
        ticket = Ticket.get(Ticket.pid == pid)
    make_answer(ticket, "In the lobby.", house.ana)
    said = api.call("GET", f"/tickets/{pid}/messages").get_json()["data"]
    assert [one["body"] for one in said] == ["Is there tea?", "In the lobby."]
    assert house.browser(house.ana).get(f"/tickets/{pid}").status_code == 200


def _departed(house: House, who: InHouse) -> None:
    Stay.update(status="departed").where(Stay.id == who.stay.id).execute()


def _past_check_out(house: House, who: InHouse) -> None:
    gone = clock.now().date() - timedelta(days=1)
    Stay.update(arrival=gone - timedelta(days=1), departure=gone).where(Stay.id == who.stay.id).execute()


@pytest.mark.parametrize("change", [_departed, _past_check_out], ids=["departed", "past check-out"])
def test_a_session_ends_with_the_stay(house: House, change: Callable[[House, InHouse], None]) -> None:
    """R-QR-3: at the next request, whoever changed the stay."""
    mia = check_in(house)
    api = house.api(session_of(house, mia))
    assert api.call("GET", "/tickets").status_code == 200
    with hotel(house.hotel.id):
        change(house, mia)
    over = api.call("GET", "/tickets")
    assert (over.status_code, over.content_type) == (401, "application/problem+json")


def test_a_session_ends_when_the_guest_moves_to_another_room(house: House) -> None:
    """R-QR-3"""
    mia, other = check_in(house), make_room(house.hotel, "14")
    api = house.api(session_of(house, mia))
    with hotel(house.hotel.id):
        Stay.update(room_id=other.id).where(Stay.id == mia.stay.id).execute()
    assert api.call("GET", "/tickets").status_code == 401


def test_a_session_ends_when_its_code_is_revoked(house: House) -> None:
    """R-QR-3"""
    mia = check_in(house)
    issued = issue(house, mia)
    token = qr_codes.redeem(issued.token, keys=keys_of(house), now=clock.now()).session_token
    api = house.api(token)
    assert api.call("GET", "/me").get_json()["memberships"][0]["role"] == "guest"
    with hotel(house.hotel.id):
        qr_codes.revoke(house.hotel.id, issued.id, actor=house.ana.actor, now=clock.now())
    assert api.call("GET", "/me").status_code == 401


def test_looking_at_a_code_uses_nothing_up_and_the_button_opens_the_page(house: House) -> None:
    """R-QR-2"""
    mia = check_in(house)
    token = issue(house, mia).token
    phone = house.browser()
    for _ in range(3):
        assert phone.get(f"/q/{token}").status_code == 200
    redeemed = phone.post(f"/q/{token}", f"/q/{token}")
    assert (redeemed.status_code, redeemed.location) == (303, "/g")
    page = phone.get("/g")
    assert "Aurora Hotel" in page.text
    assert "12" in page.text
    again = house.browser()
    refused = again.post(f"/q/{token}", f"/q/{token}")
    assert refused.status_code == 409
    assert "used already" in refused.text
    left = phone.post("/g/leave", "/g")
    assert left.location == "/g/left"
    assert phone.get("/g").status_code == 401


def test_what_ended_long_ago_is_gone_on_with_in_a_new_ticket(house: House) -> None:
    """R-WF-2, R-QR-5: the guest writes under the old one, and reads on in the new one, which is linked."""
    mia = check_in(house)
    old = own_ticket(house, mia)
    with hotel(house.hotel.id):
        tickets.move(
            tickets.lock(old.id), State.CLOSED, actor=house.ana.actor, now=clock.now() - timedelta(days=30)
        )
    api = house.api(session_of(house, mia))
    said = api.call("POST", f"/tickets/{old.pid}/messages", {"body": "Again no towels"}).get_json()
    assert said["ticketId"] != str(old.id)
    with hotel(house.hotel.id):
        new = Ticket.get_by_id(int(said["ticketId"]))
    assert (new.linked_id, new.state, new.guest_id) == (old.id, "open", mia.guest.id)


def test_thanks_leave_an_answered_ticket_as_it_is(house: House) -> None:
    """R-WF-2"""
    mia = check_in(house)
    ticket = own_ticket(house, mia)
    make_answer(ticket, "Towels are on their way.", house.ana)
    api = house.api(session_of(house, mia))
    assert api.call("POST", f"/tickets/{ticket.pid}/messages", {"body": "Thank you!"}).status_code == 201
    assert api.call("GET", f"/tickets/{ticket.pid}").get_json()["state"] == "answered"
    assert api.call("POST", f"/tickets/{ticket.pid}/messages", {"body": "Still none."}).status_code == 201
    assert api.call("GET", f"/tickets/{ticket.pid}").get_json()["state"] == "in_progress"


def test_a_guest_cannot_ask_by_filters_what_he_may_not_see(house: House) -> None:
    """R-WEB-2: what is found would tell of assignees, tags and notes."""
    mia = check_in(house)
    own_ticket(house, mia)
    api = house.api(session_of(house, mia))
    for query in (
        "assignee=none",
        "tag=vip",
        "q=complains",
        "overdue=true",
        "sort=dueAt",
        "department=1",
        "guest=1",
    ):
        assert api.call("GET", f"/tickets?{query}").status_code in (403, 422), query
    assert len(api.call("GET", "/tickets?state=open,in_progress").get_json()["data"]) == 1


def test_a_file_of_a_note_is_not_a_guests(house: House) -> None:
    """R-WEB-2: files follow their message."""
    mia = check_in(house)
    ticket = own_ticket(house, mia)
    with hotel(house.hotel.id):
        note = tickets.note(
            tickets.lock(ticket.id), "His bill", actor=house.ana.actor, now=clock.now(), channel="api"
        )
        answer = Message.get(Message.ticket_id == ticket.id, Message.direction == "in")
        ids = [
            Attachment.create(
                hotel_id=house.hotel.id,
                ticket_id=ticket.id,
                message_id=message.id,
                filename="a.txt",
                content_type="text/plain",
                size=5,
                sha256=house.app.config["DESK"].files.put(house.hotel.id, b"hello"),
                created_at=clock.now(),
            ).id
            for message in (note, answer)
        ]
    api = house.api(session_of(house, mia))
    assert [api.call("GET", f"/attachments/{id}").status_code for id in ids] == [404, 200]


def test_the_log_does_not_keep_the_secret_of_a_link(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """R-QR-1"""
    token = issue(house, check_in(house)).token
    house.browser().get(f"/q/{token}")
    written = capsys.readouterr().out
    assert "/q/<token>" in written
    assert token not in written


def test_an_archived_hotel_lets_nobody_in(house: House) -> None:
    mia = check_in(house)
    api = house.api(session_of(house, mia))
    with hotel(house.hotel.id):
        Hotel.update(archived_at=clock.now()).where(Hotel.id == house.hotel.id).execute()
    assert api.call("GET", "/tickets").status_code == 401


def test_a_guest_opens_many_tickets_but_not_without_end(house: House) -> None:
    mia = check_in(house)
    api = house.api(session_of(house, mia))
    statuses = [
        api.call("POST", "/tickets", {"subject": f"Wish {number}"}).status_code
        for number in range(guest_tickets.TICKETS_AN_HOUR + 1)
    ]
    assert statuses == [201] * guest_tickets.TICKETS_AN_HOUR + [429]
