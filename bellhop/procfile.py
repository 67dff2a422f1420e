"""Reads a Procfile: one `name: command` per line, comments with #, `python` meaning the Python that runs us."""

import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from bellhop.errors import CannotRun

LINE = re.compile(r"(?P<name>[A-Za-z0-9_-]+):\s*(?P<command>\S.*)")


@dataclass(frozen=True)
class Service:
    """One line of the Procfile."""

    name: str
    command: tuple[str, ...]


def read_procfile(path: Path) -> tuple[Service, ...]:
    """The services in the order of the file. Raises CannotRun naming the line that makes no sense."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise CannotRun(f"{path} cannot be read ({error.strerror}).") from error
    return parse_procfile(text)


def parse_procfile(text: str) -> tuple[Service, ...]:
    services: dict[str, Service] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        found = LINE.fullmatch(stripped)
        if found is None:
            raise CannotRun(f"Procfile line {number} is not of the form `name: command`.")
        if found["name"] in services:
            raise CannotRun(f"Procfile line {number}: there is a service {found['name']!r} already.")
        services[found["name"]] = Service(found["name"], _command(found["command"], number))
    return tuple(services.values())


def _command(text: str, number: int) -> tuple[str, ...]:
    try:
        program, *arguments = shlex.split(text)
    except ValueError as error:
        raise CannotRun(f"Procfile line {number}: {error}.") from error
    return (sys.executable if program in {"python", "python3"} else program, *arguments)
