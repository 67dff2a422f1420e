"""What a guest writes by WhatsApp becomes of it: whose it is, where it belongs, what he hears at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode

from bellhop.fakes.twilio import callbacks
from tests import builders
from tests.workflow.services.chat import LEASE, MIA, Chat
from workflow import clock
from workflow.database import hotel
from workflow.models import Guest, GuestAddress, Hotel, Inbox, Stay, Ticket
from workflow.services import dispatch, intake, merging, outbox, tickets
from workflow.values import EffectKind, State

TOM = "+447700900123"


def test_a_first_message_is_a_ticket_acknowledged_with_its_number(chat: Chat) -> None:
    """R-WA-5, R-TKT-2: found by the number of the guest record, with stay and room; members are told by mail."""
    mia = chat.known_guest()
    room = builders.make_room(chat.hotel)
    stay = builders.make_stay(chat.hotel, mia, room)
    chat.writes("Hello, room 12 has no towels 🙏")
    (ticket,) = chat.tickets()
    assert (ticket.source, ticket.state, ticket.placed_by) == ("whatsapp", "open", "new")
    assert (ticket.guest_id, ticket.stay_id, ticket.room_id) == (mia.id, stay.id, room.id)
    assert ticket.requester_address == MIA
    (acknowledgement,) = chat.twilio.sent()
    assert ticket.pid in acknowledgement.body
    assert acknowledgement.to == f"whatsapp:{MIA}"
    assert acknowledgement.status_callback.endswith(f"/twilio/{chat.channel.id}/status")
    assert len(chat.mails_to(chat.ana.email)) == 1


def test_the_same_message_twice_is_one(chat: Chat) -> None:
    """R-WA-2: Twilio repeats a webhook."""
    record = chat.writes("No towels")
    chat.webhook(record)
    chat.settle()
    assert len(chat.messages(direction="in")) == 1
    assert len(chat.twilio.sent()) == 1
    with hotel(chat.hotel.id):
        states = [(row.state, row.reason) for row in Inbox.select().order_by(Inbox.id)]
    assert states == [("processed", ""), ("ignored", "This message has come before.")]


def test_the_same_message_read_by_two_workers_at_once_is_one(chat: Chat) -> None:
    """R-WA-2, R-WA-8: a webhook that comes again, or from the list, while the first one is being read."""
    for _ in range(3):
        record = chat.writes("No towels", settle=False)
        chat.webhook(record)
        handed = dispatch.hand_over(now=clock.now(), limit=100, kinds=(EffectKind.PROCESS_INBOX,))
        claims = outbox.claim([one.id for one in handed], now=clock.now(), lease=LEASE)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda claim: intake.process([claim], desk=chat.desk, tick=clock.now), claims))
        chat.settle()
    assert len(chat.messages(direction="in")) == 3
    assert len(chat.twilio.sent()) == 1


def test_two_first_messages_read_at_once_are_one_ticket(chat: Chat) -> None:
    """R-WA-4, R-WA-5: nobody is met twice."""
    for words in ("No towels", "And no soap"):
        chat.writes(words, settle=False)
    handed = dispatch.hand_over(now=clock.now(), limit=100, kinds=(EffectKind.PROCESS_INBOX,))
    claims = outbox.claim([one.id for one in handed], now=clock.now(), lease=LEASE)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda claim: intake.process([claim], desk=chat.desk, tick=clock.now), claims))
    chat.settle()
    assert len(chat.contacts()) == len(chat.tickets()) == len(chat.twilio.sent()) == 1
    assert len(chat.messages(direction="in")) == 2


def test_what_follows_goes_into_the_ticket_that_goes_on(chat: Chat) -> None:
    """R-WA-5: no second acknowledgement; each message says why it stands there."""
    chat.writes("No towels")
    chat.writes("And no soap")
    assert [(one.body, one.placed_by) for one in chat.messages(direction="in")] == [
        ("No towels", "new"),
        ("And no soap", "live_ticket"),
    ]
    assert len(chat.tickets()) == len(chat.twilio.sent()) == 1


def test_a_quote_leads_to_the_ticket_of_what_it_quotes(chat: Chat) -> None:
    """R-WA-5: an answer of ours, or the guest's own earlier message, also when a newer ticket goes on."""
    first = chat.writes("No towels")
    chat.answers("They are on their way.")
    (ticket,) = chat.tickets()
    with hotel(chat.hotel.id):
        tickets.move(tickets.lock(ticket.id), State.CLOSED, actor=chat.ana.actor, now=clock.now())
    chat.later(days=15)
    chat.writes("Can I check out late?")
    old, new = chat.tickets()
    chat.later(days=-14)
    sent = chat.twilio.sent()[1]
    chat.writes("Still none", OriginalRepliedMessageSid=sent.sid)
    chat.writes("I mean these", OriginalRepliedMessageSid=first.sid)
    placed = [(one.ticket_id, one.placed_by) for one in chat.messages(direction="in")][2:]
    assert placed == [(old.id, "quoted"), (old.id, "quoted")]
    assert new.placed_by == "new"


