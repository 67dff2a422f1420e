"""The addresses the services listen on: are they free, do they answer yet, who gets which metrics port."""

import contextlib
import errno
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from bellhop.errors import CannotRun
from bellhop.procfile import Service
from workflow.settings import Listen, Settings

HIGHEST_PORT = 65535
PORTS_TRIED = 200
CONNECT_SECONDS = 0.5
# Of a worker, several processes each want a port of their own.
METRICS_PORTS_PER_SERVICE = 10
DEFAULT_METRICS = Listen(host="127.0.0.1", port=8100)


@dataclass(frozen=True)
class Door:
    """One address a service listens on, and the variable that moves it."""

    service: str
    variable: str
    listen: Listen


def doors_of(settings: Settings, services: Sequence[Service]) -> tuple[Door, ...]:
    """The doors that these services will open."""
    doors = [
        Door("smtp", "SMTP_LISTEN", settings.smtp_listen),
        Door("web", "WEB_LISTEN", settings.web_listen),
        Door("hooks", "HOOKS_LISTEN", settings.hooks_listen),
    ]
    if settings.lmtp_listen is not None:
        doors.append(Door("smtp", "LMTP_LISTEN", settings.lmtp_listen))
    names = {service.name for service in services}
    return tuple(door for door in doors if door.service in names)


def refuse_taken(doors: Sequence[Door]) -> None:
    """Raise CannotRun, naming the variable to set, when one of the doors cannot be opened."""
    for door in doors:
        if door.listen.path:
            continue
        problem = _why_not(door.listen)
        if problem == errno.EADDRINUSE:
            raise CannotRun(
                f"Port {door.listen.port} on {door.listen.host} is taken by another program. "
                f"Stop it, or choose another: {door.variable}={next_free(door.listen)}"
            )
        if problem is not None:
            raise CannotRun(f"{door.variable}={door.listen} cannot be opened here: {os.strerror(problem)}.")


def metrics_of(settings: Settings, services: Sequence[Service]) -> dict[str, str]:
    """METRICS_LISTEN of each service: METRICS_LISTEN names the first port, ten are set aside for each service.

    Without the variable, ports that are free now; nobody should have to move a port he never asked for.
    """
    first = settings.metrics_listen or DEFAULT_METRICS
    if first.path:
        return {}
    found: dict[str, str] = {}
    port = first.port
    for service in services:
        if settings.metrics_listen is None:
            port = next_free(Listen(host=first.host, port=port - 1)).port
        found[service.name] = str(Listen(host=first.host, port=port))
        port += METRICS_PORTS_PER_SERVICE
    return found


def answers(listen: Listen) -> bool:
    """Whether somebody accepts connections there now."""
    family, address = _address(listen)
    with socket.socket(family) as probe:
        probe.settimeout(CONNECT_SECONDS)
        return probe.connect_ex(address) == 0


def next_free(taken: Listen) -> Listen:
    """The first address above it that can be opened now; port 0 when there is none."""
    for port in range(taken.port + 1, min(taken.port + PORTS_TRIED, HIGHEST_PORT)):
        candidate = Listen(host=taken.host, port=port)
        if _why_not(candidate) is None:
            return candidate
    return Listen(host=taken.host, port=0)


def _why_not(listen: Listen) -> int | None:
    """The errno that binding there gives, None when it works."""
    family, address = _address(listen)
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error.errno or errno.EINVAL
    return None


def _address(listen: Listen) -> tuple[socket.AddressFamily, tuple[str, int] | str]:
    if listen.path:
        return socket.AF_UNIX, listen.path
    with contextlib.suppress(socket.gaierror):
        family, *_, address = socket.getaddrinfo(listen.host, listen.port, type=socket.SOCK_STREAM)[0]
        return family, (str(address[0]), int(address[1]))
    raise CannotRun(f"{listen.host} is not an address of this machine.")
