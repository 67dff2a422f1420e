"""gunicorn as we run it: one process, eight threads, requests under way are finished at SIGTERM.

Its log lines go where all of ours go; what a request was about is logged by web/app.
"""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from prometheus_client import REGISTRY

from workflow import health
from workflow.database import disconnect
from workflow.settings import Settings

THREADS = 8
GRACEFUL_SECONDS = 10


class Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        listen = self._settings.web_listen
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
            "post_worker_init": self._serve_health,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app

    def _serve_health(self, _worker: object) -> None:
        """In the process that does the work: its numbers, not the master's."""
        disconnect()  # nothing opened before the fork is used after it
        health.serve(
            self._settings.metrics_listen,
            checks={"database": health.database_answers},
            registry=REGISTRY,
        )


class QuietLogger(Logger):  # type: ignore[misc]
    """Hands gunicorn's own lines to the root logger instead of writing them itself."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)