def test_a_quote_of_somebody_elses_message_leads_nowhere(chat: Chat) -> None:
    """R-WA-5: a sid is no key to another guest's ticket."""
    first = chat.writes("No towels")
    chat.writes("Let me in", sender=TOM, OriginalRepliedMessageSid=first.sid)
    assert [ticket.placed_by for ticket in chat.tickets()] == ["new", "new"]


def test_a_ticket_that_came_by_mail_goes_on_by_whatsapp(chat: Chat) -> None:
    """R-WA-4, R-WA-5: the same guest record carries both; the answer goes where he wrote last."""
    mia = chat.known_guest()
    by_mail = builders.make_ticket(chat.hotel, guest=mia, channel=None)
    chat.writes("Any news?")
    (ticket,) = chat.tickets()
    assert ticket.id == by_mail.id
    chat.answers("Five minutes.")
    assert chat.sent() == ["Five minutes."]


def test_a_closed_ticket_opens_again_inside_the_window_only(chat: Chat) -> None:
    """R-WF-2 for WhatsApp: later on a new one begins."""
    chat.writes("No towels")
    (ticket,) = chat.tickets()
    with hotel(chat.hotel.id):
        tickets.move(tickets.lock(ticket.id), State.CLOSED, actor=chat.ana.actor, now=clock.now())
    chat.later(days=2)
    chat.writes("Still no towels")
    assert [one.state for one in chat.tickets()] == ["open"]
    with hotel(chat.hotel.id):
        tickets.move(tickets.lock(ticket.id), State.CLOSED, actor=chat.ana.actor, now=clock.now())
    chat.later(days=20)
    chat.writes("Do you have a garage?")
    assert [one.state for one in chat.tickets()] == ["closed", "open"]


def test_mere_thanks_leave_a_resolved_ticket_alone(chat: Chat) -> None:
    """R-WF-2: the words of the neighbour count here too."""
    chat.writes("No towels")
    (ticket,) = chat.tickets()
    with hotel(chat.hotel.id):
        tickets.move(tickets.lock(ticket.id), State.RESOLVED, actor=chat.ana.actor, now=clock.now())
    chat.writes("Thank you 👍")
    assert [one.state for one in chat.tickets()] == ["resolved"]
    assert chat.messages(direction="in")[1].is_politeness


def test_an_emergency_raises_the_ticket(chat: Chat) -> None:
    """R-TKT-12: in a WhatsApp as in a mail."""
    chat.writes("There is a fire in room 12!")
    (ticket,) = chat.tickets()
    assert ticket.priority == "urgent"
    assert "emergency" in chat.events()


def test_a_number_that_changed_hands_inherits_nothing(chat: Chat) -> None:
    """R-WA-4: Meta's id says it is somebody else; guest, ticket and history stay with whom they belong to."""
    chat.known_guest()
    chat.writes("No towels", ExternalUserId="US.1")
    chat.writes("Hello, who is this?", ExternalUserId="US.2")
    old, new = chat.contacts()
    assert (old.user_id, old.phone, old.address, old.last_heard_at is None) == ("US.1", "", "", False)
    assert (new.user_id, new.phone, new.guest_id) == ("US.2", MIA, None)
    first, second = chat.tickets()
    assert second.guest_id is None
    chat.writes("Me again", ExternalUserId="US.2")
    assert [one.ticket_id for one in chat.messages(direction="in")] == [first.id, second.id, second.id]


