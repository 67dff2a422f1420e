"""The operators' command: `bellhop up`, `bellhop stats`, … Each command lives in bellhop/commands.

Refusals are printed as one plain sentence, exit code 1; a traceback is a fault of ours.
"""

from __future__ import annotations

import sys

import click
import structlog

from bellhop.commands.audit import audit
from bellhop.commands.bench import bench
from bellhop.commands.channel import channel
from bellhop.commands.desk import demo, migrate, stats, up
from bellhop.commands.desk import seed as seed_command
from bellhop.commands.doctor import doctor
from bellhop.commands.guest import guest
from bellhop.commands.mailbox import mailbox
from bellhop.commands.people import hotel, platform, staff, token
from bellhop.commands.pms import pms
from bellhop.commands.qr_keys import qr_keys
from bellhop.commands.roles import roles
from bellhop.commands.states import states
from bellhop.commands.stuck import deadlines, effects, inbox
from bellhop.commands.torture import torture
from bellhop.commands.whatsapp import whatsapp
from bellhop.parse import parse
from workflow.errors import BellhopError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def bellhop() -> None:
    """The message desk of a hotel."""


for command in (
    up,
    demo,
    migrate,
    seed_command,
    stats,
    doctor,
    states,
    roles,
    hotel,
    staff,
    channel,
    mailbox,
    whatsapp,
    token,
    platform,
    inbox,
    effects,
    deadlines,
    parse,
    bench,
    torture,
    audit,
    guest,
    pms,
    qr_keys,
):
    bellhop.add_command(command)


def main() -> None:
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(sys.stderr)
    )  # standard output is the answer
    try:
        bellhop(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BellhopError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
