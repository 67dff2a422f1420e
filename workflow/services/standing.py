"""How the senders of a batch stand with the hotel: muted, blocked, and how many automatic mails they got lately.

Read in two statements for all; what the batch itself sends is counted on. The limits are workflow/automatic_mail's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from workflow.automatic_mail import (
    A_DAY,
    AN_HOUR,
    Sent,
    counted_address,
    counted_domain,
    words_digest,
)
from workflow.database import rows
from workflow.ledger import Ledger
from workflow.reading import Mail

KEPT = timedelta(days=2)
CLEARED_AT_ONCE = 500

Key = tuple[int, str]  # hotel and address

_STANDING = """
SELECT asked.hotel_id, asked.address, m.reason, min(b.pattern)
FROM unnest(%s::bigint[], %s::text[]) AS asked (hotel_id, address)
LEFT JOIN muted_addresses m ON m.hotel_id = asked.hotel_id AND m.address = asked.address
LEFT JOIN blocked_senders b ON b.hotel_id = asked.hotel_id
  AND b.pattern IN (asked.address, '@' || split_part(asked.address, '@', 2))
WHERE m.address IS NOT NULL OR b.pattern IS NOT NULL
GROUP BY asked.hotel_id, asked.address, m.reason
"""
# Each branch has its index; automatic_mails holds two days.
_SENT = """
WITH asked AS MATERIALIZED (
  SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS asked (hotel_id, address, domain, words)),
since AS MATERIALIZED (SELECT %s::timestamptz AS day, %s::timestamptz AS hour)
SELECT 'day', s.hotel_id, s.address, count(*) FROM automatic_mails s
  WHERE s.at > (SELECT day FROM since) AND (s.hotel_id, s.address) IN (SELECT hotel_id, address FROM asked) GROUP BY 2, 3
UNION ALL SELECT 'hour', s.hotel_id, s.address, count(*) FROM automatic_mails s
  WHERE s.at > (SELECT hour FROM since) AND (s.hotel_id, s.address) IN (SELECT hotel_id, address FROM asked) GROUP BY 2, 3
UNION ALL SELECT 'domain', s.hotel_id, s.domain, count(*) FROM automatic_mails s
  WHERE s.at > (SELECT hour FROM since) AND s.domain <> ''
    AND (s.hotel_id, s.domain) IN (SELECT hotel_id, domain FROM asked) GROUP BY 2, 3
UNION ALL SELECT 'words', s.hotel_id, s.words, count(*) FROM automatic_mails s
  WHERE s.at > (SELECT day FROM since) AND (s.hotel_id, s.words) IN (SELECT hotel_id, words FROM asked) GROUP BY 2, 3
UNION ALL SELECT 'hotel', s.hotel_id, '', count(*) FROM automatic_mails s
  WHERE s.at > (SELECT hour FROM since) AND s.hotel_id IN (SELECT hotel_id FROM asked) GROUP BY 2
UNION ALL SELECT 'desk', asked.hotel_id, asked.address, 1 FROM asked
  WHERE EXISTS (SELECT FROM bellhop_channel(asked.address))
"""
_CLEAR = """
DELETE FROM automatic_mails WHERE ctid IN (
  SELECT ctid FROM automatic_mails WHERE hotel_id = %s AND at < %s LIMIT %s FOR UPDATE SKIP LOCKED)
"""


@dataclass(slots=True)
class Standing:
    """By hotel and address. `counts` is asked by what is counted: day, hour, domain, words, hotel, desk."""

    muted: dict[Key, str] = field(default_factory=dict)
    blocked: dict[Key, str] = field(default_factory=dict)
    counts: Counter[tuple[str, int, str]] = field(default_factory=Counter)

    def sent(self, hotel_id: int, mail: Mail) -> Sent:
        """What went out to this sender, his domain, for these words, and of the hotel."""
        address, domain = counted_address(mail.from_address), counted_domain(mail.from_address)
        return Sent(
            to_address_hour=self.counts["hour", hotel_id, address],
            to_address_day=self.counts["day", hotel_id, address],
            to_domain_hour=self.counts["domain", hotel_id, domain] if domain else 0,
            for_words_day=self.counts["words", hotel_id, words_digest(mail)],
            of_hotel_hour=self.counts["hotel", hotel_id, ""],
        )

    def is_desk(self, hotel_id: int, mail: Mail) -> bool:
        return self.counts["desk", hotel_id, counted_address(mail.from_address)] > 0

    def note(self, ledger: Ledger, hotel_id: int, mail: Mail, *, now: datetime) -> None:
        """An automatic mail goes to the sender of this one."""
        address, domain = counted_address(mail.from_address), counted_domain(mail.from_address)
        words = words_digest(mail)
        for what, value in (
            ("hour", address),
            ("day", address),
            ("domain", domain),
            ("words", words),
            ("hotel", ""),
        ):
            self.counts[what, hotel_id, value] += 1
        row = {"hotel_id": hotel_id, "address": address, "domain": domain, "words": words, "at": now}
        ledger.add("automatic_mails", row)


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


def count_automatic_mails(standing: Standing, mails: Sequence[tuple[int, Mail]], *, now: datetime) -> None:
    """Reads what went out lately, for mails that may be answered; old rows of their hotels are cleared away."""
    if not mails:
        return
    hotel_ids = [hotel_id for hotel_id, _ in mails]
    for hotel_id in sorted(set(hotel_ids)):
        rows(_CLEAR, (hotel_id, now - KEPT, CLEARED_AT_ONCE))
    addresses = [mail.from_address for _, mail in mails]
    found = rows(
        _SENT,
        (
            hotel_ids,
            [counted_address(address) for address in addresses],
            [counted_domain(address) for address in addresses],
            [words_digest(mail) for _, mail in mails],
            now - A_DAY,
            now - AN_HOUR,
        ),
    )
    for what, hotel_id, value, number in found:
        standing.counts[what, hotel_id, value] = number
