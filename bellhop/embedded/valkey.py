"""The embedded Valkey: the courier between clock and workers, on a private Unix socket, with an append-only file.

It may lose its last second at a crash, and be emptied: the database is the truth. Restarting it is the supervisor's business.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

import redis

from bellhop.embedded.binaries import find_valkey
from bellhop.embedded.child import Privileges, file_owner, start, stop
from bellhop.embedded.logs import last_lines, open_log
from bellhop.embedded.sockets import remove_if_empty, socket_folder
from bellhop.errors import CannotRun

STOP_SIGNAL = signal.SIGTERM
START_SECONDS = 30.0
STOP_SECONDS = 10.0
POLL_SECONDS = 0.01
# redis-py's default of 5 s makes Dramatiq run jobs twice after a stall.
CLIENT_TIMEOUT_SECONDS = 60


class Valkey:
    """One embedded server; `process` is the running one, if any."""

    def __init__(self, home: Path, *, environ: Mapping[str, str], report: Callable[[str], None]) -> None:
        self.environ = environ
        self.report = report
        self.program = find_valkey(environ)
        self.home = home.resolve()
        self.socket = self._socket_folder() / "valkey.sock"
        self.data = self.home / "valkey"
        self.log = self.home / "log" / "valkey.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{quote(os.fspath(self.socket))}?socket_timeout={CLIENT_TIMEOUT_SECONDS}"

    def start(self) -> None:
        """Start the server and wait until it answers, its append-only file read."""
        self.report(f"Starting Valkey {self.program.version} …")
        self._stop_orphan()
        process = self.launch()
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise CannotRun(f"Valkey does not start. The end of {self.log}:\n{last_lines(self.log)}")
            time.sleep(POLL_SECONDS)

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server and return at once."""
        self._socket_folder()
        self.data.mkdir(mode=0o700, exist_ok=True)
        with open_log(self.log) as log:
            self.process = start(
                [self.program.path, *self._options()],
                stop_signal=STOP_SIGNAL,
                environ=self.environ,
                output=log,
            )
        return self.process

    def stop(self) -> None:
        """Stop the server, its append-only file flushed; kill it if it does not obey."""
        if self.process is not None:
            stop(self.process, STOP_SIGNAL, patience_seconds=STOP_SECONDS)
        remove_if_empty(self.socket.parent)

    def answers(self) -> bool:
        """Whether the server takes commands now."""
        with redis.Redis.from_url(self.url) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False

    def _stop_orphan(self) -> None:
        """Two servers on one append-only file would spoil it, and nothing locks it: end one that a killed run left."""
        deadline = time.monotonic() + STOP_SECONDS
        while self.answers():
            if time.monotonic() > deadline:
                raise CannotRun(
                    f"A Valkey of an earlier run still holds {self.socket}. End it and start again."
                )
            with redis.Redis.from_url(self.url) as client:
                client.shutdown(nosave=True)
            time.sleep(POLL_SECONDS)

    def _socket_folder(self) -> Path:
        return socket_folder(self.home, owner=file_owner(Privileges.KEEP), purpose="valkey")

    def _options(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": os.fspath(self.socket),
            "unixsocketperm": "700",
            "dir": os.fspath(self.data),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        return [word for name, value in settings.items() for word in (f"--{name}", value)]
