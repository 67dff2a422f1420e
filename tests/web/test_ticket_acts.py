"""Deleting, taking away and printing in the panel; writing first; who else is there (R-TKT-7, R-TKT-10, R-TKT-11)."""

import re

import pytest

from tests.builders import make_guest, make_guest_message, make_hotel, make_member, make_ticket
from tests.web.conftest import Browser, House
from workflow.database import hotel
from workflow.models import Message, Ticket
from workflow.values import Role


@pytest.fixture
def olga(house: House) -> Browser:
    return house.browser(make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga"))


def test_a_ticket_is_deleted_and_comes_back(house: House, olga: Browser) -> None:
    """R-TKT-7"""
    pid = make_ticket(house.hotel, channel=house.channel).pid
    gone = olga.post(f"/tickets/{pid}/delete", f"/tickets/{pid}")
    assert (gone.status_code, gone.location) == (303, "/queue?done=deleted")
    assert pid not in olga.get("/queue?state=all").text
    assert pid in olga.get("/deleted").text
    back = olga.post(f"/tickets/{pid}/restore", "/deleted")
    assert back.location == f"/tickets/{pid}?done=restored"
    assert "Nothing was deleted." in olga.get("/deleted").text
    assert "brought the deleted ticket back" in olga.get(f"/tickets/{pid}").text


def test_who_may_not_delete_is_not_offered_it(house: House) -> None:
    """R-WEB-2"""
    pid = make_ticket(house.hotel, channel=house.channel).pid
    ana = house.browser(house.ana)
    page = ana.get(f"/tickets/{pid}").text
    assert f"/tickets/{pid}/delete" not in page
    assert f"/tickets/{pid}/export.pdf" in page
    assert ana.get("/deleted").status_code == 403
    jon = house.browser(make_member(house.hotel, Role.STAFF, email="jon@aurora.example", name="Jon"))
    assert "export" not in jon.get(f"/tickets/{pid}").text
    assert "/export.csv" not in jon.get("/queue").text
    assert jon.get("/export.csv").status_code == 403


def test_the_list_on_the_page_is_taken_away(house: House, olga: Browser) -> None:
    """R-TKT-10: as it is narrowed."""
    one, two = (make_ticket(house.hotel, subject, channel=house.channel).pid for subject in ("One", "Two"))
    olga.post(f"/tickets/{two}/state", f"/tickets/{two}", state="closed", version="1")
    link = re.search(r'href="(/export\.csv\?[^"]*)"', olga.get("/queue?state=live").text)
    assert link is not None
    table = olga.get(link[1].replace("&amp;", "&")).text
    assert one in table
    assert two not in table
    for path in ("/export.pdf?state=all", f"/tickets/{one}/export.pdf?notes"):
        assert olga.get(path).data.startswith(b"%PDF-")


def test_a_guest_is_written_to_first(house: House) -> None:
    """R-TKT-11: a refusal keeps what was typed; a form sent twice writes once."""
    guest = make_guest(house.hotel)
    ana = house.browser(house.ana)
    page = ana.get(f"/write?guest={guest.id}").text
    assert "To Mia Sand." in page
    assert 'value="mia@guest.example"' in page
    typed = {"guest": str(guest.id), "subject": "Crib", "body": "It is in your room.", "nonce": "n1"}
    refused = ana.post("/write", "/write", **typed, to="max@guest.example", channel="email")
    assert refused.status_code == 422
    assert "It is in your room." in refused.text
    assert "confirm that it is right" in refused.text
    sent = [ana.post("/write", "/write", **typed, channel="email") for _ in range(2)]
    assert {answer.status_code for answer in sent} == {303}
    assert len({answer.location for answer in sent}) == 1
    with hotel(house.hotel.id):
        assert Message.get().recipients == ["mia@guest.example"]
        assert Ticket.get().guest_id == guest.id


def test_a_foreign_guest_is_nobody(house: House) -> None:
    """R-WEB-3"""
    foreign = make_guest(make_hotel("BER"), "Kim Foreign")
    ana = house.browser(house.ana)
    assert "Kim" not in ana.get(f"/write?guest={foreign.id}").text
    refused = ana.post("/write", "/write", guest=str(foreign.id), subject="x", body="y", channel="email")
    assert refused.status_code == 422


def test_an_open_page_learns_who_else_is_there_and_that_something_happened(
    house: House, olga: Browser
) -> None:
    """R-WEB-4"""
    ticket = make_ticket(house.hotel, channel=house.channel)
    path = f"/tickets/{ticket.pid}"
    ana = house.browser(house.ana)
    assert ana.post(f"{path}/presence", path, writing="yes").status_code == 204
    first = olga.get(f"{path}/changes")
    assert first.json["presence"] == [{"name": "Ana", "isWriting": True}]
    tag = {"If-None-Match": first.headers["ETag"]}
    assert olga.get(f"{path}/changes", headers=tag).status_code == 304
    make_guest_message(ticket, "Hello?")
    assert olga.get(f"{path}/changes", headers=tag).json["stamp"] != first.json["stamp"]
    ana.post(f"{path}/presence", path, leaving="yes")
    assert olga.get(f"{path}/changes").json["presence"] == []
    queue = olga.get("/queue/changes")
    make_ticket(house.hotel)
    assert olga.get("/queue/changes", headers={"If-None-Match": queue.headers["ETag"]}).status_code == 200
