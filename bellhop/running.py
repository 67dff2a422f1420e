"""Lets the operators' commands find the desk that `bellhop up` runs: how it was set, kept in BELLHOP_HOME while it runs."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from workflow.settings import home_folder

_FOUND_BY = (
    "DATABASE_URL",
    "REDIS_URL",
    "BELLHOP_SECRET_FILE",
    "BELLHOP_MAIL_DOMAIN",
    "BELLHOP_PUBLIC_URL",
    "SMTP_LISTEN",
    "SMTP_RELAY_URL",
    "WEB_LISTEN",
    "HOOKS_LISTEN",
    "HOOKS_PUBLIC_URL",
    "TWILIO_API_BASE",
)


@contextlib.contextmanager
def noted(home: Path, environ: Mapping[str, str]) -> Iterator[None]:
    """While it lasts, other commands of this folder find the servers."""
    path = _path(home)
    path.write_text(json.dumps({name: environ[name] for name in _FOUND_BY if name in environ}))
    path.chmod(0o600)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def with_running(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment, completed with what a running desk of the same BELLHOP_HOME has noted."""
    try:
        found = json.loads(_path(home_folder(environ)).read_text())
    except (OSError, ValueError):
        found = {}
    return {**found, **{name: value for name, value in environ.items() if value}}


def _path(home: Path) -> Path:
    return home / "running.json"
