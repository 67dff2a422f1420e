"""Addresses that guests write to: add, list, change, switch off, and the live test. docs/channels/email.md."""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import click

from bellhop.commands.mailbox import add_mailbox
from bellhop.commands.opening import JSON_OPTION, desk_of_shell, show
from workflow import channel_test, clock, database
from workflow.channel_test import Known, Progress, Stage, Way
from workflow.desk import Desk
from workflow.errors import NotFound
from workflow.models import Channel
from workflow.queries import channels as channel_queries
from workflow.queries.channels import ChannelLine
from workflow.services import channel_tests, channels, hotels
from workflow.services.channels import Wanted
from workflow.services.overview import all_hotels
from workflow.values import Actor, ActorKind
from workflow.wake import wake_clock

LOOK_SECONDS = 0.2
OPERATOR = Actor(ActorKind.SYSTEM, None, "the command line")
MARKS = {Progress.DONE: "ok", Progress.WAITING: "..", Progress.WARNING: "!!", Progress.FAILED: "xx"}
_HOTEL = click.option("--hotel", "code", required=True, help="The hotel's code, like AUR.")
_ADDRESS = click.option("--address", required=True, help="The desk's mail address.")
_AUTHSERV_ID = "The name your mail server gives itself in Authentication-Results."


@click.group()
def channel() -> None:
    """Addresses that guests write to."""


@channel.command("create")
@_HOTEL
@_ADDRESS
@click.option("--name", default="", help="How guests see the sender.")
@click.option("--authserv-id", default="", help=_AUTHSERV_ID)
@JSON_OPTION
def create_channel(code: str, address: str, name: str, authserv_id: str, as_json: bool) -> None:
    """Add a desk address."""
    desk_of_shell()
    hotel_id = hotels.hotel_id_of(code)
    with database.hotel(hotel_id):
        made = channels.add(hotel_id, address, Wanted(name, authserv_id), actor=OPERATOR, now=clock.now())
    show(
        {"channelId": str(made.id), "address": made.address},
        as_json=as_json,
        text=f"Mail to {made.address} is taken for {code.upper()}.",
    )


@channel.command("list")
@JSON_OPTION
def list_channels(as_json: bool) -> None:
    """Every desk address and how it goes."""
    desk_of_shell()
    known = all_hotels()
    found: tuple[ChannelLine, ...] = ()
    if known:
        with database.hotels(known):
            found = channel_queries.of_hotels(known)
    show(
        [_as_json(line) for line in found],
        as_json=as_json,
        text="\n".join(map(_as_line, found)) or "There is no desk address.",
    )


@channel.command("set")
@_HOTEL
@_ADDRESS
@click.option("--name", help="How guests see the sender.")
@click.option("--authserv-id", help=f'{_AUTHSERV_ID} "" for a check of our own.')
def set_channel(code: str, address: str, name: str | None, authserv_id: str | None) -> None:
    """Change how an address shows itself, or whom it believes. What is not given stays."""
    desk_of_shell()
    hotel_id = hotels.hotel_id_of(code)
    with database.hotel(hotel_id):
        found = _find(hotel_id, address)
        wanted = Wanted(found.display_name, str(found.settings.get("authserv_id", "")))
        if name is not None:
            wanted = replace(wanted, display_name=name)
        if authserv_id is not None:
            wanted = replace(wanted, authserv_id=authserv_id)
        channels.change(hotel_id, found.id, wanted, actor=OPERATOR, now=clock.now())
    click.echo(f"{found.address} is changed.")


@channel.command("disable")
@_HOTEL
@_ADDRESS
def disable_channel(code: str, address: str) -> None:
    """Put its mail off at the door, and read its mailboxes no more. Tickets stay; it can be switched on again."""
    desk_of_shell()
    hotel_id = hotels.hotel_id_of(code)
    with database.hotel(hotel_id):
        found = _find(hotel_id, address)
        channels.switch_off(hotel_id, found.id, actor=OPERATOR, now=clock.now())
    click.echo(
        f"Mail to {found.address} is put off from now on: mail servers keep it and try again for some days."
    )


@channel.command("enable")
@_HOTEL
@_ADDRESS
def enable_channel(code: str, address: str) -> None:
    """Take its mail again; its mailboxes are started one by one (`bellhop mailbox start`)."""
    desk_of_shell()
    hotel_id = hotels.hotel_id_of(code)
    with database.hotel(hotel_id):
        found = _find(hotel_id, address)
        channels.switch_on(hotel_id, found.id, actor=OPERATOR, now=clock.now())
    click.echo(f"Mail to {found.address} is taken again.")


