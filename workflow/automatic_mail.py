"""Automatic mail, in and out: who wrote a mail that came, and whether a mail may go out that nobody wrote. Pure.

In (R-MAIL-9): a machine's mail is kept and changes nothing. Out (R-MAIL-10): every automatic mail to somebody outside
asks `refusal` first, whose limits end each loop at three mails, also with machines that do not say what they are.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from publicsuffixlist import PublicSuffixList

from workflow.reading import Auto, Mail
from workflow.reasons import because
from workflow.reply_address import base_address

DESK_HEADER = "X-Bellhop-Desk"
"""On every mail that a desk sends; its value is the desk's address."""

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
TO_ADDRESS_AN_HOUR, TO_ADDRESS_A_DAY = 5, 20
TO_STRANGER_A_DAY = 1
MAX_CHAIN = 3
"""Automatic mails one after the other, each there before the next mail came: to one address, or to one domain."""
MAX_CHAIN_OF_WORDS = 2
"""The same for mails that say the same: one more has gone out before, to what began it."""

TOLD_AN_HOUR = 20
"""Mails into one ticket that its people are told of by mail; what is more they see in the panel."""
DOUBTFUL_TOLD_AN_HOUR = 3
"""The same for mails that look automatic."""

MAX_WORDS = 4_000
# Here one domain has many people, and nobody gets a new address for each mail: the domain is not counted.
_MAILBOX_PROVIDERS = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "yahoo.co.uk", "yahoo.co.jp",
        "icloud.com", "me.com", "mac.com", "aol.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de",
        "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "libero.it", "virgilio.it", "tiscali.it", "alice.it", "hotmail.it",
        "hotmail.fr", "hotmail.es", "hotmail.co.uk", "outlook.de", "outlook.fr", "outlook.es", "outlook.it", "yahoo.fr", "yahoo.de", "yahoo.it",
        "yahoo.es", "yahoo.com.br", "uol.com.br", "bol.com.br", "terra.com.br", "sapo.pt", "telefonica.net", "ziggo.nl", "kpnmail.nl", "home.nl",
        "telenet.be", "skynet.be", "bluewin.ch", "proton.me", "protonmail.com", "pm.me", "mail.ru", "yandex.ru", "ya.ru", "bk.ru", "wp.pl",
        "o2.pl", "onet.pl", "interia.pl", "seznam.cz", "centrum.cz", "qq.com", "163.com", "126.com", "sina.com", "foxmail.com", "docomo.ne.jp",
        "ezweb.ne.jp", "softbank.ne.jp", "naver.com", "daum.net", "comcast.net", "verizon.net", "att.net", "btinternet.com", "sky.com",
        "fastmail.com", "zoho.com", "hey.com", "mail.com", "booking.com", "expedia.com", "expediapartnercentral.com", "airbnb.com", "hrs.de",
    }
)  # fmt: skip
_SUFFIXES = PublicSuffixList()
_WITH_DIGITS = re.compile(r"\S*\d\S*")


class Nature(StrEnum):
    """Who wrote a mail that came in, as far as it shows."""

    PERSON = "person"
    DOUBTFUL = "doubtful"  # its words alone say that a machine wrote it: it counts as a person's, but is not answered
    MACHINE = "machine"
    DESK_MACHINE = "desk_machine"  # a desk's own acknowledgement or notice
    OWN = "own"  # a mail of this desk, come back


@dataclass(frozen=True, slots=True)
class Seen:
    """A nature, and the sentence that the ticket shows for it."""

    nature: Nature
    reason: str = ""
    from_desk: bool = False  # a desk sent it: nothing automatic answers it, whoever wrote it


A_PERSON = Seen(Nature.PERSON)


def nature_of(mail: Mail, *, desk: str, null_sender: bool, has_our_id: bool) -> Seen:
    """What is seen of a mail that came to this desk address."""
    sent_by = mail.header(DESK_HEADER).strip().lower()
    from_desk = bool(sent_by)
    is_unchanged = has_our_id or base_address(mail.from_address) == desk
    if mail.bounce is None and sent_by == desk and is_unchanged:
        return Seen(Nature.OWN, because("It is this desk's own mail, come back."), from_desk=True)
    if mail.auto is Auto.YES:
        nature = Nature.DESK_MACHINE if from_desk else Nature.MACHINE
        return Seen(nature, mail.auto_reason, from_desk)
    if null_sender:
        return Seen(Nature.MACHINE, because("It came with a null sender."), from_desk)
    if mail.auto is Auto.PROBABLE:
        return Seen(Nature.DOUBTFUL, mail.auto_reason, from_desk)
    return Seen(Nature.PERSON, from_desk=from_desk)


