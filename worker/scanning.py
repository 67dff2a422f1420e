"""Asks a scanner about the bytes of a file: clamd over its socket, or a command of the operator's.

Each answers with what it found, "" when that is nothing. A scanner that is away or gives no clear answer raises
DeliveryFailed: the file waits.
"""

from __future__ import annotations

import socket
import struct
import subprocess
from collections.abc import Sequence

from workflow.errors import DeliveryFailed
from workflow.reasons import because
from workflow.settings import Listen, Settings

SECONDS = 60.0
_CHUNK = 256 * 1024
_MAX_ANSWER = 4096
_AWAY = because("The scanner of files does not answer.")
_INFECTED, _CLEAN = 1, 0  # exit codes, as clamscan and clamdscan have them


def scan(content: bytes, settings: Settings) -> str:
    """By every scanner that is set. Raises DeliveryFailed."""
    finding = _by_clamd(content, settings.scan_clamd) if settings.scan_clamd else ""
    if not finding and settings.scan_command:
        finding = _by_command(content, settings.scan_command)
    return finding[:200]


def _by_clamd(content: bytes, where: Listen) -> str:
    """clamd(8): zINSTREAM, then pieces with their length before them, an empty one at the end."""
    try:
        with _connected(where) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                piece = content[start : start + _CHUNK]
                connection.sendall(struct.pack(">I", len(piece)) + piece)
            connection.sendall(struct.pack(">I", 0))
            answer = _answer(connection)
    except OSError as error:
        raise DeliveryFailed(_AWAY, permanent=False) from error
    if answer == "stream: OK":
        return ""
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise DeliveryFailed(
        because("The scanner of files says: %(answer)s", answer=answer[:200] or because("nothing")),
        permanent=False,
    )


def _connected(where: Listen) -> socket.socket:
    if where.path:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        connection.connect(where.path)
        return connection
    return socket.create_connection((where.host, where.port), timeout=SECONDS)


def _answer(connection: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < _MAX_ANSWER:
        piece = connection.recv(_MAX_ANSWER)
        if not piece:
            break
        said += piece
    return "".join(c for c in said.decode("utf-8", "replace") if c.isprintable())


def _by_command(content: bytes, command: Sequence[str]) -> str:
    """The file comes on its standard input; exit 0: clean, 1: the first line it prints says what was found."""
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DeliveryFailed(_AWAY, permanent=False) from error
    if done.returncode == _CLEAN:
        return ""
    if done.returncode != _INFECTED:
        raise DeliveryFailed(
            because("The scanner of files ended with %(code)s.", code=done.returncode), permanent=False
        )
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    line = "".join(c for c in (lines[0] if lines else "") if c.isprintable()).strip()
    return line or because("the scanner did not say what")
