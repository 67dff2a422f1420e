"""The door as a process: wires its parts, opens its ports, closes in order when told to stop."""

from __future__ import annotations

import asyncio
import signal
import ssl

import structlog

from ingest.smtp.conversation import Conversation
from ingest.smtp.desk import Desk
from ingest.smtp.keeping import Keep
from ingest.smtp.limits import Limits
from ingest.smtp.lmtp import LmtpConversation
from ingest.smtp.routes import Routes
from ingest.smtp.server import Server
from workflow import health, metrics
from workflow.errors import SettingsError
from workflow.settings import Settings

_log = structlog.get_logger()


async def serve(settings: Settings, keep: Keep, *, limits: Limits) -> None:
    """Runs until SIGTERM or SIGINT. Raises SettingsError when it cannot begin."""
    stop = asyncio.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    desk = _desk(settings, keep, limits=limits)
    metrics.BYTES_IN_FLIGHT.set_function(lambda: desk.in_flight.bytes)
    checks = {"database": health.database_answers, "spool": desk.check_spool}
    health_server = health.serve(settings.metrics_listen, checks=checks)
    server = Server(desk)
    try:
        await _listen(server, settings)
        await stop.wait()
        _log.info("closing")
    finally:
        await server.stop()
        await keep.close()
        desk.close()
        if health_server is not None:
            health_server.stop()


def _desk(settings: Settings, keep: Keep, *, limits: Limits) -> Desk:
    spool = settings.home / "spool"
    try:
        spool.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"BELLHOP_HOME: {spool} cannot be made: {error.strerror}.") from None
    return Desk(
        settings.mail_domain,
        limits=limits,
        routes=Routes(),
        keep=keep,
        spool_folder=spool,
        trusted=settings.trusted_relays,
        tls=_tls(settings),
    )


def _tls(settings: Settings) -> ssl.SSLContext | None:
    if settings.tls_cert is None or settings.tls_key is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.tls_cert, settings.tls_key)
    except OSError as error:  # ssl.SSLError is one
        raise SettingsError(f"TLS_CERT and TLS_KEY cannot be used: {error.strerror or error}.") from None
    return context


async def _listen(server: Server, settings: Settings) -> None:
    where = await server.listen(settings.smtp_listen, Conversation, setting="SMTP_LISTEN")
    _log.info("listening", door="smtp", where=str(where), starttls=settings.tls_cert is not None)
    if settings.lmtp_listen is not None:
        where = await server.listen(settings.lmtp_listen, LmtpConversation, setting="LMTP_LISTEN")
        _log.info("listening", door="lmtp", where=str(where))
