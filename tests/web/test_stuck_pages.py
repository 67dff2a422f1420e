"""Stuck items: each with why and what to do; retry and drop (R-MAIL-14, R-WF-7)."""

import pytest

from tests.builders import make_answer, make_member, make_ticket
from tests.web.conftest import Browser, House
from workflow import clock
from workflow.database import hotel, rows
from workflow.models import Deadline, Effect, Inbox, Message, WebhookEndpoint
from workflow.services import delivery, dispatch, inbox
from workflow.services.inbox import Incoming, Route
from workflow.values import InboxState, Role

RAW = b"From: <script>alert(1)</script>\r\nSubject: \xff odd\r\n\r\nbody\r\n"


@pytest.fixture
def browser(house: House) -> Browser:
    return house.browser(house.ana)


def stuck_mail(house: House, state: InboxState) -> int:
    """As intake leaves one: the row says why, its effect is dead when it is quarantined."""
    route = Route(house.channel.id, house.hotel.id, True)
    (id,) = inbox.accept(
        [Incoming(route, "smtp", clock.now(), RAW, "a@guest.example", house.channel.address)]
    )
    with hotel(house.hotel.id):
        Inbox.update(state=state, reason="IndexError: a header ends in the middle").execute()
        Effect.update(
            state="dead" if state is InboxState.QUARANTINED else "done",
            attempts=5,
            fence=5,
            error="IndexError",
        ).execute()
    return id


def test_nothing_stuck_says_so(browser: Browser) -> None:
    page = browser.get("/stuck").text
    assert "Nothing is stuck" in page
    assert "0 stuck" not in page


def test_a_mail_in_quarantine_is_read_again_with_one_click(browser: Browser, house: House) -> None:
    """R-MAIL-14: the row is received again and its effect due with all its tries; the fence stays."""
    id = stuck_mail(house, InboxState.QUARANTINED)
    page = browser.get("/stuck").text
    assert "IndexError: a header ends in the middle" in page
    assert "1 stuck" in page
    assert "Given up after several tries" not in page, "one mail is listed once"
    assert browser.post(f"/stuck/mail/{id}/retry", "/stuck").location == "/stuck?done=retried"
    with hotel(house.hotel.id):
        mail, effect = Inbox.get(), Effect.get()
    assert (mail.state, mail.reason, mail.processed_at) == ("received", "", None)
    assert (effect.state, effect.attempts, effect.fence, effect.error) == ("waiting", 0, 5, None)
    due = dispatch.hand_over(now=clock.now(), limit=10)
    assert [handed.id for handed in due] == [effect.id]
    again = browser.post(f"/stuck/mail/{id}/retry", "/queue")
    assert again.status_code == 404
    assert "This mail is not stuck any more." in again.text


def test_the_source_is_shown_as_text_and_never_run(browser: Browser, house: House) -> None:
    id = stuck_mail(house, InboxState.QUARANTINED)
    answer = browser.get(f"/stuck/mail/{id}")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text == RAW.decode("utf-8", "replace")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_mail_is_dropped_only_with_a_reason(browser: Browser, house: House) -> None:
    id = stuck_mail(house, InboxState.HELD)
    refused = browser.post(f"/stuck/mail/{id}/drop", "/stuck", reason=" ")
    assert refused.status_code == 422
    assert "Say why this is dropped." in refused.text
    assert browser.post(f"/stuck/mail/{id}/drop", "/stuck", reason="Answered by hand").status_code == 303
    with hotel(house.hotel.id):
        mail = Inbox.get()
        assert (mail.state, mail.reason) == ("ignored", "Dropped by Ana: Answered by hand")
        assert inbox.load_raw(id) == RAW


def test_a_held_mail_is_not_read_again(browser: Browser, house: House) -> None:
    id = stuck_mail(house, InboxState.HELD)
    assert "Read it again" not in browser.get("/stuck").text
    refused = browser.post(f"/stuck/mail/{id}/retry", "/stuck")
    assert refused.status_code == 409
    assert "This mail is held" in refused.text


