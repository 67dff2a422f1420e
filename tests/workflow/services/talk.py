"""A conversation without processes: Mia's mails come in at the door and are read by hand."""

from datetime import timedelta
from email.message import EmailMessage

from tests.builders import Colleague, make_channel, make_hotel, make_member, make_ticket
from workflow import clock
from workflow.database import hotel, rows
from workflow.desk import Desk
from workflow.files import FileStore
from workflow.models import Channel, Effect, Event, Hotel, Message, Ticket
from workflow.sealing import Keys
from workflow.services import inbox, intake, outbox, tickets
from workflow.services.outbox import Claim
from workflow.settings import Settings
from workflow.values import State

LEASE = timedelta(seconds=30)


class Talk:
    """Mia's ticket, which Ana looks after; mails come in at the door and are read."""

    def __init__(self, settings: Settings) -> None:
        self.desk = Desk(settings, Keys(settings.secret), FileStore(settings.storage_url))
        self.hotel: Hotel = make_hotel()
        self.channel: Channel = make_channel(self.hotel)
        self.ana: Colleague = make_member(self.hotel)
        self.ticket = make_ticket(self.hotel, channel=self.channel, assignee=self.ana)

    def put(self, *states: State) -> None:
        for state in states:
            with hotel(self.hotel.id):
                tickets.move(tickets.lock(self.ticket.id), state, actor=self.ana.actor, now=clock.now())

    def say(
        self,
        words: str,
        *,
        subject: str | None = None,
        photo: bool = False,
        message_id: str = "",
        answers: str = "",
    ) -> Message:
        """Mia's mail into the ticket, as it stands there."""
        mail = EmailMessage()
        mail["From"] = "Mia Sand <mia@guest.example>"
        mail["Subject"] = f"Re: No towels [{self.ticket.pid}]" if subject is None else subject
        if message_id:
            mail["Message-ID"] = message_id
        if answers:
            mail["In-Reply-To"] = answers
        mail.set_content(words)
        if photo:
            mail.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="shower.jpg")
        route = inbox.find_route("aurora@desk.localhost")
        assert route is not None
        inbox.accept([inbox.Incoming(route, "smtp", clock.now(), mail.as_bytes(), "mia@guest.example")])
        intake.process(self._claims(), desk=self.desk, tick=clock.now)
        with hotel(self.hotel.id):
            return Message.select().where(Message.direction == "in").order_by(Message.id.desc()).get()

    def _claims(self) -> list[Claim]:
        with hotel(self.hotel.id):
            waiting = rows("SELECT id FROM effects WHERE kind = 'process_inbox' AND state = 'waiting'")
            rows("UPDATE effects SET state = 'queued' WHERE id = ANY(%s)", ([id for (id,) in waiting],))
        return outbox.claim([id for (id,) in waiting], now=clock.now(), lease=LEASE)

    def stands(self) -> Ticket:
        with hotel(self.hotel.id):
            return Ticket.get_by_id(self.ticket.id)

    def events(self) -> list[str]:
        with hotel(self.hotel.id):
            return [event.kind for event in Event.select().order_by(Event.id)]

    def notices(self) -> int:
        with hotel(self.hotel.id):
            return int(Effect.select().where(Effect.kind == "send_notice").count())
