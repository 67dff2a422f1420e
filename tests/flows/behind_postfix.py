"""What the tests behind a real Postfix share: the page's sections, a desk that takes LMTP, what stands in it."""

import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.flows.desk import House, RunningDesk, guest_mail
from tests.postfix import INSIDE, Postfix
from tests.processes import wait_until
from workflow.database import hotel
from workflow.models import Hotel, Inbox, Ticket

MIA = "mia@aurora-guest.example"
BY_SOCKET = "By a Unix socket"
OUR_DOMAIN = {"desk.your.domain": "desk.localhost"}


@contextmanager
def running_desk(database_url: str, redis_url: str, folder: Path, **environ: str) -> Iterator[RunningDesk]:
    """Takes LMTP; sends by a sink of its own unless SMTP_RELAY_URL is given."""
    with RunningDesk(
        database_url=database_url,
        redis_url=redis_url,
        folder=folder,
        relay="SMTP_RELAY_URL" not in environ,
        environ=environ,
    ) as running:
        wait_until(lambda: running.log("smtp").count("listening") == 2, what="the LMTP door listens")
        yield running


def guest_writes(
    mx: Postfix, house: House, text: str, *others: str, origin: str = INSIDE
) -> dict[str, tuple[int, bytes]]:
    """To the desk and others at once. Returns who was refused, and how."""
    mail = guest_mail(house, text, sender=MIA, subject=text).as_bytes(policy=email.policy.SMTP)
    return mx.send(mail, sender=MIA, to=[house.desk_address, *others], origin=origin)


def subjects(at: Hotel) -> list[str]:
    with hotel(at.id):
        return [ticket.subject for ticket in Ticket.select().order_by(Ticket.id)]


def inbox(at: Hotel, state: str = "processed") -> list[Inbox]:
    with hotel(at.id):
        return list(Inbox.select().where(Inbox.state == state).order_by(Inbox.id))