def test_a_failed_answer_is_sent_again(browser: Browser, house: House) -> None:
    """R-WF-7: listed once, although its effect is dead too; the same message goes out again."""
    ticket = make_ticket(house.hotel, channel=house.channel)
    answer = make_answer(ticket, "They are on their way.", house.ana)
    with hotel(house.hotel.id):
        Effect.update(state="dead", attempts=3, error="550").execute()
        delivery.answer_failed(answer, "550 no such mailbox", now=clock.now())
        Effect.update(state="done").where(Effect.kind == "send_notice").execute()
    page = browser.get("/stuck").text
    assert "1 stuck" in page
    assert "550 no such mailbox" in page
    assert browser.post(f"/stuck/answer/{answer.id}/retry", "/stuck").status_code == 303
    with hotel(house.hotel.id):
        effect = Effect.get(Effect.kind == "send_answer")
        assert (effect.state, effect.attempts, effect.message_id) == ("waiting", 0, answer.id)
        assert Message.get_by_id(answer.id).delivery_state == "pending"
        assert Message.select().where(Message.direction == "out").count() == 1
    assert "Nothing is stuck" in browser.get("/stuck").text
    twice = browser.post(f"/stuck/answer/{answer.id}/retry", "/queue")
    assert twice.status_code == 409


def test_a_dead_notice_is_tried_again_or_dropped(browser: Browser, house: House) -> None:
    """R-WF-7"""
    make_ticket(house.hotel, channel=house.channel)
    with hotel(house.hotel.id):
        ids = [
            Effect.create(
                hotel_id=house.hotel.id,
                kind="send_notice",
                state="dead",
                look_at=clock.now(),
                member_id=house.ana.staff_id,
                attempts=11,
                error="421 come back later",
                created_at=clock.now(),
            ).id
            for _ in range(2)
        ]
    page = browser.get("/stuck").text
    assert "Telling a member by mail: Ana" in page
    assert "tried 11 times" in page
    browser.post(f"/stuck/effect/{ids[0]}/retry", "/stuck")
    browser.post(f"/stuck/effect/{ids[1]}/drop", "/stuck", reason="He left the house")
    with hotel(house.hotel.id):
        first, second = (Effect.get_by_id(id) for id in ids)
        assert (first.state, first.attempts) == ("waiting", 0)
        assert (second.state, second.result) == ("done", {"dropped": "He left the house", "by": "Ana"})


def test_ids_that_no_row_can_have_are_simply_not_there(browser: Browser) -> None:
    huge = 2**70
    for path in (f"/stuck/mail/{huge}", f"/files/{huge}", f"/outbox/{huge}", f"/outbox/{2**63 - 1}"):
        assert browser.get(path).status_code == 404


def test_a_dead_deadline_says_what_it_was_and_is_tried_again_or_dropped(
    browser: Browser, house: House
) -> None:
    """R-WF-7"""
    ticket = make_ticket(house.hotel, channel=house.channel)
    with hotel(house.hotel.id):
        dead = [
            Deadline.create(
                hotel_id=house.hotel.id,
                ticket_id=ticket.id,
                kind=kind,
                due_at=clock.now(),
                look_at=clock.now(),
                created_at=clock.now(),
                state="dead",
                attempts=6,
                error="KeyError: 7",
            ).id
            for kind in ("close_resolved", "resolve_waiting")
        ]
    page = browser.get("/stuck").text
    assert "Closing a resolved ticket" in page
    assert ticket.pid in page
    assert "KeyError: 7" in page
    assert browser.post(f"/stuck/deadline/{dead[0]}/retry", "/stuck").status_code == 303
    refused = browser.post(f"/stuck/deadline/{dead[1]}/drop", "/stuck", reason=" ")
    assert refused.status_code == 422
    assert browser.post(f"/stuck/deadline/{dead[1]}/drop", "/stuck", reason="By hand").status_code == 303
    with hotel(house.hotel.id):
        states = {deadline.kind: deadline.state for deadline in Deadline.select()}
    assert (states["close_resolved"], states["resolve_waiting"]) == ("armed", "cancelled")
    assert "Nothing is stuck" in browser.get("/stuck").text


