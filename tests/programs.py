"""The desk's processes as tests start them. `Program` is used as subprocess.Popen is.

They are forked from the nursery of the test run (nursery.py); with BELLHOP_TEST_COLD=1 Python is started for each.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from tests.processes import wait_until
from workflow.settings import environment

_IS_COLD = sys.platform != "linux" or bool(environment().get("BELLHOP_TEST_COLD"))
_find_nursery: Callable[[], Path]


def find_nursery_by(find: Callable[[], Path]) -> None:
    """Said once by whoever shares the nursery out (servers.py)."""
    global _find_nursery
    _find_nursery = find


class Nursery:
    """The process that all programs of a test run are forked from."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "nursery"
        self._process: subprocess.Popen[bytes]

    def start(self) -> None:
        # One thread only may be there when it forks, and numpy's library likes to have some. The end of its input
        # is the end of the test run, whatever that ended by.
        environ = {**environment(), "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery", self.path], env=environ, stdin=subprocess.PIPE
        )

    def stop(self) -> None:
        self._process.communicate(timeout=60)


def start_program(
    module: str, *, environ: Mapping[str, str], output: IO[bytes] | int = 1, errors: IO[bytes] | int = 2
) -> "Program | subprocess.Popen[bytes]":
    """`python -m MODULE` with this environment and no other."""
    if _IS_COLD:
        return subprocess.Popen([sys.executable, "-m", module], env=environ, stdout=output, stderr=errors)
    return Program(module, environ=environ, output=output, errors=errors)


class Program:
    """A child of the nursery. Its end is heard over the connection that ordered it; hanging up ends it."""

    def __init__(
        self, module: str, *, environ: Mapping[str, str], output: IO[bytes] | int, errors: IO[bytes] | int
    ) -> None:
        self._connection = socket.socket(socket.AF_UNIX)
        path = str(_find_nursery())
        wait_until(lambda: self._connection.connect_ex(path) == 0, what="the nursery opens")
        order = json.dumps({"module": module, "environ": dict(environ)}).encode()
        files = [file if isinstance(file, int) else file.fileno() for file in (output, errors)]
        socket.send_fds(self._connection, [order], files)
        self._words = self._connection.makefile("r")
        self.pid = int(self._words.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            if not select.select([self._connection], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("a program of the desk", timeout or 0)
            self.returncode = int(self._words.readline())
            self._words.close()
            self._connection.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)
