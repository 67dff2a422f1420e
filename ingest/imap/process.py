"""The poller as a process: health, signals, an end in order."""

from __future__ import annotations

import asyncio
import signal

import structlog

from ingest.imap.pace import Pace
from ingest.imap.poller import Poller
from workflow import health
from workflow.sealing import Keys
from workflow.settings import Settings

_log = structlog.get_logger()


async def serve(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    health_server = health.serve(settings.metrics_listen, checks={"database": health.database_answers})
    try:
        _log.info("polling mailboxes")
        await Poller(Keys(settings.secret), pace=_pace(settings)).run(stop)
        _log.info("closing")
    finally:
        if health_server is not None:
            health_server.stop()


def _pace(settings: Settings) -> Pace:
    return Pace(
        mail_bytes=settings.smtp_size_limit,
        look_around_seconds=min(2 * settings.sweep_seconds, settings.lease_seconds / 3),
        lease_seconds=settings.lease_seconds,
        scale=settings.retry_scale,
    )
