"""The mailboxes that are read for a desk address (IMAP). Secrets go in and never come out again."""

from __future__ import annotations

from dataclasses import replace

from web.access import Visit, current_visit, needs
from web.api import channel_schemas as schemas
from web.api.blueprint import api
from web.api.shapes import Json, moment, whole
from web.installation import current_desk
from workflow import clock
from workflow.desk import Desk
from workflow.errors import NotFound
from workflow.mailbox import Account, Afterwards, Login, OldMail, Secrets, Transport
from workflow.models import Channel, MailboxRow
from workflow.queries.channels import state_of
from workflow.roles import Action
from workflow.services import channels, mailbox_accounts, mailboxes

PORT = 993
SECRETS = {"password": "password", "clientSecret": "client_secret", "refreshToken": "refresh_token"}


@api.get("/channels/<id:id>/mailboxes")
@api.output(schemas.MailboxesOut)
@needs(Action.CHANNELS)
def list_mailboxes(id: int) -> Json:
    """The mailboxes that are read for one desk address."""
    visit = current_visit()
    with visit.sight.transaction():
        channel = _channel(visit, id)
        found = MailboxRow.select().where(MailboxRow.channel_id == channel.id).order_by(MailboxRow.id)
        return whole(list(found), _shape)


@api.post("/channels/<id:id>/mailboxes")
@api.input(schemas.MailboxIn)
@api.output(schemas.MailboxOut, status_code=201)
@needs(Action.CHANNELS)
def add_mailbox(id: int, json_data: Json) -> Json:
    """Adds a mailbox: one folder of one account, read for this desk address from now on."""
    visit, desk = current_visit(), current_desk()
    blank = Account(host="", port=PORT, username="", secrets=Secrets())
    account = _account(blank, json_data, desk)
    afterwards = Afterwards(json_data.get("afterwards", Afterwards.LEAVE))
    with visit.sight.transaction():
        made = mailboxes.add(
            _channel(visit, id),
            account,
            keys=desk.keys,
            now=clock.now(),
            folder=json_data["folder"],
            afterwards=afterwards,
            move_to=json_data.get("moveTo", ""),
            old_mail=OldMail(json_data["oldMail"]),
        )
        mailbox_accounts.note_added(made, actor=visit.actor, now=clock.now())
        if json_data.get("enabled") is False:
            mailboxes.switch_off(made.id)
        return _shape(MailboxRow.get_by_id(made.id))


@api.get("/mailboxes/<id:id>")
@api.output(schemas.MailboxOut)
@needs(Action.CHANNELS)
def get_mailbox(id: int) -> Json:
    """One mailbox; never a secret."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(_find(visit, id))


@api.patch("/mailboxes/<id:id>")
@api.input(schemas.MailboxPatchIn)
@api.output(schemas.MailboxOut)
@needs(Action.CHANNELS)
def change_mailbox(id: int, json_data: Json) -> Json:
    """Changes the named fields of a mailbox. Secrets that are left out stay, unless the server or the user changes."""
    visit, desk, now = current_visit(), current_desk(), clock.now()
    with visit.sight.transaction():
        row = _find(visit, id)
        with mailbox_accounts.written_down(row.hotel_id, id, actor=visit.actor, now=now):
            if set(json_data) - {"afterwards", "moveTo", "enabled"}:
                wanted = _account(mailboxes.account_of(row, keys=desk.keys), json_data, desk)
                mailbox_accounts.change(row.hotel_id, id, wanted, keys=desk.keys, actor=visit.actor, now=now)
            if {"afterwards", "moveTo"} & set(json_data):
                afterwards = Afterwards(json_data.get("afterwards", row.afterwards))
                stays = row.move_to if afterwards is Afterwards.MOVE else ""
                mailboxes.change_afterwards(id, afterwards, move_to=json_data.get("moveTo", stays))
            if "enabled" in json_data and json_data["enabled"] != row.enabled:
                (mailboxes.switch_on if json_data["enabled"] else mailboxes.switch_off)(id)
        return _shape(MailboxRow.get_by_id(id))


@api.delete("/mailboxes/<id:id>")
@api.output({}, status_code=204)
@needs(Action.CHANNELS)
def remove_mailbox(id: int) -> str:
    """Removes a mailbox: it is read no more; what was kept of it stays."""
    visit = current_visit()
    with visit.sight.transaction():
        row = _find(visit, id)
        with mailbox_accounts.written_down(row.hotel_id, id, actor=visit.actor, now=clock.now()):
            mailboxes.remove(id)
    return ""


def _channel(visit: Visit, id: int) -> Channel:
    """Raises NotFound, the same for one of others."""
    for hotel_id in visit.sight.hotel_ids:
        if Channel.get_or_none(Channel.id == id, Channel.hotel_id == hotel_id):
            return channels.find(hotel_id, id)
    raise NotFound("There is no such desk address.")


def _find(visit: Visit, id: int) -> MailboxRow:
    """Raises NotFound, the same for one of others."""
    row = MailboxRow.get_or_none(MailboxRow.id == id, MailboxRow.hotel_id.in_(list(visit.sight.hotel_ids)))
    if row is None:
        raise NotFound("There is no such mailbox.")
    return mailbox_accounts.find(row.hotel_id, id)


def _account(before: Account, given: Json, desk: Desk) -> Account:
    """What is named, over what stands; of secrets only what is given."""
    secrets = {column: given[name] for name, column in SECRETS.items() if name in given}
    account = replace(
        before,
        host=given.get("host", before.host).strip(),
        port=given.get("port", before.port),
        username=given.get("user", before.username).strip(),
        secrets=Secrets(**secrets),
        transport=Transport(given.get("transport", before.transport)),
        login=Login(given.get("login", before.login)),
        token_url=given.get("tokenUrl", before.token_url).strip(),
        client_id=given.get("clientId", before.client_id).strip(),
        scope=given.get("scope", before.scope).strip(),
    )
    return mailbox_accounts.for_panel(account, is_public=desk.settings.is_public)


def _shape(row: MailboxRow) -> Json:
    return {
        "id": str(row.id),
        "channelId": str(row.channel_id),
        "host": row.host,
        "port": row.port,
        "transport": row.transport,
        "user": row.username,
        "login": row.login,
        "tokenUrl": row.token_url,
        "clientId": row.client_id,
        "scope": row.scope,
        "folder": row.folder,
        "afterwards": row.afterwards,
        "moveTo": row.move_to,
        "oldMail": row.old_mail,
        "enabled": row.enabled,
        "state": state_of(row.enabled, row.failing_since, row.seen_at),
        "seenAt": moment(row.seen_at),
        "error": row.last_error,
    }
