"""What happens to a mail after DATA: it is read to its end, kept, counted and logged; the outcome is one reply."""

from __future__ import annotations

from asyncio import StreamReader
from collections.abc import Callable

import structlog

from ingest.smtp.desk import Desk
from ingest.smtp.envelope import DeskEnvelope
from ingest.smtp.limits import Limits
from ingest.smtp.replies import Reply
from ingest.smtp.spool import Spool
from ingest.smtp.transparency import pieces
from workflow import clock, metrics
from workflow.errors import StoreUnavailable
from workflow.services.inbox import Incoming

_log = structlog.get_logger()


class Meters:
    """The metrics of one door, looked up once."""

    def __init__(self, door: str) -> None:
        self._mails = metrics.MAILS_KEPT.labels(door)
        self._bytes = metrics.MAIL_BYTES.labels(door)
        self._seconds = metrics.COMMIT_SECONDS.labels(door)
        self.connections = metrics.DOOR_CONNECTIONS.labels(door)

    def kept(self, size: int, seconds: float) -> None:
        self._mails.inc()
        self._bytes.inc(size)
        self._seconds.observe(seconds)


async def fill(
    spool: Spool, reader: StreamReader, *, limits: Limits, still_there: Callable[[], None]
) -> Reply | None:
    """Reads to the final dot in any case, so that a refusal is not taken for a broken connection.

    `still_there` is called whenever something has come. None: the spool holds the mail.
    """
    refusal: Reply | None = None
    until = clock.monotonic() + limits.mail_seconds
    read = 0
    async for piece in pieces(reader):
        read += len(piece)
        still_there()
        if read > limits.mail_bytes:
            refusal = Reply.TOO_LARGE
            spool.close()
        elif refusal is None:
            try:
                await spool.write(piece)
            except StoreUnavailable as error:
                refusal = _refusal_for(error)
                spool.close()
        if clock.monotonic() > until:
            return Reply.TOO_SLOW
    return refusal


async def keep(desk: Desk, mails: list[Incoming], spool: Spool, *, meters: Meters) -> Reply:
    """Only what comes back from `desk.keep` is kept; whatever that raises is a temporary fault of ours."""
    began, size = clock.monotonic(), len(spool)
    about = {"door": mails[0].door, "peer": mails[0].peer, "size": size}
    try:
        ids = await desk.keep(mails, spool)
    except StoreUnavailable as error:
        _log.warning("a mail was not kept", **about, full=error.full)
        return _refusal_for(error)
    except Exception as error:  # noqa: BLE001 - edge of the process; the peer keeps the mail
        _log.error("a mail was not kept", **about, exc_info=error)
        return Reply.CANNOT_KEEP
    seconds = clock.monotonic() - began
    meters.kept(size, seconds)
    _log.info("mail kept", **about, inbox=ids, seconds=round(seconds, 4))
    return Reply.KEPT


def incoming(
    envelope: DeskEnvelope, raw: bytes | Spool, *, door: str, peer: str, helo: str
) -> list[Incoming]:
    """One for each desk."""
    received_at = clock.now()
    return [
        Incoming(
            route=recipient.route,
            door=door,
            received_at=received_at,
            raw=raw,
            envelope_from=envelope.sender or "",
            envelope_to=recipient.address,
            peer=peer,
            helo=helo,
        )
        for recipient in envelope.one_for_each_desk()
    ]


def _refusal_for(error: StoreUnavailable) -> Reply:
    return Reply.STORE_FULL if error.full else Reply.CANNOT_KEEP
