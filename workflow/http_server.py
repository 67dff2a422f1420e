"""gunicorn as every room with HTTP runs it: one process, a few threads, requests under way are finished at SIGTERM.

It serves any WSGI application. Its log lines go where all of ours go; what a request was about is the application's.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn, ThreadWorker
from prometheus_client import REGISTRY

from workflow import clock, health
from workflow.database import disconnect
from workflow.settings import Listen

THREADS = 8
GRACEFUL_SECONDS = 10
READ_SECONDS = 4.0  # of a door that takes small requests only


class Server(BaseApplication):
    """`started` runs in the process that does the work, once nothing of before the fork is used any more.

    takes_small: all that is sent here is small, so who sends slowly does not keep a thread waiting for long.
    """

    def __init__(
        self,
        app: WSGIApplication,
        *,
        listen: Listen,
        metrics_listen: Listen | None,
        started: Callable[[], None] = lambda: None,
        takes_small: bool = False,
    ) -> None:
        self._app = app
        self._listen = listen
        self._metrics_listen = metrics_listen
        self._started = started
        self._takes_small = takes_small
        super().__init__()

    def load_config(self) -> None:
        listen = self._listen
        options: dict[str, Any] = {
            "bind": f"unix:{listen.path}" if listen.path else str(listen),
            "workers": 1,
            "threads": THREADS,
            "worker_class": QuickWorker if self._takes_small else "gthread",
            "graceful_timeout": GRACEFUL_SECONDS,
            "timeout": 60,
            "keepalive": 15,
            "logger_class": QuietLogger,
            "control_socket_disable": True,
            "post_worker_init": self._start,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        return self._app

    def _start(self, _worker: object) -> None:
        """In the process that does the work: its numbers, not the master's."""
        disconnect()  # nothing opened before the fork is used after it
        health.serve(
            self._metrics_listen,
            checks={"database": health.database_answers},
            registry=REGISTRY,
        )
        self._started()


class QuickWorker(ThreadWorker):
    """Hears READ_SECONDS of a request and no more; what has been read until then is still answered."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._begun: dict[TConn, float] = {}

    def handle(self, conn: TConn) -> Any:
        self._begun[conn] = clock.monotonic()
        try:
            return super().handle(conn)
        finally:
            self._begun.pop(conn, None)

    def murder_pending(self) -> None:
        """gunicorn calls it about once a second, from its main loop."""
        super().murder_pending()
        latest = clock.monotonic() - READ_SECONDS
        for conn, begun in list(self._begun.items()):
            if begun < latest:
                with suppress(OSError):  # it went meanwhile
                    conn.sock.shutdown(socket.SHUT_RD)


class QuietLogger(Logger):
    """Hands gunicorn's own lines to the root logger instead of writing them itself."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)
