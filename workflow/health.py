"""/livez, /readyz and /metrics of a process, on a small server in a thread of its own.

Which checks make a process ready is its own business; this file only asks them and names the one that fails.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

from workflow.database import database
from workflow.errors import SettingsError, StoreUnavailable
from workflow.settings import Listen

PORTS_TRIED = 32

Check = Callable[[], None]

_log = structlog.get_logger()


class HealthServer:
    """A running server; `port` is the one it found."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self._server = server
        self.port = int(server.server_address[1])
        self._thread = threading.Thread(target=server.serve_forever, name="health", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def serve(
    listen: Listen | None, *, checks: Mapping[str, Check], registry: CollectorRegistry = REGISTRY
) -> HealthServer | None:
    """Starts on the first free port from the setting's upward; None when METRICS_LISTEN is not set.

    A check returns when all is well and raises when not; its name is what /readyz says. Raises SettingsError
    when no port is free.
    """
    if listen is None:
        return None
    server = HealthServer(_bind(listen, _handler(checks, registry)))
    _log.info("health and metrics", host=listen.host, port=server.port)
    return server


def database_answers() -> None:
    """A check: raises StoreUnavailable when the database does not answer."""
    try:
        with database.connection_context():
            database.execute_sql("SELECT 1")
    except Exception as error:
        raise StoreUnavailable("The database does not answer.") from error


def _bind(listen: Listen, handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    ports = [0] if listen.port == 0 else range(listen.port, min(listen.port + PORTS_TRIED, 65536))
    for port in ports:
        try:
            return _Server((listen.host, port), handler)
        except OSError:
            continue
    raise SettingsError(f"METRICS_LISTEN: no free port from {listen} upward (tried {PORTS_TRIED}).")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_port = False
    allow_reuse_address = True


def _handler(checks: Mapping[str, Check], registry: CollectorRegistry) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10
        server_version = "bellhop"
        sys_version = ""

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path == "/livez":
                self._answer(200, b"alive\n")
            elif path == "/readyz":
                failing = _failing(checks)
                self._answer(
                    503 if failing else 200, f"not ready: {failing}\n".encode() if failing else b"ready\n"
                )
            elif path == "/metrics":
                self._answer(200, generate_latest(registry), CONTENT_TYPE_LATEST)
            else:
                self._answer(404, b"not here\n")

        def _answer(self, status: int, body: bytes, content_type: str = "text/plain; charset=utf-8") -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Being asked every few seconds is not worth a line."""

    return Handler


def _failing(checks: Mapping[str, Check]) -> str:
    """The names of what is not well, "" when all is."""
    names = []
    for name, check in checks.items():
        try:
            check()
        except Exception as error:  # noqa: BLE001 - whatever a check raises, its name is the answer
            _log.warning("not ready", check=name, error=type(error).__name__)
            names.append(name)
    return ", ".join(names)
