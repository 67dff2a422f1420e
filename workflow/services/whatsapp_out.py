"""What goes out by WhatsApp, step by step: which part is asked for next, by which path, and what the provider said.

Each function is one short transaction of the caller; nothing here speaks to the network. A part is written down as
asked before it is asked for: when nobody knows what became of it, it is looked up, never just sent again (R-WA-8).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from workflow.database import rows
from workflow.desk import Desk
from workflow.errors import DeliveryFailed
from workflow.models import Attachment, Channel, Effect, Message, ProviderMessage, Ticket, WhatsappContact
from workflow.reasons import because
from workflow.services import contacts, delivery, outbox, provider_reports, signed_links, whatsapp_paths
from workflow.services.outbox import Claim
from workflow.services.provider_reports import ASKED, WAITING
from workflow.services.whatsapp_channels import Number, number_of
from workflow.values import DeliveryState, EffectState
from workflow.whatsapp.splitting import split
from workflow.whatsapp.window import Path

UNFINISHED = (WAITING, ASKED)
GRACE = timedelta(minutes=2)
"""After which a message that is not in the provider's list was surely not taken: longer than any request may last."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A part to be asked for now; it is written down as asked. Words, or a file by its link, or a template."""

    part_id: int
    number: Number
    to: str
    body: str
    asked_at: datetime
    report_url: str
    media_url: str = ""
    sha256: str = ""  # of the file, with these three
    filename: str = ""
    content_type: str = ""
    size: int = 0
    content_sid: str = ""
    content_variables: str = ""  # of the template, as JSON


@dataclass(frozen=True, slots=True)
class LookUp:
    """A part of which nobody knows whether the provider took it. known: sids that are something else."""

    ask: Ask
    known: frozenset[str]


def next_step(claim: Claim, *, desk: Desk, now: datetime) -> Ask | LookUp | None:
    """What to do at the provider now; None: nothing, and the claim is settled. Raises DeliveryFailed (permanent)."""
    if claim not in outbox.lock_held([claim]):
        return None
    effect = Effect.get_by_id(claim.id)
    contact = contacts.lock_person(int(effect.payload["contact"]))
    message = Message.select().where(Message.id == effect.message_id).for_update().get()
    if message.delivery_state != DeliveryState.PENDING:
        _settled(claim, because("Nothing of it is to be sent any more."), now=now)
        return None
    if not delivery.may_speak(message):
        raise DeliveryFailed(because("Its author was disabled before it went out."), permanent=True)
    template = str(effect.payload.get("template", ""))
    parts = _parts(message, contact, now=now)
    part = next((one for one in parts if one.state in UNFINISHED), None)
    if part is None:
        provider_reports.settle(message, now=now)
        _settled(claim, because("The provider has it."), now=now)
        return None
    if part.state == WAITING:
        has_begun = any(one.sid is not None for one in parts)
        if not _goes_free(
            claim, message, contact, template=template, has_begun=has_begun, desk=desk, now=now
        ):
            return None
        ProviderMessage.update(state=ASKED, asked_at=now, updated_at=now).where(
            ProviderMessage.id == part.id
        ).execute()
        return _ask(message, contact, part, template, desk=desk, now=now)
    return LookUp(_ask(message, contact, part, template, desk=desk, now=part.asked_at), _known(contact))


def record_taken(claim: Claim, ask: Ask, *, sid: str, status: str, now: datetime) -> None:
    """The provider has the part. Holds also for a claim that was lost meanwhile: a fact is a fact."""
    provider_reports.hold(sid)
    changed = (
        ProviderMessage.update(
            sid=sid,
            state=provider_reports.state_or_pending(status),
            code=None,
            updated_at=now,
        )
        .where(
            ProviderMessage.id == ask.part_id,
            ProviderMessage.state == ASKED,
            ProviderMessage.asked_at == ask.asked_at,
        )
        .execute()
    )
    if changed:
        provider_reports.apply_known(claim.hotel_id, sid, now=now)


def record_not_taken(ask: Ask, *, now: datetime) -> None:
    """The provider surely does not have it: it may be asked for again."""
    ProviderMessage.update(state=WAITING, updated_at=now).where(
        ProviderMessage.id == ask.part_id,
        ProviderMessage.state == ASKED,
        ProviderMessage.asked_at == ask.asked_at,
    ).execute()


