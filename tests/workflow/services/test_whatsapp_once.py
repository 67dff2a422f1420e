"""Whatever the order of messages, answers, reports, deaths and window ends: each answer reaches the guest once, by one
path, or is shown as not sent with the reason (R-WA-6, R-WA-8).
"""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from bellhop.fakes.twilio import Fault, Record
from tests.workflow.services.chat import Chat
from tests.workflow.services.conftest import MakeChat
from worker.conversation import Conversation
from worker.transports.twilio import Listed, Twilio
from workflow import clock
from workflow.database import hotel
from workflow.models import Message, Ticket, WhatsappContact
from workflow.services import dispatch, replies, tickets
from workflow.services.dispatch import WHATSAPP_KINDS
from workflow.services.whatsapp_out import Ask
from workflow.values import EffectKind
from workflow.whatsapp.splitting import split

EXAMPLES = int(os.environ.get("BELLHOP_EXAMPLES", "6"))  # more of them for a longer look
_PHONES = count(1)


class Killed(BaseException):
    """The worker's process ends here."""


class DyingTwilio(Twilio):
    """Twilio takes it, and the worker that asked dies before it can write that down."""

    def ask(self, ask: Ask) -> Listed:
        super().ask(ask)
        raise Killed


@dataclass
class Story:
    """One guest, one ticket; what was answered, in order."""

    chat: Chat
    dice: random.Random
    phone: str = field(default_factory=lambda: f"+49170{next(_PHONES):07}")
    said: list[int] = field(default_factory=list)
    reported: list[Record] = field(default_factory=list)
    lost: int = 0

    def __post_init__(self) -> None:
        self.chat.kinds = (EffectKind.PROCESS_INBOX, EffectKind.SEND_ANSWER, *WHATSAPP_KINDS)
        self.chat.account.records.clear()
        self.chat.known_guest(phone=self.phone, email=self.mail)
        self.chat.writes("No towels", sender=self.phone)

    @property
    def mail(self) -> str:
        return f"guest{self.phone[1:]}@guest.example"

    @property
    def contact(self) -> WhatsappContact:
        with hotel(self.chat.hotel.id):
            return WhatsappContact.get(WhatsappContact.phone == self.phone)

    # What may happen

    def guest_writes(self) -> None:
        self.chat.writes(self.dice.choice(["And soap", "Hello?", "Please"]), sender=self.phone)

    def guest_taps(self) -> None:
        self.chat.writes("Read", sender=self.phone, ButtonText="Read")

    def guest_stops(self) -> None:
        self.chat.writes("STOP", sender=self.phone)

    def guest_starts(self) -> None:
        self.chat.writes("START", sender=self.phone)

    def webhook_is_lost(self) -> None:
        self.chat.twilio.guest_writes(self.phone, "Is anybody there?", deliver=False)
        self.lost += 1

    def list_is_read(self) -> None:
        self.chat.reconcile()

    def staff_answer(self) -> None:
        self._answer("short")
        self.chat.settle()

    def staff_answer_at_length(self) -> None:
        self._answer("long " * 500)
        self.chat.settle()

    def staff_answer_and_the_worker_dies(self) -> None:
        self._answer("short")
        dying = Conversation(self.chat.desk)
        dying._twilio = DyingTwilio(self.chat.twilio.url)
        try:
            self.chat.settle(dying)
        except Killed:
            note("the worker died")

    def twilio_breaks_off(self) -> None:
        self.chat.twilio.fail_next(Fault(hang_up=True))
        self.staff_answer()

    def twilio_has_a_fault(self) -> None:
        self.chat.twilio.fail_next(Fault(status=503, code=20500))
        self.staff_answer()

    def twilio_is_busy(self) -> None:
        self.chat.twilio.fail_next(Fault(status=429, code=20429, retry_after=30))
        self.staff_answer()

    def twilio_reports(self) -> None:
        """The truth about some of the messages, in any order, some twice."""
        records = self.chat.twilio.sent() * 2
        self.dice.shuffle(records)
        for record in records[: self.dice.randint(1, 6)]:
            self._report(record)
        self.chat.settle()

    def a_minute_passes(self) -> None:
        self._passes(minutes=1)

    def hours_pass(self) -> None:
        self._passes(hours=self.dice.choice([9, 23.97, 25]))

    # And in the end

    def ends(self) -> None:
        """Everything that can still happen happens, and the guest writes once more."""
        for _ in range(3):
            self._passes(minutes=3)
        self.chat.reconcile()
        self.guest_starts()
        for _ in range(3):
            for record in self.chat.twilio.sent():
                self._report(record)
            self._passes(minutes=3)
            self.guest_writes()

    def check(self) -> None:
        for id in self.said:
            message = self.chat.message(id)
            got, mails = self._got(message), self._mails(message)
            assert all(number <= 1 for number in got), f"{message.body[:20]} came {got} times"
            whole = all(number == 1 for number in got)
            if message.delivery_state == "failed":
                assert message.delivery_error
                assert mails == 0
                assert not whole
            else:
                assert (whole, mails) in ((True, 0), (False, 1)), (message.delivery_state, got, mails)
                assert message.delivery_state == ("delivered" if whole else "sent")
                assert message.channel == ("whatsapp" if whole else "email")
                assert whole or not any(got), "half of it by each path"
        by_whatsapp = [self.chat.message(id) for id in self.said]
        orders = [self._first_arrival(one) for one in by_whatsapp if all(self._got(one))]
        assert orders == sorted(orders), "in another order than they were written"

    def _got(self, message: Message) -> list[int]:
        """How often the guest's phone shows each part."""
        bodies = [one.body for one in self.chat.twilio.sent() if not self.chat.account.fate(one)]
        return [bodies.count(part) for part in split(message.body)]

    def _first_arrival(self, message: Message) -> int:
        shown = [one.body for one in self.chat.twilio.sent() if not self.chat.account.fate(one)]
        return shown.index(split(message.body)[0])

    def _mails(self, message: Message) -> int:
        marker = message.body.split()[0].encode()
        return sum(marker in mail.message_bytes for mail in self.chat.mails_to(self.mail))

    def _answer(self, words: str) -> None:
        number = len(self.said) + 1
        marked = " ".join(
            f"{self.phone[1:]}x{number}{word}{place}" for place, word in enumerate(words.split())
        )
        with hotel(self.chat.hotel.id):
            ticket = Ticket.select().where(Ticket.contact_id == self.contact.id).order_by(Ticket.id).get()
            message = replies.send(
                tickets.lock(ticket.id), marked, actor=self.chat.ana.actor, now=clock.now()
            )
        self.said.append(message.id)

    def _report(self, record: Record) -> None:
        fate = self.chat.account.fate(record)
        self.chat.report(record, "failed" if fate else "delivered", code=fate or None)

    def _passes(self, **span: float) -> None:
        self.chat.later(**span)
        dispatch.take_back_lost(now=clock.now())
        self.chat.later(seconds=timedelta(seconds=5).total_seconds())
        self.chat.settle()


