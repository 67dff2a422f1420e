"""The desk as a whole: start it, bring its schema up to date, seed the demo hotel, count."""

from __future__ import annotations

import dataclasses

import click

from bellhop.commands.opening import JSON_OPTION, desk_of_shell, show
from bellhop.console import Console
from bellhop.demo import play
from bellhop.home import Home
from bellhop.procfile import read_procfile
from bellhop.project import PROCFILE
from bellhop.running import with_running
from bellhop.seed import Seeded
from bellhop.seed import seed as make_demo_hotel
from bellhop.up import DemoDesk, LogIn
from bellhop.up import up as run_desk
from workflow import clock
from workflow.migrate import migrate as apply_migrations
from workflow.services.overview import counters
from workflow.settings import Settings, environment, home_folder, load_settings


@click.command()
@click.option("--no-demo", is_flag=True, help="Do not make the demo hotel AUR.")
def up(no_demo: bool) -> None:
    """Start the whole desk: servers, schema, demo hotel, every line of the Procfile."""
    environ = environment()
    home = Home(home_folder(environ))
    run_desk(
        home,
        environ=environ,
        services=read_procfile(PROCFILE),
        seed=None if no_demo else _seed,
        console=Console.of_terminal(environ),
    )


def _seed(settings: Settings, home: Home) -> DemoDesk:
    seeded = make_demo_hotel(settings, home)
    log_ins = tuple(LogIn(member.email, member.password, member.role) for member in seeded.staff)
    return DemoDesk(seeded.deskAddress, log_ins)


@click.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    settings = load_settings(with_running(environment()))
    done = apply_migrations(settings.database_url, progress=lambda name: click.echo(f"Applying {name}"))
    click.echo(f"{len(done)} applied." if done else "The schema is up to date.")


@click.command()
@JSON_OPTION
def seed(as_json: bool) -> None:
    """Make the demo hotel AUR, or refresh its dates; prints its log-ins."""
    settings = load_settings(with_running(environment()))
    seeded = make_demo_hotel(settings, Home(settings.home))
    show(dataclasses.asdict(seeded), as_json=as_json, text=_described(seeded))


def _described(seeded: Seeded) -> str:
    log_ins = "\n".join(f"  {member.email}  {member.password}  ({member.role})" for member in seeded.staff)
    guests = "\n".join(f"  {guest.email}  {guest.phone}  room {guest.room}" for guest in seeded.guests)
    return f"Hotel {seeded.code}, desk address {seeded.deskAddress}\nStaff\n{log_ins}\nGuests\n{guests}"


@click.command()
@JSON_OPTION
def stats(as_json: bool) -> None:
    """Counters of inbox, effects, deadlines and tickets."""
    desk_of_shell()
    found = counters(now=clock.now())
    lines = (
        f"{subject:10} " + "  ".join(f"{name} {count}" for name, count in counts.items())
        for subject, counts in found.items()
    )
    show(found, as_json=as_json, text="\n".join(lines))


@click.command()
def demo() -> None:
    """Play guests and members through the running desk, by mail and by WhatsApp, and read every step back."""
    settings = load_settings(with_running(environment()))
    seeded = make_demo_hotel(settings, Home(settings.home))
    play(settings, seeded, say=lambda sentence: click.echo(f"✓ {sentence}"))
    click.echo("Everything happened as it should.")