def test_a_number_that_another_guests_record_carries_inherits_nothing(chat: Chat) -> None:
    """R-WA-4: without an id of Meta's the record tells; what was for the first one never goes to the second."""
    mia = chat.known_guest()
    chat.writes("No towels")
    (first,) = chat.tickets()
    tom = builders.make_guest(chat.hotel, email="tom@guest.example", name="Tom")
    with hotel(chat.hotel.id):
        GuestAddress.update(guest_id=tom.id).where(GuestAddress.value == MIA).execute()
    chat.answers("The code of your door is 1234.")
    assert chat.sent() == []
    assert len(chat.mails_to("mia@guest.example")) == 1
    chat.writes("Hello, this is Tom")
    assert [one.guest_id for one in chat.tickets()] == [mia.id, tom.id]
    assert [(one.guest_id, one.phone) for one in chat.contacts()] == [(mia.id, ""), (tom.id, MIA)]
    assert chat.messages(direction="in")[-1].ticket_id != first.id


def test_a_guest_who_changes_his_number_stays_himself(chat: Chat) -> None:
    """R-WA-4: the business-scoped id is steadier than the number."""
    mia = chat.known_guest()
    chat.writes("No towels", ExternalUserId="US.1")
    chat.writes("My new number", sender=TOM, ExternalUserId="US.1")
    (contact,) = chat.contacts()
    assert (contact.phone, contact.guest_id) == (TOM, mia.id)
    assert len(chat.tickets()) == 1


def test_nobody_needs_a_number(chat: Chat) -> None:
    """R-WA-4: a guest who hides it is known, and answered, by his id."""
    record, _ = chat.twilio.guest_writes("US.77", "Hello", deliver=False)
    record.sender = "whatsapp:US.77"
    form = callbacks.incoming_form(
        chat.account, record, media_base="", name="Mia", extra={"ExternalUserId": "US.77"}
    )
    del form["WaId"]
    chat._door.keep_message(chat.number, form, urlencode(form).encode(), now=clock.now())
    chat.settle()
    (contact,) = chat.contacts()
    assert (contact.user_id, contact.phone, contact.address) == ("US.77", "", "whatsapp:US.77")
    assert len(chat.tickets()) == 1


def two_stays(chat: Chat) -> tuple[Stay, Stay]:
    mia = chat.known_guest()
    rooms = [builders.make_room(chat.hotel, number) for number in ("12", "14")]
    first = builders.make_stay(chat.hotel, mia, rooms[0])
    second = builders.make_stay(chat.hotel, mia, rooms[1], arrival=clock.now().date() - timedelta(days=1))
    return first, second


def test_of_several_stays_the_guest_says_which(chat: Chat) -> None:
    """R-WA-4: a numbered question with the acknowledgement; the number is no word for the house."""
    first, _ = two_stays(chat)
    chat.writes("No towels")
    (ticket,) = chat.tickets()
    assert (ticket.stay_id, ticket.room_id) == (None, None)
    assert "1: room 14" in chat.twilio.sent()[0].body
    assert "2: room 12" in chat.twilio.sent()[0].body
    mails = len(chat.mails_to(chat.ana.email))
    chat.writes("2")
    (ticket,) = chat.tickets()
    assert (ticket.stay_id, ticket.room_id) == (first.id, first.room_id)
    assert len(chat.mails_to(chat.ana.email)) == mails, "nobody is woken by a number"
    assert "stay chosen" in chat.events()


def test_other_words_than_a_number_are_never_taken_for_one(chat: Chat) -> None:
    """R-WA-4: never guessed; and a number that was not offered is a message like any other."""
    two_stays(chat)
    chat.writes("No towels")
    for words in ("the first one", "3", "12"):
        chat.writes(words)
    (ticket,) = chat.tickets()
    assert ticket.stay_id is None
    chat.writes("1")
    assert chat.tickets()[0].stay_id is not None


def test_stop_and_start_move_no_ticket(chat: Chat) -> None:
    """R-WA-9: they stand in the thread and are about the channel."""
    chat.writes("No towels")
    chat.answers("On their way.")
    chat.writes("STOP")
    assert [one.state for one in chat.tickets()] == ["answered"]
    assert chat.contacts()[0].stopped_at is not None
    chat.writes("START")
    assert chat.contacts()[0].stopped_at is None
    assert [one.body for one in chat.messages(direction="in")] == ["No towels", "STOP", "START"]