HAPPENINGS: tuple[Callable[[Story], None], ...] = (
    Story.guest_writes,
    Story.guest_taps,
    Story.guest_stops,
    Story.guest_starts,
    Story.webhook_is_lost,
    Story.list_is_read,
    Story.staff_answer,
    Story.staff_answer_at_length,
    Story.staff_answer_and_the_worker_dies,
    Story.twilio_breaks_off,
    Story.twilio_has_a_fault,
    Story.twilio_is_busy,
    Story.twilio_reports,
    Story.a_minute_passes,
    Story.hours_pass,
)


@pytest.mark.parametrize("way", ["template", "mail", "nothing"])
def test_each_answer_arrives_once_by_one_path_or_says_why_not(make_chat: MakeChat, way: str) -> None:
    """R-WA-6, R-WA-7, R-WA-8, R-WA-9: `nothing` has no template and, outside the window, only mail."""
    wanted = {"template": {}, "mail": {"prefers_mail": True}, "nothing": {"template": None}}
    chat = make_chat(**wanted[way])

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        print_blob=True,
        phases=[Phase.explicit, Phase.generate],  # each step costs real work: shrinking would take minutes
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.lists(st.sampled_from(HAPPENINGS), min_size=3, max_size=12), st.integers(0, 2**32))
    def tell(happenings: list[Callable[[Story], None]], seed: int) -> None:
        story = Story(chat, random.Random(seed))
        for happens in happenings:
            note(happens.__name__)
            happens(story)
        story.ends()
        story.check()

    tell()
