"""WhatsApp on the ticket page and in the API: ways to answer, what waits, files that did not come, links for Twilio."""

from datetime import timedelta

import pytest

from tests import builders
from tests.web.conftest import House
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.models import Attachment, MediaWaiting, Message, Ticket, WhatsappContact
from workflow.services import signed_links, whatsapp_channels
from workflow.values import Direction

PHONE = "+491701234567"


@pytest.fixture
def desk(house: House) -> Desk:
    found: Desk = house.app.config["DESK"]
    return found


@pytest.fixture
def ticket(house: House, desk: Desk) -> Ticket:
    """Mia wrote by mail, and then by WhatsApp, with a picture that could not be fetched."""
    mia = builders.make_guest(house.hotel, phone=PHONE)
    made = builders.make_ticket(house.hotel, channel=house.channel, guest=mia)
    now = clock.now()
    account = whatsapp_channels.Account("AC" + "1" * 32, "2" * 32)
    with hotel(house.hotel.id):
        number = whatsapp_channels.add(
            house.hotel.id, "+14155238886", account, display_name="Aurora", keys=desk.keys, now=now
        )
        contact = WhatsappContact.create(
            hotel_id=house.hotel.id,
            channel_id=number.id,
            phone=PHONE,
            address=f"whatsapp:{PHONE}",
            guest_id=mia.id,
            last_heard_at=now,
            created_at=now,
        )
        Ticket.update(contact_id=contact.id).where(Ticket.id == made.id).execute()
        message = Message.create(
            hotel_id=house.hotel.id,
            ticket_id=made.id,
            direction=Direction.IN,
            channel="whatsapp",
            author_kind="guest",
            author_name="Mia Sand",
            body="Look at this",
            contact_id=contact.id,
            remark="The webhook missed this message.",
            created_at=now,
        )
        MediaWaiting.create(
            hotel_id=house.hotel.id,
            channel_id=number.id,
            ticket_id=made.id,
            message_id=message.id,
            position=0,
            url="https://api.twilio.com/x",
            content_type="image/jpeg",
            state="failed",
            error="Twilio does not have this file any more.",
            created_at=now,
        )
    return made


def test_the_page_offers_both_ways_the_last_one_first(house: House, ticket: Ticket) -> None:
    """R-WA-6: the channel the guest last used, unless staff choose; until when it is open."""
    browser, path = house.browser(house.ana), f"/tickets/{ticket.pid}"
    page = browser.get(path).text
    assert page.index(f"Goes by WhatsApp to {PHONE}") < page.index("Goes by mail to mia@guest.example")
    assert "WhatsApp takes free text until" in page
    assert "The webhook missed this message." in page
    answer = browser.post(f"{path}/reply", path, body="By mail then", channel="email", version="1")
    assert answer.status_code == 303
    with hotel(house.hotel.id):
        sent = Message.select().where(Message.direction == "out").get()
    assert (sent.channel, sent.recipients) == ("email", ["mia@guest.example"])


def test_a_waiting_answer_says_so(house: House, ticket: Ticket) -> None:
    """R-WA-6: staff always see which path it takes."""
    with hotel(house.hotel.id):
        WhatsappContact.update(last_heard_at=clock.now() - timedelta(hours=30)).execute()
    message = builders.make_answer(ticket, "Later", house.ana)
    with hotel(house.hotel.id):
        Message.update(delivery_state="parked").where(Message.id == message.id).execute()
    page = house.browser(house.ana).get(f"/tickets/{ticket.pid}").text
    assert f"Waits for {PHONE} to tap" in page
    assert "24 hours are over" in page


def test_a_file_that_could_not_be_fetched_is_tried_again(house: House, ticket: Ticket) -> None:
    """R-WA-3: its reason and a button; by the API too, once."""
    browser, path = house.browser(house.ana), f"/tickets/{ticket.pid}"
    assert "Twilio does not have this file any more." in browser.get(path).text
    with hotel(house.hotel.id):
        medium = MediaWaiting.get()
    assert browser.post(f"{path}/media/{medium.id}/fetch", path).status_code == 303
    assert "A file is being fetched" in browser.get(path).text
    api = house.api(builders.make_session(house.ana))
    again = api.call("POST", f"/tickets/{ticket.pid}/media/{medium.id}/fetch")
    assert again.status_code == 409
    assert api.call("POST", f"/tickets/{ticket.pid}/media/99/fetch").status_code == 404


def test_the_api_tells_the_window_and_takes_the_channel(house: House, ticket: Ticket) -> None:
    """R-WA-6: windowEndsAt; a channel that does not lead to the guest is refused with its field."""
    api = house.api(builders.make_session(house.ana))
    shown = api.call("GET", f"/tickets/{ticket.pid}").json
    assert shown is not None
    assert shown["windowEndsAt"] > shown["createdAt"]
    said = api.call("POST", f"/tickets/{ticket.pid}/messages", {"body": "Here"}).json
    assert said is not None
    assert said["channel"] == "whatsapp"
    said = api.call("POST", f"/tickets/{ticket.pid}/messages", {"body": "Here", "channel": "email"}).json
    assert said is not None
    assert said["channel"] == "email"
    with hotel(house.hotel.id):
        WhatsappContact.update(address="").execute()
    refused = api.call("POST", f"/tickets/{ticket.pid}/messages", {"body": "Here", "channel": "whatsapp"})
    assert refused.status_code == 422
    (missing,) = api.call("GET", f"/tickets/{ticket.pid}/messages").json["data"][1]["missingFiles"]  # type: ignore[index]
    assert missing["state"] == "failed"


def test_a_signed_link_lends_one_file_for_an_hour(house: House, ticket: Ticket, desk: Desk) -> None:
    """R-WA-6: without a log-in, for Twilio; anything changed, or late, is no link."""
    now = clock.now()
    sha256 = desk.files.put(house.hotel.id, b"%PDF-1.4 a map")
    with hotel(house.hotel.id):
        file = Attachment.create(
            hotel_id=house.hotel.id,
            ticket_id=ticket.id,
            filename="map é.pdf",
            content_type="application/pdf",
            size=14,
            sha256=sha256,
            created_at=now,
        )
    client = house.app.test_client()
    path = signed_links.url(file, desk=desk, now=now).removeprefix(desk.settings.public_url)
    answer = client.get(path)
    assert (answer.status_code, answer.data, answer.content_type) == (
        200,
        b"%PDF-1.4 a map",
        "application/pdf",
    )
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    token = path.split("/")[3]
    late = signed_links.make_token(file.hotel_id, file.id, until=now - timedelta(seconds=1), keys=desk.keys)
    for other in (late, token[:-2] + ("AA" if token[-2:] != "AA" else "BB"), "x", "ö" * 9, "A" * 45):
        assert client.get(f"/files/signed/{other}/map.pdf").status_code == 404, other
