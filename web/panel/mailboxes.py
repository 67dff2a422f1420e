"""The mailboxes that are read for a desk address (IMAP). Secrets go in and never come out again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Response, current_app, make_response, redirect, request

from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.panel.blueprint import panel
from web.panel.frame import Frame, load_frame, render
from web.refusal_words import said
from workflow import clock
from workflow.desk import Desk
from workflow.errors import Invalid
from workflow.mailbox import Account, Afterwards, Login, OldMail, Secrets, Transport
from workflow.models import Channel, MailboxRow
from workflow.roles import Action
from workflow.services import channels, mailbox_accounts, mailboxes

PORT = "993"
SECRET_FIELDS = frozenset({"password", "clientSecret", "refreshToken", "csrf"})


@panel.get("/settings/channels/<id:id>/mailbox")
@needs(Action.CHANNELS)
def new_mailbox(id: int) -> str:
    return _new_page(id, {})


@panel.post("/settings/channels/<id:id>/mailbox")
@needs(Action.CHANNELS)
def add_mailbox(id: int) -> Response:
    visit, desk, form = current_visit(), _desk(), request.form
    try:
        with visit.sight.transaction():
            channel = channels.find(visit.seat.hotel_id, id)
            made = mailboxes.add(
                channel,
                _account(desk),
                keys=desk.keys,
                now=clock.now(),
                folder=form.get("folder", "").strip() or "INBOX",
                afterwards=_afterwards(),
                move_to=_move_to(),
                old_mail=OldMail.IMPORT if form.get("oldMail") == OldMail.IMPORT else OldMail.LEAVE,
            )
            mailbox_accounts.note_added(made, actor=visit.actor, now=clock.now())
    except Invalid as error:
        return make_response(_new_page(id, {error.field: said(error)}), problem_of(error).status)
    return make_response(redirect(f"/settings/channels/{id}?done=added", 303))


@panel.get("/settings/mailboxes/<id:id>")
@needs(Action.CHANNELS)
def mailbox_page(id: int) -> str:
    return _page(id, {})


@panel.post("/settings/mailboxes/<id:id>")
@needs(Action.CHANNELS)
def change_mailbox(id: int) -> Response:
    desk = _desk()

    def work(visit: Visit) -> None:
        mailbox_accounts.change(
            visit.seat.hotel_id, id, _account(desk), keys=desk.keys, actor=visit.actor, now=clock.now()
        )
        mailboxes.change_afterwards(id, _afterwards(), move_to=_move_to())

    return _do(id, work, done="edited")


@panel.post("/settings/mailboxes/<id:id>/off")
@needs(Action.CHANNELS)
def stop_mailbox(id: int) -> Response:
    return _do(id, lambda visit: mailboxes.switch_off(id), done="switched_off")


@panel.post("/settings/mailboxes/<id:id>/on")
@needs(Action.CHANNELS)
def start_mailbox(id: int) -> Response:
    return _do(id, lambda visit: mailboxes.switch_on(id), done="switched_on")


@panel.post("/settings/mailboxes/<id:id>/remove")
@needs(Action.CHANNELS)
def remove_mailbox(id: int) -> Response:
    return _do(id, lambda visit: mailboxes.remove(id), done="removed")


def _do(id: int, work: Callable[[Visit], object], *, done: str) -> Response:
    """Works on one mailbox of the hotel and goes back to its address; a refusal is said on its page."""
    visit = current_visit()
    try:
        with visit.sight.transaction():
            hotel_id = visit.seat.hotel_id
            with mailbox_accounts.written_down(hotel_id, id, actor=visit.actor, now=clock.now()) as row:
                work(visit)
    except Invalid as error:
        return make_response(_page(id, {error.field: said(error)}), problem_of(error).status)
    return make_response(redirect(f"/settings/channels/{row.channel_id}?done={done}", 303))


def _account(desk: Desk) -> Account:
    form = request.form
    transport = form.get("transport", "")
    port = form.get("port", "").strip() or PORT
    if not (port.isascii() and port.isdigit() and len(port) < 6):
        raise Invalid("A port is a number from 1 to 65535.", "port")
    account = Account(
        host=form.get("host", "").strip(),
        port=int(port),
        username=form.get("user", "").strip(),
        secrets=Secrets(),
        transport=Transport.LOOPBACK if transport == Transport.LOOPBACK else Transport.TLS,
    )
    return mailbox_accounts.for_panel(_with_login(account), is_public=desk.settings.is_public)


def _with_login(account: Account) -> Account:
    """Only what belongs to the chosen way of logging in; the fields of the other are left out."""
    form = request.form
    if form.get("login") != Login.XOAUTH2:
        return replace(account, secrets=Secrets(password=form.get("password", "")))
    return replace(
        account,
        login=Login.XOAUTH2,
        secrets=Secrets(
            client_secret=form.get("clientSecret", ""), refresh_token=form.get("refreshToken", "")
        ),
        token_url=form.get("tokenUrl", "").strip(),
        client_id=form.get("clientId", "").strip(),
        scope=form.get("scope", "").strip(),
    )


def _afterwards() -> Afterwards:
    chosen = request.form.get("afterwards", "")
    return Afterwards(chosen) if chosen in set(Afterwards) else Afterwards.LEAVE


def _move_to() -> str:
    return request.form.get("moveTo", "").strip() if _afterwards() is Afterwards.MOVE else ""


def _new_page(id: int, problems: dict[str, str]) -> str:
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, _desk().settings)
        channel = channels.find(visit.seat.hotel_id, id)
    return _rendered(frame, channel, None, problems)


def _page(id: int, problems: dict[str, str]) -> str:
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, _desk().settings)
        row = mailbox_accounts.find(visit.seat.hotel_id, id)
        channel = channels.find(visit.seat.hotel_id, row.channel_id)
    return _rendered(frame, channel, row, problems)


def _rendered(frame: Frame, channel: Channel, row: MailboxRow | None, problems: dict[str, str]) -> str:
    """With what was typed when it was refused, but never a secret."""
    return render(
        "mailbox.html",
        frame,
        channel=channel,
        mailbox=row,
        values=_values(row),
        problems=problems,
        is_public=_desk().settings.is_public,
    )


def _values(row: MailboxRow | None) -> dict[str, str]:
    """What stands in the fields."""
    if request.method == "POST":
        return {name: value for name, value in request.form.items() if name not in SECRET_FIELDS}
    if row is None:
        return {}
    return {
        "host": row.host,
        "port": str(row.port),
        "transport": row.transport,
        "user": row.username,
        "login": row.login,
        "tokenUrl": row.token_url,
        "clientId": row.client_id,
        "scope": row.scope,
        "folder": row.folder,
        "afterwards": row.afterwards,
        "moveTo": row.move_to,
    }


def _desk() -> Desk:
    desk: Desk = current_app.config["DESK"]
    return desk
