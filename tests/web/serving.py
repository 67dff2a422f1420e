"""`python -m web` as a process of its own, on a free port of this machine."""

import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.processes import wait_until
from tests.programs import start_program
from workflow.settings import Settings, environment


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The address of a running web process; stopped with SIGTERM at the end, which must end it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with Path(os.devnull).open("wb") as nowhere:
        process = start_program("web", environ=_environ(settings, port), errors=nowhere)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: process.poll() is not None or _answers(address), what="the panel to answer")
        assert process.poll() is None, "python -m web ended by itself"
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _environ(settings: Settings, port: int) -> dict[str, str]:
    return {
        **environment(),
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "BELLHOP_HOME": str(settings.home),
        "BELLHOP_SECRET": settings.secret,
        "BELLHOP_MAIL_DOMAIN": settings.mail_domain,
        "WEB_LISTEN": f"127.0.0.1:{port}",
        **({"METRICS_LISTEN": str(settings.metrics_listen)} if settings.metrics_listen else {}),
    }


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=1) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