@dataclass(frozen=True, slots=True)
class Sent:
    """What automatic mails went out lately. The chains count those that the mail could be an answer to."""

    to_address_hour: int = 0
    to_address_day: int = 0
    of_hotel_hour: int = 0
    chain_to_address: int = 0  # within a day
    chain_to_domain: int = 0  # within an hour
    chain_of_words: int = 0  # within a day

    @property
    def depth(self) -> int:
        """Of the next automatic mail."""
        return 1 + max(self.chain_to_address, self.chain_to_domain, self.chain_of_words)


@dataclass(frozen=True, slots=True)
class Question:
    """What is known when an automatic mail is about to be written to somebody who wrote."""

    seen: Seen
    has_address: bool
    is_known: bool  # a guest of the hotel
    is_verified: bool
    is_muted: bool
    is_desk: bool  # the address is a desk of this installation
    claims_a_claim: bool  # it points to a ticket that itself only pointed to another one
    sent: Sent


def refusal(asked: Question, *, hotel_an_hour: int) -> str:
    """Why no automatic mail goes out, as a plain sentence; "" when one may."""
    if asked.seen.nature is not Nature.PERSON:
        return asked.seen.reason
    if asked.seen.from_desk or asked.is_desk:
        return because("Another desk sent it.")
    if not asked.has_address:
        return because("It names no sender.")
    if not (asked.is_known or asked.is_verified):
        return because("Its sender is not known, and not confirmed.")
    if asked.is_muted:
        return because("Mail to its sender came back.")
    if asked.claims_a_claim:
        return because("It answers an answer to a ticket that its sender takes no part in.")
    return _beyond(asked, hotel_an_hour)


def _beyond(asked: Question, hotel_an_hour: int) -> str:
    """A guest of the hotel has one address: only strangers may come back under ever new ones."""
    sent = asked.sent
    if sent.to_address_day >= (TO_ADDRESS_A_DAY if asked.is_known else TO_STRANGER_A_DAY):
        return because("Its sender got an automatic mail lately.")
    if sent.to_address_hour >= TO_ADDRESS_AN_HOUR:
        return because("Its sender got several automatic mails within the hour.")
    if sent.chain_to_address >= MAX_CHAIN:
        return because("Its sender got several automatic mails in a row, and no person has answered.")
    if sent.of_hotel_hour >= hotel_an_hour:
        return because("The hotel has sent as many automatic mails within the hour as it allows.")
    if asked.is_known:
        return ""
    if sent.chain_to_domain >= MAX_CHAIN:
        return because("Its sender's domain got several automatic mails in a row within the hour.")
    if sent.chain_of_words >= MAX_CHAIN_OF_WORDS:
        return because("The same words got several automatic mails in a row within the day.")
    return ""


def counted_domain(address: str) -> str:
    """The registered domain whose automatic mails are counted together; "" for the large providers of mailboxes."""
    domain = address.rpartition("@")[2]
    registered = _SUFFIXES.privatesuffix(domain) or domain
    return "" if registered in _MAILBOX_PROVIDERS else registered


def counted_address(address: str) -> str:
    """The mailbox behind an address: tags do not make a new one."""
    return base_address(address)


def words_digest(mail: Mail) -> str:
    """The same for the same words: what holds a digit is left out, for it may be a number or a time that changes."""
    words = mail.visible_text if mail.visible_text.strip() else mail.subject
    plain = _WITH_DIGITS.sub(" ", words[:MAX_WORDS].casefold())
    letters = "".join(filter(str.isalpha, plain))
    return hashlib.sha256(letters.encode("utf-8", "replace")).hexdigest()[:32]


def is_told(seen: Seen, *, earlier_within_hour: int) -> bool:
    """Whether a mail into a ticket is told to its people by mail, after so many others (a loop is no storm)."""
    certain = seen.nature is Nature.PERSON and not seen.from_desk
    return earlier_within_hour < (TOLD_AN_HOUR if certain else DOUBTFUL_TOLD_AN_HOUR)
