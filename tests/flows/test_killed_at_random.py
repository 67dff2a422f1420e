"""Door, worker and clock are killed with SIGKILL at random under load: nothing acked is lost, nothing is doubled."""

import random
import smtplib
import threading
import time
from collections import Counter
from pathlib import Path

from tests.flows.desk import Delivered, House, RunningDesk, guest_mail, spelled, stranger
from tests.processes import wait_until
from workflow.database import hotel
from workflow.models import Ticket

MAILS = 240
KILLS = 12
SENDERS = 4


def test_nothing_acked_is_lost_and_nothing_doubled(
    house: House, database_url: str, own_redis: str, tmp_path: Path
) -> None:
    """R-MAIL-1, R-MAIL-4, R-WF-7, R-RUN-5: counted as the outside sees it, by 250s and by Message-IDs."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    with RunningDesk(
        database_url=database_url,
        redis_url=own_redis,
        folder=tmp_path / "desk",
        environ={"LEASE_SECONDS": "2", "RETRY_SCALE": "0.02"},
    ) as desk:
        acked: set[str] = set()
        senders = [
            threading.Thread(target=send_all, args=(desk, house, range(first, MAILS, SENDERS), acked))
            for first in range(SENDERS)
        ]
        for sender in senders:
            sender.start()
        kills = kill_at_random(desk, random.Random(seed), while_alive=senders)
        for sender in senders:
            sender.join()
        wait_until(lambda: acked <= subjects(house), what="every acked mail is a ticket", seconds=90)
        desk.settle()

        wait_until(lambda: len(acknowledged(desk)) >= len(acked), what="all are acknowledged", seconds=60)
        desk.settle()
        tickets = Counter(subject_list(house))
        doubled_tickets = [subject for subject, count in tickets.items() if count > 1]
        doubled_mails = [address for address, ids in acknowledged(desk).items() if len(ids) > 1]
        resent = len(acknowledgements(desk)) - len(acknowledged(desk))
        print(
            f"acked {len(acked)} kills {kills} lost {len(acked - set(tickets))}"
            f" doubled {len(doubled_tickets) + len(doubled_mails)} resent {resent}"
        )
    assert len(acked) == MAILS
    assert kills >= KILLS
    assert acked == set(tickets)
    assert doubled_tickets == doubled_mails == []


def send_all(desk: RunningDesk, house: House, numbers: range, acked: set[str]) -> None:
    """As a mail server does: tries again, with the very same mail, until it is told 250."""
    for number in numbers:
        sender, subject = stranger(number), f"mail {number}"
        mail = guest_mail(house, f"Marker {spelled(number)}.", sender=sender, subject=subject)
        while subject not in acked:
            try:
                desk.send(mail, sender=sender, to=house.desk_address)
            except (OSError, smtplib.SMTPException):
                time.sleep(0.05)  # a mail server's pause before it tries again
            else:
                acked.add(subject)


def kill_at_random(desk: RunningDesk, chance: random.Random, *, while_alive: list[threading.Thread]) -> int:
    kills = 0
    while kills < KILLS or any(thread.is_alive() for thread in while_alive):
        time.sleep(chance.uniform(0.1, 0.8))
        name = chance.choice(("smtp", "worker", "clock"))
        desk.kill(name)
        time.sleep(chance.uniform(0, 0.3))
        desk.start(name)
        kills += 1
    return kills


def subject_list(house: House) -> list[str]:
    with hotel(house.hotel.id):
        return [ticket.subject for ticket in Ticket.select(Ticket.subject)]


def subjects(house: House) -> set[str]:
    return set(subject_list(house))


def acknowledgements(desk: RunningDesk) -> list[tuple[str, str]]:
    """(recipient, Message-ID) of what the relay took for the guests."""
    return [
        (mail.sunk.rcpt_tos[0], mail.message_id)
        for mail in (Delivered(sunk) for sunk in desk.sink.mails)
        if mail.sunk.rcpt_tos[0].startswith("guest@home-")
    ]


def acknowledged(desk: RunningDesk) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for address, message_id in acknowledgements(desk):
        found.setdefault(address, set()).add(message_id)
    return found