def test_a_number_that_answers_a_person_is_not_taken_for_a_stay(chat: Chat) -> None:
    """R-WA-4: never guessed; what the desk asked is forgotten as soon as somebody asks something else."""
    two_stays(chat)
    chat.writes("No towels")
    chat.answers("How many do you need?")
    mails = len(chat.mails_to(chat.ana.email))
    chat.writes("2")
    (ticket,) = chat.tickets()
    assert (ticket.stay_id, ticket.state) == (None, "in_progress"), "as any word of his"
    assert len(chat.mails_to(chat.ana.email)) == mails + 1


def test_a_chosen_stay_is_that_of_the_ticket_it_was_merged_into(chat: Chat) -> None:
    """R-WA-4: the emptied ticket hears nothing more."""
    two_stays(chat)
    chat.writes("No towels")
    (ticket,) = chat.tickets()
    with hotel(chat.hotel.id):
        mia = Guest.get_by_id(ticket.guest_id)
    into = builders.make_ticket(chat.hotel, guest=mia, channel=None)
    with hotel(chat.hotel.id):
        merging.merge(*merging.lock_both(ticket.id, into.id), actor=chat.ana.actor, now=clock.now())
    chat.writes("1")
    emptied, whole = chat.tickets()
    assert (emptied.stay_id, whole.stay_id is not None) == (None, True)
    assert chat.messages(direction="in")[-1].ticket_id == into.id


def test_a_quote_in_somebody_elses_ticket_does_not_turn_its_answers_round(chat: Chat) -> None:
    """R-WA-4, R-WA-5: Tom's ticket, into which Mia's was merged, is answered to Tom; Mia is an outsider in it."""
    chat.writes("The lift is stuck", sender=TOM)
    first = chat.writes("No lift")
    toms, mias = chat.tickets()
    with hotel(chat.hotel.id):
        merging.merge(*merging.lock_both(mias.id, toms.id), actor=chat.ana.actor, now=clock.now())
    for quoted in (first.sid, chat.twilio.sent()[1].sid):
        chat.writes("Still none", OriginalRepliedMessageSid=quoted)
        said = chat.messages(direction="in")[-1]
        assert (said.ticket_id, said.author_kind) == (toms.id, "outsider")
    chat.answers("It runs again, Tom.")
    assert [one.to for one in chat.twilio.sent() if one.body == "It runs again, Tom."] == [f"whatsapp:{TOM}"]


def test_start_of_a_guest_who_never_stopped_is_a_message_like_any_other(chat: Chat) -> None:
    """R-WA-9: many a first message is just that word; it is not swallowed."""
    chat.writes("Start")
    assert [one.body for one in chat.messages(direction="in")] == ["Start"]
    assert len(chat.mails_to(chat.ana.email)) == 1


def test_a_stop_of_somebody_unknown_opens_nothing(chat: Chat) -> None:
    """R-WA-9."""
    chat.writes("Stop")
    assert chat.tickets() == []
    assert chat.twilio.sent() == []


def test_what_cannot_be_shown_is_said(chat: Chat) -> None:
    """R-WA-2: an unknown type is a visible placeholder, a location a line, a button its words."""
    chat.writes("", MessageType="order")
    chat.writes("", Latitude="41.9", Longitude="12.5", Label="Colosseum")
    chat.writes("Yes", ButtonText="Yes", ButtonPayload="yes")
    said = [one.body for one in chat.messages(direction="in")]
    assert said == [
        "[A WhatsApp message that the desk cannot show: order]",
        "📍 Colosseum (41.9, 12.5)",
        "Yes",
    ]


def test_a_message_that_cannot_be_read_is_quarantined(chat: Chat) -> None:
    """R-MAIL-14 for WhatsApp: after its tries it is listed, and the next one is handled."""
    with hotel(chat.hotel.id):
        Hotel.update(settings={"emergency": {"minutes": "soon"}}).where(Hotel.id == chat.hotel.id).execute()
    chat.writes("Broken by a setting")
    for _ in range(6):
        chat.later(minutes=10)
        chat.settle()
    with hotel(chat.hotel.id):
        assert [row.state for row in Inbox.select()] == ["quarantined"]
        Hotel.update(settings={}).where(Hotel.id == chat.hotel.id).execute()
        assert Ticket.select().count() == 0
    chat.writes("This one is fine")
    assert len(chat.tickets()) == 1
