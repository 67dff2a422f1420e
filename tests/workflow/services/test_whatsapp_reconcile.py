"""What the webhook missed is found in Twilio's list (R-WA-8)."""

from bellhop.fakes.twilio import Fault, Medium
from tests.workflow.services.chat import MIA, Chat
from workflow import clock
from workflow.database import hotel, rows
from workflow.models import WhatsappCursor
from workflow.services import whatsapp_thread

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def missed(chat: Chat, body: str, *media: Medium) -> None:
    chat.twilio.guest_writes(MIA, body, media=media, deliver=False)


def test_messages_of_a_dead_door_are_found_once(chat: Chat) -> None:
    """R-WA-8: with their files and their moment; what the list cannot give back is said."""
    missed(chat, "No towels", Medium("image/png", PNG))
    wrote_at = clock.now()
    missed(chat, "Hello?")
    chat.later(minutes=3)
    for _ in range(3):
        chat.reconcile()
        chat.later(minutes=5)
    first, second = chat.messages(direction="in")
    assert [first.body, second.body] == ["No towels", "Hello?"]
    assert first.remark == whatsapp_thread.LOST_IN_LIST
    assert abs((first.created_at - wrote_at).total_seconds()) < 5
    assert len(chat.tickets()) == 1
    with hotel(chat.hotel.id):
        assert rows("SELECT count(*) FROM attachments") == [(1,)]


def test_a_webhook_that_is_only_late_says_more(chat: Chat) -> None:
    """R-WA-8: the list is believed after two minutes; and what waits in the inbox is not taken from it."""
    record, _ = chat.twilio.guest_writes(MIA, "Yes", deliver=False)
    chat.reconcile()
    assert chat.messages() == []
    chat.webhook(record, ButtonText="Yes", ButtonPayload="yes")
    chat.later(minutes=3)
    chat.kinds = tuple(kind for kind in chat.kinds if kind != "process_inbox")
    chat.reconcile()
    with hotel(chat.hotel.id):
        assert rows("SELECT count(*) FROM inbox") == [(1,)]


def test_what_came_late_by_the_webhook_too_is_one(chat: Chat) -> None:
    """R-WA-2, R-WA-8."""
    record, _ = chat.twilio.guest_writes(MIA, "No towels", deliver=False)
    chat.later(minutes=3)
    chat.reconcile()
    chat.webhook(record)
    chat.settle()
    assert len(chat.messages(direction="in")) == 1


def test_missed_reports_are_made_up_for(chat: Chat) -> None:
    """R-WA-7, R-WA-8: how far our messages came stands in the list too."""
    chat.writes("No towels")
    id = chat.answers("On their way.")
    record = chat.twilio.sent()[-1]
    record.status = "delivered"
    chat.reconcile()
    assert chat.message(id).delivery_state == "delivered"
    record.status, record.error_code = "failed", 63024
    chat.later(minutes=5)
    chat.reconcile()
    assert chat.message(id).delivery_state == "failed"


def test_a_failure_hours_later_is_found_too(chat: Chat) -> None:
    """R-WA-7, R-WA-8: what was sent long before the door died, and failed meanwhile, is not shown as sent for ever."""
    chat.writes("No towels")
    id = chat.answers("On their way.")
    record = chat.twilio.sent()[-1]
    record.status = "sent"
    for _ in range(3):
        chat.later(hours=1)
        chat.reconcile()
    assert chat.message(id).delivery_state == "sent"
    record.status, record.error_code = "undelivered", 63024
    chat.later(minutes=5)
    chat.reconcile()
    assert chat.message(id).delivery_state == "failed"


def test_the_cursor_moves_only_when_the_list_was_read(chat: Chat) -> None:
    """R-WA-8: Twilio away is tried again, and then nothing is missing."""
    missed(chat, "No towels")
    chat.later(minutes=3)
    chat.twilio.fail_next(Fault(status=503, code=20500))
    chat.reconcile()
    with hotel(chat.hotel.id):
        cursors = WhatsappCursor.select().count()
    chat.later(minutes=2)
    chat.settle()
    assert cursors == 0
    assert len(chat.tickets()) == 1


def test_the_list_is_read_again_and_again(chat: Chat) -> None:
    """R-WA-8: every few minutes by a deadline of the hotel, one for each number."""
    chat.reconcile()
    for _ in range(3):
        chat.later(minutes=6)
        chat.pass_deadlines()
    with hotel(chat.hotel.id):
        effects = rows("SELECT count(*) FROM effects WHERE kind = 'reconcile_whatsapp'")
        armed = rows("SELECT count(*) FROM deadlines WHERE kind = 'reconcile_whatsapp' AND state = 'armed'")
    assert (effects, armed) == ([(4,)], [(1,)])
