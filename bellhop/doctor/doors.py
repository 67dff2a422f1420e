"""The doors on this machine: mail by SMTP and LMTP, the panel. The webhooks' door is hooks.py's."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator

from bellhop.addresses import answers
from bellhop.doctor.finding import Finding, fail, ok
from bellhop.errors import CannotRun
from workflow.settings import Listen, Settings

SECONDS = 5
_START = (
    "Start the desk (`bellhop up`), or its process `{process}`. When that runs on another machine, ask there."
)


def look(settings: Settings) -> Iterator[Finding]:
    yield _mail(settings.smtp_listen)
    if settings.lmtp_listen is not None:
        yield _open("LMTP door", "LMTP_LISTEN", settings.lmtp_listen, process="python -m ingest.smtp")
    yield _open("panel", "WEB_LISTEN", settings.web_listen, process="python -m web")


def _mail(listen: Listen) -> Finding:
    if listen.path:
        return _open("mail door", "SMTP_LISTEN", listen, process="python -m ingest.smtp")
    try:
        with smtplib.SMTP(listen.host, listen.port, timeout=SECONDS) as door:
            code, _ = door.ehlo()
    except (OSError, smtplib.SMTPException):
        return fail("mail door", f"No mail server answers at SMTP_LISTEN={listen}.", _start("ingest.smtp"))
    if code != 250:
        says = f"What answers at SMTP_LISTEN={listen} takes no mail now ({code})."
        return fail("mail door", says, _start("ingest.smtp"))
    return ok("mail door", f"Mail is taken at {listen}.")


def _open(name: str, variable: str, listen: Listen, *, process: str) -> Finding:
    try:
        is_open = answers(listen)
    except CannotRun:
        is_open = False
    if is_open:
        return ok(name, f"It answers at {listen}.")
    return fail(name, f"Nobody answers at {variable}={listen}.", _START.format(process=process))


def _start(module: str) -> str:
    return _START.format(process=f"python -m {module}")
