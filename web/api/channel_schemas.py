"""The channels and mailboxes of a hotel as JSON: what may be said of them. Secrets go in and never come out."""

from __future__ import annotations

from typing import Any

from apiflask.fields import Boolean, Dict, Integer, List, Nested, String
from marshmallow import validate

from web.api.schema import Schema
from web.api.schemas import Moment, PaginationOut, Switch, one_of
from workflow.channel_test import Way
from workflow.mailbox import Afterwards, Login, OldMail, Transport
from workflow.services.channels import MAX_NAME
from workflow.services.mailboxes import MAX_SECRET, MAX_WORD

KINDS = ["email", "whatsapp"]


def _word(most: int = MAX_WORD, **options: Any) -> String:
    return String(validate=validate.Length(max=most), **options)


def _templates() -> Dict:
    return Dict(
        keys=String(validate=validate.Length(1, 20)),
        values=String(validate=validate.Length(1, 40)),
        validate=validate.Length(max=50),
        metadata={"description": 'Content SID by language, like {"en": "HX…"}.'},
    )


class ChannelPatchIn(Schema):
    displayName = _word(MAX_NAME)
    enabled = Switch()
    authservId = _word(
        253, metadata={"description": "Mail: whose word about senders counts; empty: Bellhop's."}
    )
    accountSid = _word(34, metadata={"description": "WhatsApp, as the rest below."})
    token = _word(64, metadata={"description": "Never shown. Empty or left out: it stays as it is."})
    serviceSid = _word(34)
    templates = _templates()
    alarmTemplates = _templates()
    prefersMail = Switch()


class ChannelIn(ChannelPatchIn):
    kind = String(required=True, validate=one_of(KINDS))
    address = String(
        required=True,
        validate=validate.Length(1, 254),
        metadata={"description": "desk@hotel.example, or a number with its country like +4930123456."},
    )


class TwilioAddressesOut(Schema):
    message = String()
    status = String()


class ChannelOut(Schema):
    id = String()
    hotelId = String()
    kind = String()
    address = String()
    displayName = String()
    enabled = Boolean()
    lastMessageAt = Moment(allow_none=True)
    error = String(metadata={"description": "What is wrong now, as far as the desk sees by itself."})
    authservId = String(metadata={"description": "Mail only, as mailboxIds."})
    mailboxIds = List(String())
    accountSid = String(metadata={"description": "WhatsApp only, as the rest below."})
    serviceSid = String()
    templates = Dict(keys=String(), values=String())
    alarmTemplates = Dict(keys=String(), values=String())
    prefersMail = Boolean()
    webhooks = Nested(TwilioAddressesOut, metadata={"description": "The addresses to enter at Twilio."})


class ChannelRow(ChannelOut):
    """The same, within the list."""


class ChannelsOut(Schema):
    data = List(Nested(ChannelRow))
    pagination = Nested(PaginationOut)


class ChannelTestIn(Schema):
    way = String(
        load_default="relay",
        validate=one_of(list(Way)),
        metadata={"description": "Mail: out through the relay, or handed to the desk's own door."},
    )


class TestStageOut(Schema):
    name = String()
    progress = String(metadata={"description": "done, waiting, warning or failed."})
    words = String()
    advice = String()


class ChannelTestOut(Schema):
    result = String(metadata={"description": "done, waiting, warning or failed; none: it was never made."})
    askedBy = String()
    startedAt = Moment(allow_none=True)
    stages = List(Nested(TestStageOut))


class MailboxPatchIn(Schema):
    host = _word()
    port = Integer(strict=True, validate=validate.Range(1, 65535))
    transport = String(validate=one_of([Transport.TLS, Transport.LOOPBACK]))
    user = _word()
    login = String(validate=one_of(list(Login)))
    password = _word(MAX_SECRET, metadata={"description": "Never shown, as the other two secrets."})
    clientSecret = _word(MAX_SECRET)
    refreshToken = _word(MAX_SECRET)
    tokenUrl = _word()
    clientId = _word()
    scope = _word()
    afterwards = String(validate=one_of(list(Afterwards)))
    moveTo = _word()
    enabled = Switch()


class MailboxIn(MailboxPatchIn):
    host = _word(required=True)
    user = _word(required=True)
    folder = _word(load_default="INBOX")
    oldMail = String(load_default=OldMail.LEAVE.value, validate=one_of(list(OldMail)))


class MailboxOut(Schema):
    id = String()
    channelId = String()
    host = String()
    port = Integer()
    transport = String()
    user = String()
    login = String()
    tokenUrl = String()
    clientId = String()
    scope = String()
    folder = String()
    afterwards = String()
    moveTo = String()
    oldMail = String()
    enabled = Boolean()
    state = String(metadata={"description": "new, read, failing or stopped."})
    seenAt = Moment(allow_none=True)
    error = String()


class MailboxListRow(MailboxOut):
    """The same, within the list."""


class MailboxesOut(Schema):
    data = List(Nested(MailboxListRow))
    pagination = Nested(PaginationOut)