def test_more_than_a_page_shows_says_how_many_are_left_out(browser: Browser, house: House) -> None:
    """R-WF-7"""
    with hotel(house.hotel.id):
        rows(
            "INSERT INTO effects (hotel_id, kind, state, look_at, created_at)"
            " SELECT %s, 'send_notice', 'dead', now(), now() FROM generate_series(1, 207)",
            (house.hotel.id,),
        )
    page = browser.get("/stuck").text
    assert "207 stuck" in page
    assert "7 or more are not shown" in page


def test_all_of_a_kind_are_tried_again_at_once(browser: Browser, house: House) -> None:
    """R-WF-7: mail that is held stays; what is no kind is not there."""
    stuck_mail(house, InboxState.QUARANTINED)
    ticket = make_ticket(house.hotel)
    with hotel(house.hotel.id):
        for kind in ("send_notice", "send_receipt"):
            Effect.create(
                hotel_id=house.hotel.id,
                kind=kind,
                ticket_id=ticket.id,
                state="dead",
                attempts=9,
                error="Connection refused",
                look_at=clock.now(),
                created_at=clock.now(),
            )
    page = browser.get("/stuck").text
    assert "Look at the member’s address and at the mail relay, then try again." in page
    assert 'action="/stuck/all/effects/retry"' in page
    assert browser.post("/stuck/all/effects/retry", "/stuck").location == "/stuck?done=retried"
    assert browser.post("/stuck/all/mails/retry", "/stuck").location == "/stuck?done=retried"
    assert "Nothing is stuck" in browser.get("/stuck").text
    assert browser.post("/stuck/all/held/retry", "/queue").status_code == 404


def test_a_webhook_that_was_given_up_leads_to_its_deliveries(house: House) -> None:
    """Issue 9: failed deliveries, with why and what to do."""
    mara = make_member(house.hotel, Role.MANAGER, email="mara@aurora.example", name="Mara")
    with hotel(house.hotel.id):
        endpoint = WebhookEndpoint.create(
            hotel_id=house.hotel.id,
            url="https://example.com/hooks",
            events=[],
            secret=b"",
            created_at=clock.now(),
            updated_at=clock.now(),
        )
        Effect.create(
            hotel_id=house.hotel.id,
            kind="send_webhook",
            endpoint_id=endpoint.id,
            payload={"delivery": "1"},
            state="dead",
            attempts=9,
            error="503 Service Unavailable",
            look_at=clock.now(),
            created_at=clock.now(),
        )
    page = house.browser(mara).get("/stuck", headers={"Accept-Language": "de"}).text
    assert "Aufgegebene Webhooks" in page
    assert "503 Service Unavailable" in page
    assert f'href="/settings/webhooks/{endpoint.id}"' in page


def test_why_something_is_stuck_is_said_in_german(browser: Browser, house: House) -> None:
    """R-I18N-1: our sentence in the reader's language, the words of another server as they came."""
    with hotel(house.hotel.id):
        Effect.create(
            hotel_id=house.hotel.id,
            kind="send_notice",
            state="dead",
            look_at=clock.now(),
            member_id=house.ana.staff_id,
            attempts=11,
            error="The relay refused the mail: 550 5.1.1 No such user",
            created_at=clock.now(),
        )
    browser.client.set_cookie("bellhop-language", "de")
    page = browser.get("/stuck").text
    assert "Das Mail-Relay hat die Mail abgelehnt: 550 5.1.1 No such user" in page
    assert "Prüfen Sie die Adresse des Mitglieds und das Mail-Relay" in page
