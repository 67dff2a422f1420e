"""Who plays in the campaign: a hotel with a desk address and a member, strangers who write to it, tickets that are to
close at a moment during the run."""

from __future__ import annotations

import email.policy
import email.utils
import random
import smtplib
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage

from workflow import clock
from workflow.database import hotel, rows
from workflow.models import Hotel
from workflow.services import hotels, tickets
from workflow.values import Actor, ActorKind, Role, Rule, Source, State

DESK = "torture@desk.localhost"
MEMBER = "ana@torture.example"
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_RETRY_SECONDS = 0.05
_TIMEOUT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class House:
    hotel_id: int


def open_house() -> House:
    """The hotel answers everybody and tells of each mail: the usual limits would hide what is doubled."""
    now = clock.now()
    made = hotels.create_hotel(
        code="TOR", name="Torture", time_zone="UTC", language="en", is_demo=True, now=now
    )
    with hotel(made.id):
        settings = {"automatic_an_hour": 1_000_000, "notices": {"single": 0, "single_new": 0}}
        Hotel.update(settings=settings).where(Hotel.id == made.id).execute()
        hotels.add_mail_channel(
            hotel_id=made.id,
            address=DESK,
            display_name="Torture",
            settings={"trusts_loopback": True},
            now=now,
        )
    hotels.add_member(
        hotel_id=made.id,
        email=MEMBER,
        name="Ana",
        password="only for the campaign",
        role=Role.RECEPTION,
        now=now,
    )
    return House(made.id)


def arm_tickets(house: House, count: int, *, within: timedelta, chance: random.Random) -> None:
    """Resolved tickets, each of which closes at some moment of the run."""
    now = clock.now()
    with hotel(house.hotel_id):
        for number in range(count):
            ticket = tickets.open_ticket(
                tickets.NewTicket(
                    hotel_id=house.hotel_id,
                    source=Source.PANEL,
                    subject=f"to close {number}",
                    description="",
                    received_at=now,
                    placed_by=Rule.PANEL,
                ),
                actor=Actor(ActorKind.SYSTEM),
                now=now,
            )
            tickets.move(ticket, State.RESOLVED, actor=Actor(ActorKind.SYSTEM), now=now)
            due = now + within * chance.random()
            rows(
                "UPDATE deadlines SET due_at = %s, look_at = %s WHERE ticket_id = %s AND state = 'armed'"
                " AND kind = 'close_resolved' RETURNING id",
                (due, due, ticket.id),
            )
        rows("UPDATE effects SET state = 'done' WHERE state = 'waiting' RETURNING id")


def stranger(number: int) -> str:
    """Somebody nobody knows; no two share a domain, so that no limit of automatic mail counts them together."""
    return f"guest@home-{number}.example"


def marker(number: int) -> str:
    return f"mail {number}"


class Senders:
    """Mail servers of the outside: each tries again, with the very same mail, until it is told 250."""

    def __init__(self, port: int, numbers: range, *, at_once: int, every_seconds: float) -> None:
        self.acked: set[int] = set()
        self._port = port
        self._every_seconds = every_seconds
        self._threads = [
            threading.Thread(target=self._send_all, args=(numbers[first::at_once],), daemon=True)
            for first in range(at_once)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def are_at_work(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def _send_all(self, numbers: range) -> None:
        for number in numbers:
            mail = guest_mail(number)
            while number not in self.acked:
                if self._is_taken(mail, number):
                    self.acked.add(number)
                else:
                    time.sleep(_RETRY_SECONDS)
            time.sleep(self._every_seconds)

    def _is_taken(self, mail: bytes, number: int) -> bool:
        try:
            with smtplib.SMTP("127.0.0.1", self._port, timeout=_TIMEOUT_SECONDS) as connection:
                connection.sendmail(stranger(number), [DESK], mail)
        except (OSError, smtplib.SMTPException):
            return False
        return True


def guest_mail(number: int) -> bytes:
    """Its words differ in more than digits, so that no two look like the same machine's."""
    mail = EmailMessage()
    mail["From"] = f"Guest <{stranger(number)}>"
    mail["To"] = DESK
    mail["Subject"] = marker(number)
    mail["Date"] = email.utils.format_datetime(clock.now())
    mail["Message-ID"] = email.utils.make_msgid(domain="guest.example")
    mail.set_content(f"Marker {' '.join(_DIGITS[int(digit)] for digit in str(number))}.")
    return mail.as_bytes(policy=email.policy.SMTP)
