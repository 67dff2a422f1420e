"""gunicorn as every room with HTTP runs it: one process, a few threads, requests under way are finished at SIGTERM.

It serves any WSGI application. Its log lines go where all of ours go; what a request was about is the application's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from prometheus_client import REGISTRY

from workflow import health
from workflow.database import disconnect
from workflow.settings import Listen

THREADS = 8
GRACEFUL_SECONDS = 10


class Server(BaseApplication):
    """`started` runs in the process that does the work, once nothing of before the fork is used any more."""

    def __init__(
        self,
        app: WSGIApplication,
        *,
        listen: Listen,
        metrics_listen: Listen | None,
        started: Callable[[], None] = lambda: None,
    ) -> None:
        self._app = app
        self._listen = listen
        self._metrics_listen = metrics_listen
        self._started = started
        super().__init__()

    def load_config(self) -> None:
        listen = self._listen
        options: dict[str, Any] = {
            "bind": f"unix:{listen.path}" if listen.path else str(listen),
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
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


class QuietLogger(Logger):
    """Hands gunicorn's own lines to the root logger instead of writing them itself."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)