@channel.command("test")
@_HOTEL
@_ADDRESS
@click.option("--own-door", is_flag=True, help="Hand the mail to the desk's own door, without any relay.")
@click.option("--wait", "seconds", default=60.0, show_default=True, help="Seconds to wait for it.")
@JSON_OPTION
def test_channel(code: str, address: str, own_door: bool, seconds: float, as_json: bool) -> None:
    """Send a mail to the address and see whether it comes back. Exit code 1 if it did not."""
    desk = desk_of_shell()
    hotel_id = hotels.hotel_id_of(code)
    way = Way.DOOR if own_door else Way.RELAY
    test_id = _start(desk, hotel_id, address, way)
    known = _watch(hotel_id, test_id, seconds, told=not as_json)
    result = channel_test.result(known, now=clock.now())
    stages = channel_test.stages(known, now=clock.now())
    show(
        {
            "passed": result is Progress.DONE,
            "seconds": round(known.seconds, 3),
            "stages": [
                {"name": one.name, "state": one.progress, "words": one.words, "advice": one.advice}
                for one in stages
            ],
        },
        as_json=as_json,
        text=f"Passed after {known.seconds:.1f} s." if result is Progress.DONE else "Not passed.",
    )
    if result is not Progress.DONE:
        sys.exit(1)


channel.add_command(add_mailbox, "imap")


def _start(desk: Desk, hotel_id: int, address: str, way: Way) -> int:
    with database.hotel(hotel_id):
        test_id = channel_tests.start(
            _find(hotel_id, address).id,
            hotel_id=hotel_id,
            way=way,
            actor=OPERATOR,
            settings=desk.settings,
            now=clock.now(),
        )
    wake_clock()
    return test_id


def _watch(hotel_id: int, test_id: int, seconds: float, *, told: bool) -> Known:
    """Looks until nothing more is to be expected or the time is over; tells each stage when it changes."""
    until = clock.monotonic() + seconds
    seen: list[Stage] = []
    while True:
        with database.hotel(hotel_id):
            known = channel_tests.load(test_id)
        now = clock.now()
        for stage in channel_test.stages(known, now=now):
            if told and stage not in seen and stage.progress is not Progress.WAITING:
                _tell(stage)
            seen.append(stage)
        if not channel_test.is_watched(known, now=now):
            return known
        if clock.monotonic() >= until:
            for stage in channel_test.stages(known, now=now):
                if told and stage.progress is Progress.WAITING:
                    _tell(stage)
            return known
        time.sleep(LOOK_SECONDS)


def _tell(stage: Stage) -> None:
    click.echo(f"[{MARKS[stage.progress]}] {stage.name}: {stage.words}")
    if stage.advice:
        click.echo(f"     {stage.advice}")


def _find(hotel_id: int, address: str) -> Channel:
    found = Channel.get_or_none(Channel.address == address.strip().lower(), Channel.hotel_id == hotel_id)
    if found is None:
        raise NotFound(
            "There is no desk address %(address)s: see `bellhop channel list`.", values={"address": address}
        )
    return channels.find(hotel_id, found.id)


def _as_json(line: ChannelLine) -> dict[str, object]:
    return {
        "id": str(line.id),
        "hotel": line.hotel,
        "address": line.address,
        "name": line.display_name,
        "enabled": line.enabled,
        "authservId": line.authserv_id,
        "lastMailAt": line.last_mail_at.isoformat().replace("+00:00", "Z") if line.last_mail_at else None,
        "mailboxes": [
            {
                "id": str(box.id),
                "host": box.host,
                "user": box.username,
                "state": box.state,
                "error": box.error,
            }
            for box in line.mailboxes
        ],
        "test": channel_test.result(line.test, now=clock.now()) if line.test else None,
        "error": line.error,
    }


def _as_line(line: ChannelLine) -> str:
    parts = [
        line.hotel,
        line.address,
        "on" if line.enabled else "off",
        f"believes {line.authserv_id}" if line.authserv_id else "checks senders itself",
        f"last mail {line.last_mail_at:%Y-%m-%d %H:%M} UTC" if line.last_mail_at else "no mail yet",
        *(f"mailbox {box.id} {box.state}" for box in line.mailboxes),
        f"test {channel_test.result(line.test, now=clock.now())}" if line.test else "never tested",
        line.error,
    ]
    return "  ".join(part for part in parts if part)
