"""docs/operators.md names every variable and every command there is."""

import re

import click

from bellhop.cli import bellhop
from bellhop.project import ROOT

PAGE = (ROOT / "docs" / "operators.md").read_text("utf-8")
VARIABLE = re.compile(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"')
# The rest of the contract's commands, which other programs call.
COMMANDS = (
    "up --no-demo",
    "migrate",
    "seed --json",
    "hotel create --json",
    "staff create --json",
    "channel create --json",
    "token create --hotel --role --json",
    "parse --list",
    "doctor --json",
    "demo",
    "stats --json",
    "inbox list",
    "inbox show",
    "inbox retry",
    "effects list",
    "effects retry",
    "torture --seconds --seed",
    "audit verify",
    "guest erase",
    "guest export",
    *(
        f"bench {part} --slow-disk --json"
        for part in ("ingest", "panel", "hooks", "sweep", "outbound", "idle")
    ),
    "bench parse --json",
)


def test_every_variable_stands_on_the_page() -> None:
    read = set(VARIABLE.findall((ROOT / "workflow" / "settings.py").read_text("utf-8")))
    assert len(read) > 30
    assert {name for name in read if not re.search(rf"\b{name}\b", PAGE)} == set()


def test_every_command_that_others_rely_on_is_there() -> None:
    missing = []
    for line in COMMANDS:
        words = line.split()
        command: click.Command | None = bellhop
        for word in (word for word in words if not word.startswith("--")):
            command = command.commands.get(word) if isinstance(command, click.Group) else None
        options = {option for one in command.params for option in one.opts} if command else set()
        if command is None or not {word for word in words if word.startswith("--")} <= options:
            missing.append(line)
    assert missing == []
