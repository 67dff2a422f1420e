"""A mailbox that is read by IMAP: connection, log-in, folder; nothing in it is changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from bellhop.doctor.finding import Finding, fail, ok
from ingest.imap.faults import LoginRefused, MailboxFault
from ingest.imap.pace import Pace
from ingest.imap.trial import Trial, try_out
from workflow import database
from workflow.desk import Desk
from workflow.mailbox import Mailbox, Secrets
from workflow.services import mailboxes

CHECK = "mailbox"
SECONDS = 9.0


def look(box: Mailbox, desk: Desk) -> Iterator[Finding]:
    subject = f"{box.folder} of {box.account.username}"
    try:
        trial = asyncio.run(_tried(box, desk))
    except TimeoutError:
        says = f"{box.account.host}:{box.account.port} did not let us in within {SECONDS:.0f} s."
        yield fail(
            CHECK,
            says,
            "Look at server and port, and let this machine out to them. New mail waits there.",
            subject=subject,
        )
    except LoginRefused as fault:
        remedy = f"Give it the password or token that counts now: `bellhop mailbox secrets {box.id}`. New mail waits there."
        yield fail(CHECK, str(fault), remedy, subject=subject)
    except MailboxFault as fault:
        remedy = (
            f"Look at server, port and folder (`bellhop mailbox list`), then `bellhop mailbox try {box.id}`."
        )
        yield fail(CHECK, str(fault), remedy, subject=subject)
    else:
        yield ok(CHECK, f"It opens; {trial.mails} mails lie in it.", subject=subject)


async def _tried(box: Mailbox, desk: Desk) -> Trial:
    async def keep(secrets: Secrets) -> None:
        with database.hotel(box.hotel_id):
            mailboxes.keep_secrets(box.id, secrets, keys=desk.keys)

    async with asyncio.timeout(SECONDS):
        return await try_out(box.account, box.folder, keep=keep, pace=Pace())
