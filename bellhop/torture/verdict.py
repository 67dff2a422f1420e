"""What the outside saw: by 250s, by the tickets and their timeline, and by the Message-IDs that reached the relay."""

from __future__ import annotations

import email
import email.policy
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message

from bellhop.fakes.smtp_sink import SunkMail
from bellhop.torture.cast import MEMBER, House, marker, stranger
from workflow.database import hotel, rows

FULL_ACKED = 500
FULL_KILLS = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """lost: acked and no ticket, no acknowledgement or no notice came of it, or a ticket that was to close did not.
    doubled: more tickets than one, more Message-IDs than one to a recipient, or closed twice. resent: the same mail, the
    same Message-ID, once more. unasked: a mail to somebody, or about something, that nobody wrote about."""

    acked: int
    kills: int
    lost: int
    doubled: int
    resent: int
    unasked: int
    seed: int

    @property
    def is_good(self) -> bool:
        return self.lost == self.doubled == self.unasked == 0 and self.resent <= self.kills

    @property
    def is_full(self) -> bool:
        return self.acked >= FULL_ACKED and self.kills >= FULL_KILLS

    def __str__(self) -> str:
        return (
            f"acked {self.acked} kills {self.kills} lost {self.lost} doubled {self.doubled}"
            f" resent {self.resent} unasked {self.unasked} seed {self.seed}"
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """tickets: how many of each marker. mails: of each (recipient, marker), how often each Message-ID came. closings:
    how often each ticket that was to close has closed."""

    tickets: Counter[str]
    mails: dict[tuple[str, str], Counter[str]]
    closings: dict[str, int]

    def missing(self, acked: Iterable[int]) -> int:
        """Of the acked mails and the tickets to close, those of which something is still to come."""
        mails = sum(
            marker(number) not in self.tickets
            or (stranger(number), marker(number)) not in self.mails
            or (MEMBER, marker(number)) not in self.mails
            for number in acked
        )
        return mails + sum(times == 0 for times in self.closings.values())

    def judged(self, acked: set[int], *, kills: int, seed: int) -> Verdict:
        asked = {(who, marker(number)) for number in acked for who in (stranger(number), MEMBER)}
        doubled = sum(count > 1 for count in self.tickets.values())
        doubled += sum(len(ids) > 1 for pair, ids in self.mails.items() if pair in asked)
        doubled += sum(times > 1 for times in self.closings.values())
        return Verdict(
            acked=len(acked),
            kills=kills,
            lost=self.missing(acked),
            doubled=doubled,
            resent=sum(times - 1 for ids in self.mails.values() for times in ids.values()),
            unasked=sum(pair not in asked for pair in self.mails),
            seed=seed,
        )


def look(house: House, mails: Iterable[SunkMail]) -> Seen:
    """At this moment."""
    with hotel(house.hotel_id):
        subjects = rows("SELECT subject FROM tickets WHERE subject NOT LIKE 'to close %%'", ())
        closings = rows(
            "SELECT t.subject, count(e.id) FROM tickets t"
            " LEFT JOIN events e ON e.ticket_id = t.id AND e.field = 'state' AND e.new = 'closed'"
            " WHERE t.subject LIKE 'to close %%' GROUP BY t.subject",
            (),
        )
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for mail in mails:
        headers = email.message_from_bytes(mail.raw, policy=email.policy.compat32)
        for recipient in mail.rcpt_tos:
            seen[recipient, _marker_in(headers)][str(headers["Message-ID"])] += 1
    return Seen(Counter(subject for (subject,) in subjects), seen, dict(closings))


def _marker_in(headers: Message) -> str:
    """Of an acknowledgement or a notice: the guest's subject stands in it, between or behind our own words."""
    words = str(headers["Subject"]).replace("]", " ").split()
    places = [place for place, word in enumerate(words[:-1]) if word == "mail" and words[place + 1].isdigit()]
    return f"mail {words[places[-1] + 1]}" if places else str(headers["Subject"])