def after_trouble(claim: Claim, error: str, *, now: datetime) -> None:
    """A template that was given up asks nobody: what waits for its tap must not wait for ever."""
    effect = Effect.get_by_id(claim.id)
    if effect.state == EffectState.DEAD and "template" in effect.payload:
        whatsapp_paths.template_failed(contacts.lock_person(int(effect.payload["contact"])), error, now=now)


def sure_at(ask: Ask, *, scale: float) -> datetime:
    """When a part that is still not in the provider's list was surely not taken."""
    return ask.asked_at + max(GRACE * scale, timedelta(seconds=2))


def _settled(claim: Claim, detail: str, *, now: datetime) -> None:
    outbox.finish(claim, now=now, result={"kind": "whatsapp", "detail": detail})


def _goes_free(
    claim: Claim,
    message: Message,
    contact: WhatsappContact,
    *,
    template: str,
    has_begun: bool,
    desk: Desk,
    now: datetime,
) -> bool:
    """Whether the next part may be asked for; else it is parked, goes by mail, or is not sent, and that is written."""
    ticket = Ticket.get_by_id(message.ticket_id)
    if template:
        if whatsapp_paths.wants_template(contact, now=now):
            return True
        whatsapp_paths.drop_template(message)
        _settled(claim, because("The guest wrote meanwhile."), now=now)
        return False
    number = number_of(Channel.get_by_id(contact.channel_id), keys=desk.keys)
    choice = whatsapp_paths.choose(message, ticket, contact, number, has_begun=has_begun, now=now)
    if choice.path is Path.FREE:
        return True
    _settled(claim, choice.reason, now=now)
    whatsapp_paths.take(choice, message, ticket, contact, number, now=now)
    return False


def _parts(message: Message, contact: WhatsappContact, *, now: datetime) -> Sequence[ProviderMessage]:
    """The rows of the message's parts, in order: made when it is looked at first, the same ever after."""
    found = _of(message)
    if not found:
        for position in range(len(_contents(message)) or 1):
            ProviderMessage.create(
                hotel_id=message.hotel_id,
                channel_id=contact.channel_id,
                message_id=message.id,
                part=position,
                state=WAITING,
                asked_at=now,
                updated_at=now,
            )
        found = _of(message)
    return found


def _of(message: Message) -> Sequence[ProviderMessage]:
    mine = ProviderMessage.select().where(ProviderMessage.message_id == message.id)
    return list(mine.order_by(ProviderMessage.part))


def _contents(message: Message) -> list[str | Attachment]:
    """Texts first, then the files."""
    files = Attachment.select().where(Attachment.message_id == message.id).order_by(Attachment.id)
    return [*split(message.body), *files]


def _ask(
    message: Message,
    contact: WhatsappContact,
    part: ProviderMessage,
    template: str,
    *,
    desk: Desk,
    now: datetime,
) -> Ask:
    number = number_of(Channel.get_by_id(contact.channel_id), keys=desk.keys)
    content = "" if template else _contents(message)[part.part]
    settings = desk.settings
    ask = Ask(
        part_id=part.id,
        number=number,
        to=contact.address,
        body=content if isinstance(content, str) else "",
        asked_at=now,
        report_url=f"{settings.hooks_public_url}/twilio/{number.channel_id}/status",
        content_sid=template,
    )
    return ask if isinstance(content, str) else _with_file(ask, content, desk=desk, now=now)


def _with_file(ask: Ask, file: Attachment, *, desk: Desk, now: datetime) -> Ask:
    return replace(
        ask,
        media_url=signed_links.url(file, desk=desk, now=now),
        sha256=file.sha256,
        filename=file.filename,
        content_type=file.content_type,
        size=file.size,
    )


def _known(contact: WhatsappContact) -> frozenset[str]:
    """Sids of all that this person was sent; messages_of_contact serves it."""
    found = rows(
        "SELECT p.sid, p.past_sids FROM provider_messages p JOIN messages m ON m.id = p.message_id"
        " WHERE m.contact_id = %s",
        (contact.id,),
    )
    return frozenset(sid for now_known, past in found for sid in (now_known, *past) if sid)
