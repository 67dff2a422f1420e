"""One peer's conversation in SMTP. aiosmtpd reads commands and does STARTTLS; every reply and all limits are ours.

RFC 5321, 1870 (SIZE), 6152 (8BITMIME), 6531 (SMTPUTF8), 2920 (PIPELINING), 3207 (STARTTLS).
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import NoReturn

import structlog
from aiosmtpd.smtp import SMTP, Session

from ingest.smtp.desk import Desk
from ingest.smtp.envelope import DeskEnvelope, Recipient
from ingest.smtp.paths import BadPath, read_path
from ingest.smtp.receiving import Meters, fill, incoming, keep
from ingest.smtp.replies import Reply
from ingest.smtp.spool import Spool
from workflow import metrics
from workflow.errors import StoreUnavailable

_MAIL_PARAMETERS = {"SIZE", "BODY", "SMTPUTF8"}
_BODIES = {"7BIT", "8BITMIME"}
_log = structlog.get_logger()


class _NoHooks:
    """aiosmtpd wants a handler; ours is the conversation itself."""


class Conversation(SMTP):
    """Speaks with one peer."""

    door = "smtp"
    _meters = Meters(door)
    line_length_limit = 64 * 1024  # of the reader's buffer, and so of a command; a mail's lines have no limit

    envelope: DeskEnvelope
    session: Session

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            _NoHooks(),
            data_size_limit=desk.limits.mail_bytes,
            enable_SMTPUTF8=True,
            hostname=desk.name,
            ident="ESMTP",
            tls_context=desk.tls,
            timeout=desk.limits.command_seconds,
            loop=asyncio.get_running_loop(),
        )
        self.command_size_limits.update({"MAIL": 1024, "RCPT": 1024})  # RFC 6531 3.4 and a few parameters
        self._desk = desk
        self._peer = ""
        self._timeout_reply = Reply.TOO_SLOW
        self._unknown_recipients = 0
        self.receiving = False

    # The connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._original_transport is not None:  # the same connection after STARTTLS
            super().connection_made(transport)
            return
        peername = transport.get_extra_info("peername")
        self._peer = str(peername[0]) if isinstance(peername, tuple) else ""
        self._desk.connections.enter(self._peer)
        self._desk.conversations.add(self)
        self._meters.connections.inc()
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self in self._desk.conversations:
            self._desk.conversations.discard(self)
            self._desk.connections.leave(self._peer)
            self._meters.connections.dec()
        super().connection_lost(error)

    async def _handle_client(self) -> None:
        refusal = self._refuse_connection()
        if refusal is not None:
            await self._hang_up(refusal)
        with contextlib.suppress(ConnectionError):  # the peer is gone: nobody to tell
            await super()._handle_client()

    def _refuse_connection(self) -> Reply | None:
        if self._desk.closing:
            return Reply.CLOSING
        if self._desk.connections.too_many():
            return Reply.TOO_MANY_CONNECTIONS
        if self._desk.connections.too_many_of(self._peer) and not self._desk.trusts(self._peer):
            return Reply.TOO_MANY_FROM_YOU
        return None

    def close_unless_receiving(self) -> None:
        """For the end of the process: a peer between two mails is sent away."""
        if not self.receiving:
            self._say_and_close(Reply.CLOSING)

    def _timeout_cb(self) -> None:
        self._say_and_close(self._timeout_reply)

    def _say_and_close(self, reply: Reply) -> None:
        if isinstance(self.transport, asyncio.Transport) and not self.transport.is_closing():
            self._count(reply)
            self.transport.write(reply.encode() + b"\r\n")
            self.transport.close()

    async def _hang_up(self, reply: Reply) -> NoReturn:
        """The last word; what the peer has sent ahead is not read any more."""
        with contextlib.suppress(ConnectionError):
            await (self.push(reply) if reply is Reply.GOODBYE else self._refuse(reply))
        if self.transport is not None:
            self.transport.close()
        raise asyncio.CancelledError

    async def handle_exception(self, error: Exception) -> str:
        """Whatever goes wrong in a command is ours, temporary, and told in no detail."""
        _log.error("a conversation failed", door=self.door, peer=self._peer, exc_info=error)
        self._count(Reply.FAULT)
        return Reply.FAULT

    async def _refuse(self, reply: Reply) -> None:
        self._count(reply)
        await self.push(reply)

    def _count(self, reply: Reply) -> None:
        metrics.MAILS_REFUSED.labels(self.door, reply.name.lower()).inc()

    # Commands

    def _forget_mail(self) -> None:
        self.envelope = self._create_envelope()

    def _create_envelope(self) -> DeskEnvelope:
        return DeskEnvelope()

    async def smtp_HELO(self, hostname: str | None) -> None:
        if not hostname:
            await self._refuse(Reply.BAD_HELLO)
            return
        self._greeted(hostname, extended=False)
        await self.push(f"250 {self.hostname}")

    async def smtp_EHLO(self, hostname: str | None) -> None:
        if not hostname:
            await self._refuse(Reply.BAD_HELLO)
            return
        self._greeted(hostname, extended=True)
        lines = [
            self.hostname,
            f"SIZE {self._desk.limits.mail_bytes}",
            "8BITMIME",
            "SMTPUTF8",
            "PIPELINING",
            "ENHANCEDSTATUSCODES",
        ]
        if self.tls_context and not self._tls_protocol:
            lines.append("STARTTLS")
        await self.push("\r\n".join([*(f"250-{line}" for line in lines[:-1]), f"250 {lines[-1]}"]))

    def _greeted(self, hostname: str, *, extended: bool) -> None:
        self._forget_mail()
        self.session.host_name = hostname
        self.session.extended_smtp = extended

    async def smtp_MAIL(self, arg: str | None) -> None:
        refusal = self._check_order(sender=False) or self._take_sender(arg)
        await (self._refuse(refusal) if refusal else self.push(Reply.SENDER_OK))

    def _take_sender(self, argument: str | None) -> Reply | None:
        try:
            path = read_path(argument, keyword="FROM:", syntax=Reply.BAD_SENDER)
        except BadPath as bad:
            return bad.reply
        size = path.parameters.get("SIZE", "0")
        if not path.parameters.keys() <= _MAIL_PARAMETERS:
            return Reply.UNKNOWN_PARAMETER
        if not size.isascii() or not size.isdigit() or path.parameters.get("SMTPUTF8", ""):
            return Reply.BAD_SENDER
        if path.parameters.get("BODY", "7BIT").upper() not in _BODIES:
            return Reply.UNKNOWN_PARAMETER
        if int(size) > self._desk.limits.mail_bytes:
            return Reply.TOO_LARGE
        self.envelope.sender = path.address
        return None

    async def smtp_RCPT(self, arg: str | None) -> None:
        refusal = self._check_order(sender=True) or await self._take_recipient(arg)
        await (self._refuse(refusal) if refusal else self.push(Reply.RECIPIENT_OK))
        if self._unknown_recipients > self._desk.limits.unknown_recipients:
            await self._hang_up(Reply.TOO_MANY_UNKNOWN)

    async def _take_recipient(self, argument: str | None) -> Reply | None:
        try:
            path = read_path(argument, keyword="TO:", syntax=Reply.BAD_RECIPIENT)
        except BadPath as bad:
            return bad.reply
        if not path.address:
            return Reply.BAD_RECIPIENT
        if path.parameters:
            return Reply.UNKNOWN_PARAMETER
        if len(self.envelope.recipients) >= self._desk.limits.recipients:
            return Reply.TOO_MANY_RECIPIENTS
        address = path.address
        if address.lower() == "postmaster":  # the one recipient that needs no domain, RFC 5321 4.1.1.3
            address = f"{address}@{self._desk.name}"
        try:
            route = await self._desk.routes.find(address)
        except StoreUnavailable:
            return Reply.CANNOT_LOOK
        if route is None:
            self._unknown_recipients += 1
            _log.info("no such desk", door=self.door, peer=self._peer, recipient=address)
            return Reply.NO_SUCH_DESK
        if not route.enabled:
            return Reply.DESK_CLOSED  # may be switched on tomorrow: better late than sent back to the guest
        self.envelope.recipients.append(Recipient(address, route))
        return None

    def _check_order(self, *, sender: bool) -> Reply | None:
        if not self.session.host_name:
            return Reply.NEED_HELLO
        if sender and self.envelope.sender is None:
            return Reply.NEED_SENDER
        if not sender and self.envelope.sender is not None:
            return Reply.SENDER_TWICE
        return None

    async def smtp_RSET(self, arg: str | None) -> None:
        self._forget_mail()
        await self.push(Reply.OK)

    async def smtp_NOOP(self, arg: str | None) -> None:
        await self.push(Reply.OK)

    async def smtp_HELP(self, arg: str | None) -> None:
        await self.push(Reply.HELP)

    async def smtp_VRFY(self, arg: str | None) -> None:
        await self.push(Reply.NOT_TOLD)

    async def smtp_EXPN(self, arg: str | None) -> None:
        await self._refuse(Reply.NO_EXPANSION)

    async def smtp_AUTH(self, arg: str | None) -> None:
        await self._refuse(Reply.NO_AUTH)

    async def smtp_QUIT(self, arg: str | None) -> None:
        await self._hang_up(Reply.GOODBYE)

    async def smtp_STARTTLS(self, arg: str | None) -> None:
        if self.tls_context is None or self._tls_protocol is not None:
            await self._refuse(Reply.NO_TLS)
        else:
            await super().smtp_STARTTLS(arg)

    # The mail

    async def smtp_DATA(self, arg: str | None) -> None:
        refusal = self._check_data(arg)
        if refusal is not None:
            await self._refuse(refusal)
            return
        if self._reader._buffer:  # type: ignore[attr-defined]  # what follows would be taken for commands
            await self._hang_up(Reply.OUT_OF_STEP)
            return
        self.receiving = True
        try:
            await self.push(Reply.GO_AHEAD)
            reply = await self._receive()
            if reply is not Reply.TOO_SLOW:
                await self._answer_mail(reply)
            self._forget_mail()
        except Exception as error:  # noqa: BLE001 - the rest of the mail must not be taken for commands
            if not isinstance(error, ConnectionError):
                _log.error("a mail was not received", door=self.door, peer=self._peer, exc_info=error)
            await self._hang_up(Reply.FAULT)
        finally:
            self.receiving = False
        if self._desk.closing or reply is Reply.TOO_SLOW:
            await self._hang_up(Reply.CLOSING if self._desk.closing else reply)

    def _check_data(self, argument: str | None) -> Reply | None:
        if not self.session.host_name:
            return Reply.NEED_HELLO
        if not self.envelope.recipients:
            return Reply.NEED_RECIPIENT
        return Reply.BAD_DATA if argument else None

    async def _answer_mail(self, reply: Reply) -> None:
        """After the final dot."""
        await (self.push(reply) if reply is Reply.KEPT else self._refuse(reply))

    async def _receive(self) -> Reply:
        spool = self._desk.new_spool()
        try:
            refusal = await fill(
                spool, self._reader, limits=self._desk.limits, still_there=self._wait_for_more
            )
            return refusal or await self._keep(spool)
        finally:
            spool.close()

    def _wait_for_more(self) -> None:
        self._reset_timeout(self._desk.limits.data_seconds)

    async def _keep(self, spool: Spool) -> Reply:
        helo = self.session.host_name or ""
        mails = incoming(self.envelope, spool.content(), door=self.door, peer=self._peer, helo=helo)
        self._timeout_reply = Reply.CANNOT_KEEP_CLOSING
        self._reset_timeout(self._desk.limits.commit_seconds)
        try:
            return await keep(self._desk, mails, spool, meters=self._meters)
        finally:
            self._timeout_reply = Reply.TOO_SLOW
