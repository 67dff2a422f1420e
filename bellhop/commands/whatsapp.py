"""WhatsApp numbers at Twilio: add, change, list, look whether Twilio agrees. docs/channels/whatsapp.md."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from bellhop.commands.doctor import shown
from bellhop.commands.opening import JSON_OPTION, desk_of_shell, show
from bellhop.doctor import numbers
from bellhop.doctor.finding import Result
from worker.transports.twilio import Twilio
from workflow import clock, database
from workflow.errors import NotFound
from workflow.models import Channel, Hotel
from workflow.services import hotels, number_settings, whatsapp_channels
from workflow.services.number_settings import webhooks
from workflow.services.overview import all_hotels
from workflow.services.whatsapp_channels import PREFIX, Account, Number
from workflow.settings import Settings
from workflow.values import Actor, ActorKind, ChannelKind

OPERATOR = Actor(ActorKind.SYSTEM, None, "the command line")
_NUMBER = click.option("--number", required=True, help="With its country, like +4930123456.")
_TEMPLATES = click.option(
    "--template",
    "templates",
    multiple=True,
    metavar="LANGUAGE=CONTENT_SID",
    help="An approved template that asks the guest to tap, like en=HX0123…; may be given several times.",
)

_ALARM_TEMPLATES = click.option(
    "--alarm-template",
    "alarm_templates",
    multiple=True,
    metavar="LANGUAGE=CONTENT_SID",
    help="An approved template that tells a member of an emergency; may be given several times.",
)


@click.group()
def whatsapp() -> None:
    """WhatsApp numbers of the hotels, by Twilio."""


@whatsapp.command("add")
@click.option("--hotel", "code", required=True, help="The hotel's code, like AUR.")
@_NUMBER
@click.option("--account-sid", required=True, help="Twilio Console, home page.")
@click.option("--token", default="", help="The Auth Token. Asked for when missing.")
@click.option("--service-sid", default="", help="Of the Messaging Service, if the number sends through one.")
@_TEMPLATES
@_ALARM_TEMPLATES
@click.option(
    "--prefer-mail", is_flag=True, help="Outside the 24 hours answer by mail when an address is known."
)
@click.option("--name", default="", help="How the panel calls the number.")
@JSON_OPTION
def add_number(
    code: str,
    number: str,
    account_sid: str,
    token: str,
    service_sid: str,
    templates: tuple[str, ...],
    alarm_templates: tuple[str, ...],
    prefer_mail: bool,
    name: str,
    as_json: bool,
) -> None:
    """Take and send WhatsApp on a number. Prints the two addresses to enter at Twilio."""
    desk = desk_of_shell()
    token = token or click.prompt("Auth Token", hide_input=True)
    account = Account(
        account_sid,
        token,
        service_sid,
        number_settings.templates_of(list(templates)),
        prefer_mail,
        alarm_templates=number_settings.templates_of(list(alarm_templates)),
    )
    hotel_id = hotels.hotel_id_of(code)
    with database.hotel(hotel_id):
        made = number_settings.add(
            hotel_id, number, account, display_name=name, keys=desk.keys, actor=OPERATOR, now=clock.now()
        )
    message, status = webhooks(desk.settings, made.id)
    show(
        {"channelId": str(made.id), "number": made.address, "messageUrl": message, "statusUrl": status},
        as_json=as_json,
        text=f"{made.address} is set up for {code.upper()}. Enter at Twilio, both with HTTP POST:\n"
        f"  when a message comes in   {message}\n"
        f"  status callback URL       {status}",
    )


@whatsapp.command("set")
@_NUMBER
@click.option("--account-sid")
@click.option("--token", help="The new Auth Token, after it was changed at Twilio.")
@click.option("--service-sid", help='"" for none.')
@_TEMPLATES
@_ALARM_TEMPLATES
@click.option("--prefer-mail/--prefer-template", default=None)
def set_number(
    number: str,
    account_sid: str | None,
    token: str | None,
    service_sid: str | None,
    templates: tuple[str, ...],
    alarm_templates: tuple[str, ...],
    prefer_mail: bool | None,
) -> None:
    """Change how a number stands at Twilio. What is not given stays; templates are added or replaced by language."""
    desk = desk_of_shell()
    with database.hotels(all_hotels()):
        channel = _find(number)
        account = whatsapp_channels.number_of(channel, keys=desk.keys).account
        wanted = replace(
            account,
            account_sid=account.account_sid if account_sid is None else account_sid,
            token=token or "",
            service_sid=account.service_sid if service_sid is None else service_sid,
            templates={**account.templates, **number_settings.templates_of(list(templates))},
            prefers_mail=account.prefers_mail if prefer_mail is None else prefer_mail,
            alarm_templates={
                **account.alarm_templates,
                **number_settings.templates_of(list(alarm_templates)),
            },
        )
        whatsapp_channels.change(channel, wanted, keys=desk.keys, actor=OPERATOR)
    click.echo(f"{channel.address} is changed.")


@whatsapp.command("list")
@JSON_OPTION
def list_numbers(as_json: bool) -> None:
    """Every WhatsApp number, with the addresses Twilio must call."""
    desk = desk_of_shell()
    found = []
    with database.hotels(all_hotels()):
        codes = {hotel.id: hotel.code for hotel in Hotel.select()}
        for channel in Channel.select().where(Channel.kind == ChannelKind.WHATSAPP).order_by(Channel.id):
            number = whatsapp_channels.number_of(channel, keys=desk.keys)
            found.append(_line(number, codes[channel.hotel_id], desk.settings, enabled=bool(channel.enabled)))
    lines = ("  ".join(str(value) for value in line.values() if value) for line in found)
    show(found, as_json=as_json, text="\n".join(lines) or "There is no WhatsApp number.")


@whatsapp.command("check")
@_NUMBER
def check_number(number: str) -> None:
    """Ask Twilio whether the log-in is right and the templates are approved. Exit code 1 if not."""
    desk = desk_of_shell()
    with database.hotels(all_hotels()):
        mine = whatsapp_channels.number_of(_find(number), keys=desk.keys)
    found = list(numbers.look(mine, Twilio(desk.settings.twilio_api_base)))
    click.echo("\n".join(map(shown, found)))
    if any(one.result is not Result.OK for one in found):
        sys.exit(1)


def _find(number: str) -> Channel:
    address = PREFIX + whatsapp_channels.checked_number(number)
    found = Channel.get_or_none(Channel.address == address)
    if found is None:
        raise NotFound(
            "There is no WhatsApp number %(number)s: see `bellhop whatsapp list`.", values={"number": number}
        )
    return found


def _line(number: Number, code: str, settings: Settings, *, enabled: bool) -> dict[str, object]:
    message, status = webhooks(settings, number.channel_id)
    return {
        "hotel": code,
        "number": number.address.removeprefix(PREFIX),
        "state": "on" if enabled else "off",
        "accountSid": number.account.account_sid,
        "templates": ",".join(sorted(number.account.templates)),
        "messageUrl": message,
        "statusUrl": status,
    }
