"""The real web process for a bench, and one connection to it that stays open."""

from __future__ import annotations

import contextlib
import http.client
import subprocess
import sys
from collections.abc import Iterator
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from bellhop.bench.desk import SECRET, free_port, listens, wait_until
from bellhop.bench.disks import BenchDatabase
from bellhop.errors import CannotRun
from workflow.settings import environment

COOKIE = "bellhop-session"  # of a desk without https


@contextlib.contextmanager
def web_process(store: BenchDatabase) -> Iterator[str]:
    """Its address. What it logs goes to a file beside the database."""
    port = free_port()
    variables = {
        "DATABASE_URL": store.url,
        "REDIS_URL": "redis://127.0.0.1:1",
        "BELLHOP_HOME": str(store.home / "desk"),
        "BELLHOP_SECRET": SECRET,
        "WEB_LISTEN": f"127.0.0.1:{port}",
    }
    (store.home / "desk").mkdir(exist_ok=True)
    with (store.home / "web.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "web"], env={**environment(), **variables}, stdout=log, stderr=log
        )
    try:
        wait_until(lambda: listens(port) or process.poll() is not None, "the web process listens")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


class Browser:
    """Asks for pages and for the API as one member, over one connection."""

    def __init__(self, address: str, *, cookie: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self._headers = {"Cookie": f"{COOKIE}={cookie}", "Authorization": f"Bearer {cookie}"}

    def get(self, path: str) -> bytes:
        """Raises CannotRun for anything but a page."""
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            raise CannotRun(f"The web process answered {answer.status} to {path}.")
        return body

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
