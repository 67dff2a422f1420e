"""How a command reaches the desk: the environment, completed by what a running `bellhop up` has noted."""

from __future__ import annotations

import json

import click

from bellhop.running import with_running
from workflow.desk import Desk, open_desk
from workflow.fitness import refuse_unfit_database
from workflow.settings import environment, load_settings


def desk_of_shell() -> Desk:
    """Raises SettingsError, saying what is missing, when no desk can be found."""
    desk = open_desk(load_settings(with_running(environment())), max_connections=4)
    refuse_unfit_database(desk.settings)
    return desk


def show(value: object, *, as_json: bool, text: str) -> None:
    """JSON for programs, a line for people."""
    click.echo(json.dumps(value, ensure_ascii=False) if as_json else text)


JSON_OPTION = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
