"""How the senders of a batch stand with the hotel: muted, blocked, and how many automatic mails they got lately.

Read in two statements for all; what the batch itself sends is counted on. The limits are workflow/automatic_mail's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from workflow.automatic_mail import (
    A_DAY,
    AN_HOUR,
    Sent,
    counted_address,
    counted_domain,
)
from workflow.database import rows
from workflow.ledger import Ledger

KEPT = timedelta(days=2)
CLEARED_AT_ONCE = 500

Key = tuple[int, str]  # hotel and address
_NONE = (0, 0)

_STANDING = """
SELECT asked.hotel_id, asked.address, m.reason, min(b.pattern)
FROM unnest(%s::bigint[], %s::text[]) AS asked (hotel_id, address)
LEFT JOIN muted_addresses m ON m.hotel_id = asked.hotel_id AND m.address = asked.address
LEFT JOIN blocked_senders b ON b.hotel_id = asked.hotel_id
  AND b.pattern IN (asked.address, '@' || split_part(asked.address, '@', 2))
WHERE m.address IS NOT NULL OR b.pattern IS NOT NULL
GROUP BY asked.hotel_id, asked.address, m.reason
"""
# Each branch has its index; automatic_mails holds two days. n: which of the mails asks.
_SENT = """
WITH asked AS MATERIALIZED (
  SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
    AS asked (n, hotel_id, address, domain, words, received_at)),
since AS MATERIALIZED (SELECT %s::timestamptz AS day, %s::timestamptz AS hour)
SELECT 'day', asked.n, count(*), max(s.depth) FILTER (WHERE s.at < asked.received_at)
  FROM asked JOIN automatic_mails s USING (hotel_id, address)
  WHERE s.at > (SELECT day FROM since) GROUP BY 2
UNION ALL SELECT 'hour', asked.n, count(*), 0 FROM asked JOIN automatic_mails s USING (hotel_id, address)
  WHERE s.at > (SELECT hour FROM since) GROUP BY 2
UNION ALL SELECT 'domain', asked.n, count(*), max(s.depth) FROM asked JOIN automatic_mails s USING (hotel_id, domain)
  WHERE s.at > (SELECT hour FROM since) AND s.domain <> '' AND s.at < asked.received_at GROUP BY 2
UNION ALL SELECT 'words', asked.n, count(*), max(s.depth) FROM asked JOIN automatic_mails s USING (hotel_id, words)
  WHERE s.at > (SELECT day FROM since) AND s.at < asked.received_at GROUP BY 2
UNION ALL SELECT 'desk', asked.n, 1, 0 FROM asked WHERE EXISTS (SELECT FROM bellhop_channel(asked.address))
"""
_SENT_BY_HOTELS = """
SELECT hotel_id, count(*) FROM automatic_mails WHERE hotel_id = ANY(%s) AND at > %s GROUP BY hotel_id
"""
_CLEAR = """
DELETE FROM automatic_mails WHERE ctid IN (
  SELECT ctid FROM automatic_mails WHERE hotel_id = %s AND at < %s LIMIT %s FOR UPDATE SKIP LOCKED)
"""


@dataclass(frozen=True, slots=True)
class Asking:
    """An automatic mail that may go out: to whom, for which words (a digest), and when those came in."""

    inbox_id: int  # of the mail that it answers; 0 for none
    hotel_id: int
    address: str
    words: str
    received_at: datetime


@dataclass(slots=True)
class Standing:
    """muted and blocked by hotel and address; what was sent lately, by inbox row; what this batch sends, by address."""

    muted: dict[Key, str] = field(default_factory=dict)
    blocked: dict[Key, str] = field(default_factory=dict)
    sent_before: dict[int, Sent] = field(default_factory=dict)
    desks: set[int] = field(default_factory=set)  # inbox rows whose sender is a desk
    by_hotel: Counter[int] = field(default_factory=Counter)
    by_batch: Counter[Key] = field(default_factory=Counter)

    def sent(self, asking: Asking) -> Sent:
        """What went out to this sender, his domain, for these words, and of the hotel."""
        before = self.sent_before.get(asking.inbox_id, Sent())
        now = self.by_batch[asking.hotel_id, counted_address(asking.address)]
        return replace(
            before,
            to_address_hour=before.to_address_hour + now,
            to_address_day=before.to_address_day + now,
            of_hotel_hour=self.by_hotel[asking.hotel_id],
        )

    def note(self, ledger: Ledger, asking: Asking, *, now: datetime) -> None:
        """It goes out."""
        address = counted_address(asking.address)
        row = {
            "hotel_id": asking.hotel_id,
            "address": address,
            "domain": counted_domain(asking.address),
            "words": asking.words,
            "depth": self.sent(asking).depth,
            "at": now,
        }
        ledger.add("automatic_mails", row)
        self.by_batch[asking.hotel_id, address] += 1
        self.by_hotel[asking.hotel_id] += 1


def of_senders(senders: Sequence[Key]) -> Standing:
    """Who of them is muted or blocked, in the open transaction."""
    asked = sorted({sender for sender in senders if sender[1]})
    standing = Standing()
    if not asked:
        return standing
    for hotel_id, address, reason, pattern in rows(
        _STANDING, [list(column) for column in zip(*asked, strict=True)]
    ):
        if reason is not None:
            standing.muted[hotel_id, address] = reason
        if pattern is not None:
            standing.blocked[hotel_id, address] = pattern
    return standing


def count_automatic_mails(standing: Standing, asking: Sequence[Asking], *, now: datetime) -> None:
    """Reads what went out lately, for mails that may be answered; old rows of their hotels are cleared away."""
    if not asking:
        return
    hotel_ids = sorted({one.hotel_id for one in asking})
    for hotel_id in hotel_ids:
        rows(_CLEAR, (hotel_id, now - KEPT, CLEARED_AT_ONCE))
    standing.by_hotel.update(dict(rows(_SENT_BY_HOTELS, (hotel_ids, now - AN_HOUR))))
    found = rows(
        _SENT,
        (
            [one.inbox_id for one in asking],
            [one.hotel_id for one in asking],
            [counted_address(one.address) for one in asking],
            [counted_domain(one.address) for one in asking],
            [one.words for one in asking],
            [one.received_at for one in asking],
            now - A_DAY,
            now - AN_HOUR,
        ),
    )
    by_mail: dict[int, dict[str, tuple[int, int]]] = {}
    for what, inbox_id, number, depth in found:
        by_mail.setdefault(inbox_id, {})[what] = (number, depth or 0)
    for inbox_id, counted in by_mail.items():
        if "desk" in counted:
            standing.desks.add(inbox_id)
        standing.sent_before[inbox_id] = Sent(
            to_address_hour=counted.get("hour", _NONE)[0],
            to_address_day=counted.get("day", _NONE)[0],
            chain_to_address=counted.get("day", _NONE)[1],
            chain_to_domain=counted.get("domain", _NONE)[1],
            chain_of_words=counted.get("words", _NONE)[1],
        )


def forget(hotel_id: int, address: str) -> None:
    """A person wrote to this address: the automatic mails before that make no chain any more."""
    rows(
        "DELETE FROM automatic_mails WHERE hotel_id = %s AND address = %s",
        (hotel_id, counted_address(address)),
    )
