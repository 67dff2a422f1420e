"""Mailboxes at a provider that are polled for a desk address (IMAP): set up, tried out, watched. docs/channels/imap.md."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import click

from bellhop.commands.opening import JSON_OPTION, desk_of_shell, show
from ingest.imap.faults import MailboxFault
from ingest.imap.pace import Pace
from ingest.imap.trial import try_out
from workflow import clock, database
from workflow.errors import NotFound, Refused
from workflow.mailbox import Account, Afterwards, Login, OldMail, Secrets, Transport
from workflow.models import Channel, Hotel, MailboxRow
from workflow.services import mailboxes
from workflow.services.overview import all_hotels

TLS_PORT, PLAIN_PORT = 993, 143
_ID = click.argument("id", type=int)
_AFTERWARDS = click.option(
    "--afterwards",
    type=click.Choice([word.value for word in Afterwards]),
    default=Afterwards.LEAVE.value,
    show_default=True,
    help="What happens in the mailbox to a mail that the desk has kept.",
)
_MOVE_TO = click.option("--move-to", default="", help="The folder, with --afterwards move.")


@click.group()
def mailbox() -> None:
    """Mailboxes at a provider that are read for a desk address."""


@mailbox.command("add")
@click.option("--address", required=True, help="The desk address the mails are for.")
@click.option("--host", required=True)
@click.option("--port", type=int, help=f"{TLS_PORT} with TLS, else {PLAIN_PORT}.")
@click.option(
    "--transport",
    type=click.Choice([word.value for word in Transport]),
    default=Transport.TLS.value,
    show_default=True,
    help="loopback: no TLS, to this machine only; cleartext: no TLS to anywhere. There is no STARTTLS.",
)
@click.option("--user", required=True)
@click.option("--folder", default="INBOX", show_default=True)
@click.option("--password", default="", help="Asked for when missing, unless --token-url is given.")
@click.option("--token-url", default="", help="Log in by XOAUTH2 with tokens from here.")
@click.option("--client-id", default="")
@click.option("--client-secret", default="")
@click.option("--refresh-token", default="")
@click.option("--scope", default="")
@_AFTERWARDS
@_MOVE_TO
@click.option(
    "--old-mail",
    type=click.Choice([word.value for word in OldMail]),
    default=OldMail.LEAVE.value,
    show_default=True,
    help="import: mail that lies there now becomes tickets, without any automatic mail.",
)
@JSON_OPTION
def add_mailbox(
    address: str,
    host: str,
    port: int | None,
    transport: str,
    user: str,
    folder: str,
    password: str,
    token_url: str,
    client_id: str,
    client_secret: str,
    refresh_token: str,
    scope: str,
    afterwards: str,
    move_to: str,
    old_mail: str,
    as_json: bool,
) -> None:
    """Read a mailbox for a desk address. Polling begins within seconds."""
    desk = desk_of_shell()
    if not token_url and not password:
        password = click.prompt("Password", hide_input=True)
    account = Account(
        host=host,
        port=port or (TLS_PORT if transport == Transport.TLS else PLAIN_PORT),
        username=user,
        secrets=Secrets(password, client_secret, refresh_token),
        transport=Transport(transport),
        login=Login.XOAUTH2 if token_url else Login.PASSWORD,
        token_url=token_url,
        client_id=client_id,
        scope=scope,
    )
    with database.hotels(all_hotels()):
        made = mailboxes.add(
            _channel(address),
            account,
            keys=desk.keys,
            now=clock.now(),
            folder=folder,
            afterwards=Afterwards(afterwards),
            move_to=move_to,
            old_mail=OldMail(old_mail),
        )
    show(
        {"mailboxId": str(made.id)},
        as_json=as_json,
        text=f"Mailbox {made.id}: {folder} of {user} is read for {address.lower()}. Try it: bellhop mailbox try {made.id}",
    )


@mailbox.command("list")
@JSON_OPTION
def list_mailboxes(as_json: bool) -> None:
    """Every mailbox and how it goes."""
    desk_of_shell()
    with database.hotels(all_hotels()):
        codes = {hotel.id: hotel.code for hotel in Hotel.select()}
        addresses = {channel.id: channel.address for channel in Channel.select()}
        found = [
            {
                "id": str(row.id),
                "hotel": codes[row.hotel_id],
                "address": addresses[row.channel_id],
                "host": row.host,
                "user": row.username,
                "folder": row.folder,
                "afterwards": row.afterwards,
                "state": _state(row),
                "seenAt": row.seen_at.isoformat().replace("+00:00", "Z") if row.seen_at else None,
                "error": row.last_error,
            }
            for row in MailboxRow.select().order_by(MailboxRow.id)
        ]
    lines = ["  ".join(str(value) for value in row.values() if value) for row in found]
    show(found, as_json=as_json, text="\n".join(lines) or "No mailbox is read.")


@mailbox.command("try")
@_ID
def try_mailbox(id: int) -> None:
    """Connect, log in, open the folder; change nothing."""
    desk = desk_of_shell()
    with database.hotels(all_hotels()):
        box = mailboxes.load(id, keys=desk.keys)

    async def keep(secrets: Secrets) -> None:
        with database.hotel(box.hotel_id):
            mailboxes.keep_secrets(id, secrets, keys=desk.keys)

    try:
        trial = asyncio.run(try_out(box.account, box.folder, keep=keep, pace=Pace()))
    except MailboxFault as fault:
        raise Refused(str(fault)) from fault
    pushed = "new mail is seen at once" if trial.pushes else "it is asked for new mail every half minute"
    click.echo(f"{box.folder} of {box.account.username} opens: {trial.mails} mails; {pushed}.")
    if box.afterwards in (Afterwards.MOVE, Afterwards.DELETE) and not trial.moves:
        click.echo("This server deletes no single mail: kept mail is only marked as deleted there.")


@mailbox.command("secrets")
@_ID
@click.option("--password", default="", help="Asked for when nothing is given.")
@click.option("--client-secret", default="")
@click.option("--refresh-token", default="")
def change_secrets(id: int, password: str, client_secret: str, refresh_token: str) -> None:
    """A new password or token; what is not given stays."""
    desk = desk_of_shell()
    if not (password or client_secret or refresh_token):
        password = click.prompt("Password", hide_input=True)
    given = {"password": password, "client_secret": client_secret, "refresh_token": refresh_token}
    with database.hotels(all_hotels()):
        account = mailboxes.load(id, keys=desk.keys).account
        secrets = replace(account.secrets, **{name: value for name, value in given.items() if value})
        mailboxes.change_account(id, replace(account, secrets=secrets), keys=desk.keys)
    click.echo(f"Mailbox {id} logs in with that from now on.")


@mailbox.command("afterwards")
@_ID
@_AFTERWARDS
@_MOVE_TO
def change_afterwards(id: int, afterwards: str, move_to: str) -> None:
    """What happens in the mailbox to mail that the desk has kept."""
    desk_of_shell()
    with database.hotels(all_hotels()):
        mailboxes.change_afterwards(id, Afterwards(afterwards), move_to=move_to)
    click.echo(f"Mailbox {id}: {afterwards} {move_to}".rstrip() + ".")


@mailbox.command("stop")
@_ID
def stop_mailbox(id: int) -> None:
    """Read it no more for now."""
    desk_of_shell()
    with database.hotels(all_hotels()):
        mailboxes.switch_off(id)
    click.echo(f"Mailbox {id} is not read until `bellhop mailbox start {id}`.")


@mailbox.command("start")
@_ID
def start_mailbox(id: int) -> None:
    """Read on where it stopped."""
    desk_of_shell()
    with database.hotels(all_hotels()):
        mailboxes.switch_on(id)
    click.echo(f"Mailbox {id} is read again.")


@mailbox.command("remove")
@_ID
def remove_mailbox(id: int) -> None:
    """Forget it. Its mail in the desk stays, and so does the mail in it."""
    desk_of_shell()
    with database.hotels(all_hotels()):
        mailboxes.remove(id)
    click.echo(f"Mailbox {id} is forgotten.")


def _channel(address: str) -> Channel:
    found = Channel.get_or_none(Channel.address == address.strip().lower())
    if found is None:
        raise NotFound(
            "There is no desk address %(address)s: see `bellhop channel create`.", values={"address": address}
        )
    channel: Channel = found
    return channel


def _state(row: MailboxRow) -> str:
    if not row.enabled:
        return "stopped"
    if row.failing_since:
        return "failing"
    return "read" if row.seen_at else "new"
