"""A desk that speaks WhatsApp with a fake Twilio, without processes: webhooks are kept, effects done, all by hand.

Real services, a real database, Twilio's wire format over loopback, one clock for both sides.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from bellhop.fakes.twilio import FakeTwilio, Medium, Record, Template, callbacks
from bellhop.fakes.twilio.account import Account as TwilioAccount
from tests import builders
from tests.builders import Colleague
from worker.compose import Composed
from worker.conversation import Conversation
from worker.postman import Postman
from worker.transports import Receipt
from workflow import clock
from workflow.database import hotel, rows
from workflow.desk import Desk
from workflow.models import Channel, Guest, Hotel, Message, ProviderMessage, Ticket, WhatsappContact
from workflow.services import (
    dispatch,
    intake,
    outbox,
    reconciling,
    replies,
    tickets,
    timers,
    whatsapp_channels,
)
from workflow.services.dispatch import WHATSAPP_KINDS
from workflow.services.hooks import HookWriter
from workflow.values import ChannelKind, EffectKind, Role

MIA = "+491701234567"
LEASE = timedelta(minutes=1)


class _Bag:
    def __init__(self) -> None:
        self.mails: list[Composed] = []

    def longest(self, _mail: Composed) -> float:
        return 1.0

    def send(self, mail: Composed) -> Receipt:
        self.mails.append(mail)
        return Receipt("taken")


@dataclass
class Chat:
    """Hotel Aurora with a number at the fake Twilio, Ana and Mia in room 12."""

    desk: Desk
    twilio: FakeTwilio
    offset_file: Path
    template: Template | None = field(
        default_factory=lambda: Template("tap to read", "Tap to read our answer")
    )
    prefers_mail: bool = False
    hotel: Hotel = field(init=False)
    channel: Channel = field(init=False)
    ana: Colleague = field(init=False)
    bag: _Bag = field(default_factory=_Bag)
    kinds: tuple[EffectKind, ...] = tuple(EffectKind)  # what is done; the rest waits for ever

    def __post_init__(self) -> None:
        self._door = HookWriter(self.desk.settings.database_url)
        clock.use_offset_file(self.offset_file)
        self.hotel = builders.make_hotel(is_demo=False)
        builders.make_channel(self.hotel)
        self.ana = builders.make_member(self.hotel, Role.MANAGER, name="Ana Ferri")
        self.twilio.statuses = ()
        templates = {}
        if self.template is not None:
            self.twilio.account.templates[self.template.sid] = self.template
            templates = {"en": self.template.sid}
        account = whatsapp_channels.Account(
            self.account.sid, self.account.token, templates=templates, prefers_mail=self.prefers_mail
        )
        with hotel(self.hotel.id):
            self.channel = whatsapp_channels.add(
                self.hotel.id,
                self.twilio.number,
                account,
                display_name="Aurora",
                keys=self.desk.keys,
                now=clock.now(),
            )

    @property
    def account(self) -> TwilioAccount:
        return self.twilio.account

    def later(self, **span: float) -> None:
        """Both sides' clock goes on."""
        before = float(self.offset_file.read_text() or 0) if self.offset_file.exists() else 0.0
        self.offset_file.write_text(str(before + timedelta(**span).total_seconds()))

    def known_guest(self, *, phone: str = MIA, email: str = "mia@guest.example") -> Guest:
        return builders.make_guest(self.hotel, email=email, phone=phone)

    def writes(
        self,
        body: str = "",
        *,
        sender: str = MIA,
        media: tuple[Medium, ...] = (),
        settle: bool = True,
        **extra: str,
    ) -> Record:
        """The guest's message arrives by the webhook, then everything that follows."""
        record, _ = self.twilio.guest_writes(sender, body, media=media, deliver=False)
        self.webhook(record, **extra)
        if settle:
            self.settle()
        return record

    def webhook(self, record: Record, **extra: str) -> None:
        """The door keeps Twilio's call."""
        form = callbacks.incoming_form(
            self.account, record, media_base=self.twilio.url, name="Mia Sand", extra=extra
        )
        self._door.keep_message(self.number, form, urlencode(form).encode(), now=clock.now())

    def report(self, record: Record, status: str, *, code: int | None = None) -> None:
        """The door keeps a status callback; nothing is done yet."""
        form = callbacks.status_form(self.account, record, status, code=code)
        self._door.keep_report(self.number, form, now=clock.now())

    @property
    def number(self) -> whatsapp_channels.Number:
        with hotel(self.hotel.id):
            return whatsapp_channels.number_of(Channel.get_by_id(self.channel.id), keys=self.desk.keys)

    def answers(
        self, body: str, *, pid: str = "", channel: ChannelKind | None = None, settle: bool = True
    ) -> int:
        """Ana answers in the ticket, the only one unless it is named. The message's id."""
        with hotel(self.hotel.id):
            ticket = tickets.find(self.hotel.id, pid) if pid else Ticket.select().order_by(Ticket.id).get()
            message = replies.send(
                tickets.lock(ticket.id), body, actor=self.ana.actor, now=clock.now(), channel=channel
            )
        if settle:
            self.settle()
        return int(message.id)

    def settle(self, conversation: Conversation | None = None) -> None:
        """Until nothing is due at this moment."""
        postman = Postman(self.desk, self.bag, door=self.bag)
        conversation = conversation or Conversation(self.desk)
        for _ in range(100):
            handed = dispatch.hand_over(now=clock.now(), limit=100, kinds=self.kinds)
            if not handed:
                return
            for claim in outbox.claim([one.id for one in handed], now=clock.now(), lease=LEASE):
                if claim.kind is EffectKind.PROCESS_INBOX:
                    intake.process([claim], desk=self.desk, tick=clock.now)
                elif claim.kind in WHATSAPP_KINDS:
                    conversation.carry_on(claim)
                else:
                    postman.deliver_all([claim])
        raise AssertionError("it never settles")

    def reconcile(self) -> None:
        """The moment to read the list has come."""
        reconciling.arm_all(self.desk.keys, now=clock.now())
        self.pass_deadlines()

    def pass_deadlines(self) -> None:
        with hotel(self.hotel.id):
            due = rows(
                "SELECT id FROM deadlines WHERE state = 'armed' AND due_at <= %s ORDER BY due_at",
                (clock.now(),),
            )
        for (id,) in due:
            with hotel(self.hotel.id):
                timers.fire(id, now=clock.now())
        self.settle()

    def tickets(self) -> list[Ticket]:
        with hotel(self.hotel.id):
            return list(Ticket.select().order_by(Ticket.id))

    def messages(self, *, direction: str = "") -> list[Message]:
        with hotel(self.hotel.id):
            found = list(Message.select().order_by(Message.id))
        return [one for one in found if direction in ("", one.direction)]

    def message(self, id: int) -> Message:
        with hotel(self.hotel.id):
            return Message.get_by_id(id)

    def contacts(self) -> list[WhatsappContact]:
        with hotel(self.hotel.id):
            return list(WhatsappContact.select().order_by(WhatsappContact.id))

    def parts(self, message_id: int) -> list[ProviderMessage]:
        with hotel(self.hotel.id):
            found = ProviderMessage.select().where(ProviderMessage.message_id == message_id)
            return list(found.order_by(ProviderMessage.part))

    def sent(self) -> list[str]:
        """What Twilio took for guests, in order, without acknowledgements."""
        return [one.body for one in self.twilio.sent() if not one.body.startswith("Thank you, your message")]

    def events(self) -> list[str]:
        with hotel(self.hotel.id):
            return [kind for (kind,) in rows("SELECT kind FROM events ORDER BY id")]

    def mails_to(self, address: str) -> list[Composed]:
        return [mail for mail in self.bag.mails if mail.envelope_to == address]
