"""The house writes to a guest first (R-TKT-11): to the right person, once, and by a way that is open."""

import pytest

from tests.builders import make_guest, make_room, make_stay
from tests.workflow.services.chat import MIA as MIAS_NUMBER
from tests.workflow.services.chat import Chat
from tests.workflow.services.conftest import MakeChat
from tests.workflow.services.reception import MIA, Reception, answer
from workflow import clock
from workflow.database import hotel
from workflow.errors import Invalid
from workflow.models import Ticket, WhatsappContact
from workflow.services import first_words, muting, spam
from workflow.services.desk_tickets import Request
from workflow.services.first_words import FirstWords
from workflow.values import ChannelKind, Rule, Source, State

MAX = "max@guest.example"


def write(desk: Reception | Chat, first: FirstWords, *, guest_id: int | None = None) -> Ticket:
    wanted = Request("Your crib", "", Source.PANEL, Rule.PANEL, guest_id=guest_id)
    now = desk.now if isinstance(desk, Reception) else clock.now()
    with hotel(desk.hotel.id):
        return first_words.write(desk.hotel.id, wanted, first, actor=desk.ana.actor, now=now)


def by_mail(to: str = "", *, sure: bool = False) -> FirstWords:
    return FirstWords("The crib is in your room.", ChannelKind.EMAIL, to, is_confirmed=sure)


def by_whatsapp(to: str = "", *, sure: bool = False) -> FirstWords:
    return FirstWords("The crib is in your room.", ChannelKind.WHATSAPP, to, is_confirmed=sure)


def test_a_guest_is_written_to_by_mail_and_his_answer_comes_back_to_the_ticket(reception: Reception) -> None:
    """R-TKT-11, R-TKT-2: the ticket is the author's, linked to stay and room; nobody is told of it but him."""
    guest = make_guest(reception.hotel, email=MIA)
    room = make_room(reception.hotel)
    make_stay(reception.hotel, guest, room)
    ticket = write(reception, by_mail(), guest_id=guest.id)
    reception.settle()
    assert reception.new_posts() == [("answer", MIA)]
    post = reception.last("answer")
    assert "The crib is in your room." in post.text
    assert "Your crib" in str(post.message["Subject"])
    with hotel(reception.hotel.id):
        row = Ticket.get_by_id(ticket.id)
    assert (row.guest_id, row.room_id, row.assignee_id, row.state) == (
        guest.id,
        room.id,
        reception.ana.staff_id,
        State.ANSWERED,
    )
    reception.arrives(answer(post, "And a high chair?", sender=MIA), to=post.reply_to)
    with hotel(reception.hotel.id):
        assert Ticket.select().count() == 1
        assert Ticket.get().state == State.IN_PROGRESS
    assert reception.new_posts() == [("guest_wrote", reception.ana.email)]


def test_an_address_belongs_to_the_guest_or_is_confirmed(reception: Reception) -> None:
    """R-TKT-11: never to a wrong person."""
    mia = make_guest(reception.hotel, email=MIA)
    make_guest(reception.hotel, "Max", email=MAX)
    nobody = make_guest(reception.hotel, "Eva", email="")
    for first, guest_id, sentence in (
        (by_mail(MAX, sure=True), mia.id, first_words.ANOTHERS),
        (by_mail("mia@work.example"), mia.id, first_words.NOT_CONFIRMED),
        (by_mail(MAX), None, first_words.NOT_CONFIRMED),
        (by_mail(), None, first_words.NO_GUEST),
        (by_mail(), nobody.id, "No mail address of this guest is known: type one."),
        (by_mail("mia at work"), mia.id, "This is not an e-mail address; it looks like name@example.com."),
    ):
        with pytest.raises(Invalid) as refused:
            write(reception, first, guest_id=guest_id)
        assert (str(refused.value), refused.value.field) == (sentence, "to")
    write(reception, by_mail("mia@work.example", sure=True), guest_id=mia.id)
    linked = write(reception, by_mail(MAX, sure=True))
    assert linked.guest_id not in (None, mia.id)
    reception.settle()
    assert [to for _, to in reception.new_posts()] == [MAX, "mia@work.example"]


def test_what_should_get_no_mail_gets_none(reception: Reception) -> None:
    """R-TKT-11, R-MAIL-11, R-MAIL-13: each with its plain sentence."""
    with hotel(reception.hotel.id):
        spam.block(reception.hotel.id, "@spam.example", actor=reception.ana.actor, now=reception.now)
        muting.mute(reception.hotel.id, MIA, "550 no such mailbox", now=reception.now)
    for address, words in (
        ("x@spam.example", "is blocked"),
        (MIA, "550 no such mailbox"),
        (reception.channel.address, "desk's own address"),
        (reception.jon.email, "A member of this hotel"),
    ):
        with pytest.raises(Invalid, match=words):
            write(reception, by_mail(address, sure=True))
    reception.settle()
    assert reception.posts == []


def test_a_first_whatsapp_waits_behind_a_template_and_goes_once_when_the_guest_taps(chat: Chat) -> None:
    """R-TKT-11, R-WA-6"""
    guest = chat.known_guest(phone=MIAS_NUMBER)
    ticket = write(chat, by_whatsapp(), guest_id=guest.id)
    chat.settle()
    assert chat.template is not None
    assert chat.sent() == [chat.template.body]
    chat.writes("Yes?")
    chat.settle()
    assert chat.sent() == [chat.template.body, "The crib is in your room."]
    assert [one.id for one in chat.tickets()] == [ticket.id], "the guest's tap belongs to the ticket"
    assert chat.tickets()[0].guest_id == guest.id


def test_whatsapp_is_refused_where_it_could_not_arrive(make_chat: MakeChat) -> None:
    """R-TKT-11, R-WA-9: STOP, no template, a number that is another guest's."""
    chat = make_chat(template=None)
    guest = chat.known_guest(phone=MIAS_NUMBER)
    other = make_guest(chat.hotel, "Max", email=MAX)
    with pytest.raises(Invalid, match="the hotel has none"):
        write(chat, by_whatsapp(), guest_id=guest.id)
    with pytest.raises(Invalid, match="another guest's record"):
        write(chat, by_whatsapp(MIAS_NUMBER, sure=True), guest_id=other.id)
    chat.writes("Hello")
    write(chat, by_whatsapp(), guest_id=guest.id)
    chat.settle()
    assert chat.sent() == ["The crib is in your room."], "inside the window it goes as it is"
    with hotel(chat.hotel.id):
        WhatsappContact.update(stopped_at=clock.now()).execute()
    with pytest.raises(Invalid, match="STOP"):
        write(chat, by_whatsapp(), guest_id=guest.id)
    assert len(chat.tickets()) == 2
