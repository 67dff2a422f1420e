"""A desk without processes: mails come in, are read, what goes out is composed and kept, all by hand and at once.

Real services, a real database, a clock that stands still until it is moved.
"""

import email
import email.policy
import email.utils
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage

from tests import builders
from tests.builders import Colleague
from worker.compose import Composed
from worker.postman import Postman
from worker.transports import Receipt
from workflow import clock
from workflow.authenticity import Finding, Origin, Verdict
from workflow.database import hotel, rows
from workflow.desk import Desk
from workflow.models import Channel, Hotel, Inbox
from workflow.reply_address import base_address
from workflow.services import dispatch, inbox, intake, outbox, timers
from workflow.values import EffectKind, Role

MIA = "mia@guest.example"
LEASE = timedelta(minutes=1)


@dataclass(frozen=True)
class Post:
    """A mail that went out."""

    kind: str
    to: str
    raw: bytes
    message: EmailMessage

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")

    @property
    def reply_to(self) -> str:
        return str(self.message["Reply-To"].addresses[0].addr_spec)

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])


class _Bag:
    """Takes every mail."""

    def __init__(self) -> None:
        self.mails: list[Composed] = []

    def longest(self, _mail: Composed) -> float:
        return 1.0

    def send(self, mail: Composed) -> Receipt:
        self.mails.append(mail)
        return Receipt("taken")


@dataclass
class Reception:
    """Hotel Aurora, which is no demo: Ana and Jon at the reception, and who proves to be who he says."""

    desk: Desk
    now: datetime = field(default_factory=clock.now)
    unproven: set[str] = field(default_factory=set)
    hotel: Hotel = field(init=False)
    channel: Channel = field(init=False)
    ana: Colleague = field(init=False)
    jon: Colleague = field(init=False)
    posts: list[Post] = field(default_factory=list)
    _seen: int = 0

    def __post_init__(self) -> None:
        self.hotel = builders.make_hotel(is_demo=False)
        self.channel = builders.make_channel(self.hotel)
        self.ana = builders.make_member(self.hotel, Role.MANAGER, name="Ana Ferri")
        self.jon = builders.make_member(self.hotel, email="jon@aurora.example", name="Jon Berg")

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def guest_writes(
        self, text: str = "Hello, room 12 has no towels.", *, to: str = "", subject: str = "No towels"
    ) -> None:
        self.arrives(
            written(text, sender=f"Mia Sand <{MIA}>", to=to or self.channel.address, subject=subject)
        )

    def answers(
        self, notice: Post, text: str, *, sender: str = "", to: str = "", quote: bool = True
    ) -> EmailMessage:
        """A member answers from a mail client; to: another address than the notice's own."""
        mail = answer(notice, text, sender=sender or notice.to, quote=quote)
        self.arrives(mail, to=to or notice.reply_to)
        return mail

    def arrives(self, mail: EmailMessage, *, to: str = "") -> None:
        """Through the door, then everything that follows."""
        self._accept(mail, to or str(mail["To"]))
        self.settle()

    def arrive_together(self, mails: list[tuple[EmailMessage, str]]) -> None:
        """Read in one batch."""
        for mail, to in mails:
            self._accept(mail, to)
        handed = dispatch.hand_over(now=self._soon(), limit=100, kinds=[EffectKind.PROCESS_INBOX])
        claims = outbox.claim([each.id for each in handed], now=self._soon(), lease=LEASE)
        intake.process(claims, desk=self.desk, tick=lambda: self.now, verify=self._verify)
        self.settle()

    def settle(self) -> None:
        """Until nothing is due any more."""
        bag = _Bag()
        postman = Postman(self.desk, bag, door=bag)
        while handed := dispatch.hand_over(now=self._soon(), limit=100):
            for one in outbox.claim([each.id for each in handed], now=self._soon(), lease=LEASE):
                if one.kind is EffectKind.PROCESS_INBOX:
                    intake.process([one], desk=self.desk, tick=lambda: self.now, verify=self._verify)
                else:
                    postman.deliver_all([one])
        self._keep(bag)

    def pass_deadlines(self) -> None:
        with hotel(self.hotel.id):
            due = rows(
                "SELECT id FROM deadlines WHERE state = 'armed' AND due_at <= %s ORDER BY due_at", (self.now,)
            )
        for (id,) in due:
            with hotel(self.hotel.id):
                timers.fire(id, now=self.now)
        self.settle()

    def new_posts(self) -> list[tuple[str, str]]:
        """Kind and recipient of what went out since this was asked last."""
        found = [(post.kind, post.to) for post in self.posts[self._seen :]]
        self._seen = len(self.posts)
        return sorted(found)

    def last(self, kind: str, to: str = "") -> Post:
        return next(post for post in reversed(self.posts) if post.kind == kind and to in ("", post.to))

    def to_guest(self) -> list[str]:
        """What members wrote, as the guest got it."""
        return [post.text for post in self.posts if post.kind == "answer"]

    def states(self) -> list[tuple[str, str]]:
        with hotel(self.hotel.id):
            return [(row.state, row.reason) for row in Inbox.select().order_by(Inbox.id)]

    def _accept(self, mail: EmailMessage, to: str) -> None:
        route = inbox.find_route(base_address(to))
        assert route is not None
        sender = email.utils.parseaddr(str(mail["From"]))[1]
        incoming = inbox.Incoming(
            route,
            "smtp",
            self.now,
            mail.as_bytes(policy=email.policy.SMTP),
            "" if mail["Auto-Submitted"] else sender,
            envelope_to=to,
            peer="192.0.2.7",
        )
        inbox.accept([incoming])

    def _soon(self) -> datetime:
        """What the postman writes down is due by his own clock."""
        return max(self.now, clock.now())

    def _verify(self, origin: Origin) -> Finding:
        if origin.from_address in self.unproven:
            return Finding(Verdict.NONE, "Its domain confirms nothing.")
        return Finding(Verdict.PASS, "DKIM passed.")

    def _keep(self, bag: _Bag) -> None:
        with hotel(self.hotel.id):
            kinds = dict(
                rows(
                    "SELECT result ->> 'message_id', result ->> 'kind' FROM effects WHERE result IS NOT NULL"
                )
            )
        for mail in bag.mails:
            message = email.message_from_bytes(mail.message_bytes, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self.posts.append(Post(kinds[mail.message_id], mail.envelope_to, mail.message_bytes, message))


def written(text: str, *, sender: str, to: str, subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = email.utils.format_datetime(clock.now())
    mail["Message-ID"] = email.utils.make_msgid(domain="mailer.example")
    mail.set_content(text)
    return mail


def answer(notice: Post, text: str, *, sender: str, quote: bool = True) -> EmailMessage:
    """As a mail client makes one: threaded, with the original quoted below."""
    quoted = "\n".join(f"> {line}" for line in notice.text.splitlines())
    attribution = "On Fri, Nov 20, 2026 at 9:12 AM Aurora Hotel <aurora@desk.localhost> wrote:"
    body = f"{text}\n\n{attribution}\n\n{quoted}\n" if quote else text
    mail = written(body, sender=sender, to=notice.reply_to, subject=f"Re: {notice.message['Subject']}")
    mail["In-Reply-To"] = notice.message_id
    mail["References"] = " ".join(filter(None, (notice.message["References"], notice.message_id)))
    return mail
