"""LMTP, RFC 2033: how a mail server of the same house hands mail over."""

from __future__ import annotations

from ingest.smtp.conversation import Conversation
from ingest.smtp.receiving import Meters
from ingest.smtp.replies import Reply


class LmtpConversation(Conversation):
    """Its own hello, and one reply for each accepted recipient after the final dot."""

    door = "lmtp"
    _meters = Meters(door)

    async def smtp_LHLO(self, arg: str | None) -> None:
        await super().smtp_EHLO(arg)

    async def smtp_EHLO(self, arg: str | None) -> None:
        await self._refuse(Reply.NO_HELO_IN_LMTP)

    async def smtp_HELO(self, arg: str | None) -> None:
        await self._refuse(Reply.NO_HELO_IN_LMTP)

    async def _answer_mail(self, reply: Reply) -> None:
        """All desks of a mail share one transaction, so the replies are the same."""
        for _ in self.envelope.recipients:
            await super()._answer_mail(reply)
