"""The mails of an account, as letters: a link to set the password, or word of one more hotel.

In the open transaction. They are not shown among the mails kept in the outbox: their links are for one person.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from workflow.desk import Desk
from workflow.letter import Letter, LetterKind, TicketFacts
from workflow.models import AccountLink, Effect, Hotel, Membership, Staff
from workflow.reply_address import Purpose as ReplyPurpose
from workflow.reply_address import ReplyTo, make_message_id
from workflow.services import letter_parts
from workflow.services.account_links import Purpose, token_of
from workflow.services.queue_letters import NO_TICKET, desk_address

_KINDS = {
    Purpose.RESET: LetterKind.PASSWORD_RESET,
    Purpose.INVITATION: LetterKind.INVITATION,
    Purpose.MEMBERSHIP: LetterKind.MEMBERSHIP,
}


def letter_of(effect: Effect, *, desk: Desk, now: datetime) -> Letter | None:
    """None when the link is worth nothing any more, or the person is no member."""
    link = AccountLink.get_or_none(AccountLink.id == int(effect.payload["link"]))
    if link is None or link.expires_at <= now or link.used_at is not None:
        return None
    person = Staff.get_or_none(Staff.id == link.staff_id, Staff.disabled_at.is_null())
    membership = Membership.get_or_none(
        Membership.hotel_id == link.hotel_id,
        Membership.staff_id == link.staff_id,
        Membership.disabled_at.is_null(),
    )
    if person is None or membership is None:
        return None
    hotel = Hotel.get_by_id(link.hotel_id)
    channel = desk_address(hotel.id)
    address = channel.address if channel else f"bellhop@{desk.settings.mail_domain}"
    bounce = ReplyTo(ReplyPurpose.EFFECT, NO_TICKET, effect.id)
    purpose = Purpose(link.purpose)
    return Letter(
        kind=_KINDS[purpose],
        message_id=make_message_id(
            f"e{effect.id}", NO_TICKET, domain=address.rpartition("@")[2], keys=desk.keys
        ),
        hotel_id=hotel.id,
        hotel_name=hotel.name,
        desk_address=address,
        to_address=person.email,
        to_name=person.name,
        reply_to=address,
        envelope_from=letter_parts.signed(channel, bounce, desk=desk, now=now) if channel else "",
        language=membership.language or hotel.language,
        ticket=_facts(_url(link, purpose, desk)),
        words="",
        due=f"{link.expires_at.astimezone(ZoneInfo(hotel.time_zone)):%Y-%m-%d %H:%M}",
    )


def _url(link: AccountLink, purpose: Purpose, desk: Desk) -> str:
    """The token stands in the query, which no log line of ours holds."""
    if purpose is Purpose.MEMBERSHIP:
        return f"{desk.settings.public_url}/login"
    return f"{desk.settings.public_url}/set-password?token={token_of(link.seed, desk.keys)}"


def _facts(url: str) -> TicketFacts:
    return TicketFacts(
        pid="", subject="", state="", priority="", guest="", room="", assignee="", panel_url=url
    )
