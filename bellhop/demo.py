"""`bellhop demo`: plays a guest and a member through the running desk, by mail, and reads every step back.

What the desk did is read where others would read it: through the API, and in the outbox folder that stands for the
relay. A step that did not happen ends the demo with exit code 1.
"""

from __future__ import annotations

import email.utils
import json
import smtplib
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from bellhop.errors import CannotRun
from bellhop.seed import Seeded
from workflow import clock
from workflow.reading import Mail, read
from workflow.settings import Settings

WAIT_SECONDS = 20.0
POLL_SECONDS = 0.1
WISH = "Hello,\n\nthere are no towels in our room. Could somebody bring two?\n\nThank you"
ANSWER = "They are on their way, two large ones."
THANKS = "They have come. May we have a late check-out too?"

_T = TypeVar("_T")


class StepFailed(CannotRun):
    """Something that should have happened did not."""


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail of the outbox folder."""

    path: Path
    mail: Mail

    @property
    def reply_to(self) -> str:
        return self.mail.reply_to[0].address


class Demo:
    """One run; `say` is told each step in a sentence."""

    def __init__(self, settings: Settings, seeded: Seeded, *, say: Callable[[str], None]) -> None:
        if settings.smtp_relay_url:
            raise CannotRun(
                "The demo reads the mails that went out in the outbox folder; this desk sends them to a relay. "
                "Start the desk without SMTP_RELAY_URL to play it."
            )
        self._settings = settings
        self._seeded = seeded
        self._say = say
        self._token = ""
        self._marker = f"Towels, please ({clock.now():%d %b %H:%M:%S})"

    def play(self) -> None:
        """All steps in order. Raises StepFailed, CannotRun."""
        self._log_in()
        guest, member = self._seeded.guests[0], self._seeded.staff[0]
        self._send(self._wish(guest.name, guest.email), guest.email, self._seeded.deskAddress)
        pid = self._await("the ticket stands", self._ticket)["pid"]
        self._say(f"{guest.name} wrote to {self._seeded.deskAddress}: ticket {pid}, room {guest.room}.")
        acknowledgement = self._await_mail(guest.email, "the acknowledgement", lambda mail: pid in mail.text)
        self._say(f"The guest got the number by mail: {acknowledgement.mail.subject}")
        notification = self._await_mail(member.email, "the notification", lambda mail: "towels" in mail.text)
        self._say(f"{member.name} was told by mail.")

        self._send(
            self._reply(notification, ANSWER, member.name, member.email), member.email, notification.reply_to
        )
        answer = self._await_mail(guest.email, "the answer", lambda mail: ANSWER in mail.visible_text)
        if "no towels" in answer.mail.text:
            raise StepFailed("The answer quotes what it should not.")
        self._await("the ticket is answered", lambda: self._ticket() if self._state() == "answered" else None)
        self._say(
            f"{member.name} answered from a mail client; the guest got the words, the ticket is answered."
        )

        self._send(self._reply(answer, THANKS, guest.name, guest.email), guest.email, answer.reply_to)
        self._await("the guest's second mail is in the thread", lambda: self._said(pid, THANKS))
        self._say(f"{guest.name} wrote back: the same ticket, now {self._state().replace('_', ' ')}.")
        self._say("WhatsApp is not played: this version of the desk has no WhatsApp door yet.")

    # --- the two people ---

    def _wish(self, name: str, address: str) -> EmailMessage:
        mail = self._mail(name, address, self._seeded.deskAddress, self._marker)
        mail.set_content(WISH)
        return mail

    def _reply(self, original: KeptMail, text: str, name: str, address: str) -> EmailMessage:
        mail = self._mail(name, address, original.reply_to, f"Re: {original.mail.subject}")
        mail["In-Reply-To"] = original.mail.message_id
        mail["References"] = " ".join((*original.mail.references, original.mail.message_id))
        quoted = "\n".join(f"> {line}" for line in original.mail.text.splitlines())
        author = f"{original.mail.from_name} <{original.mail.from_address}>"
        mail.set_content(f"{text}\n\nOn {clock.now():%a, %b %d, %Y at %H:%M} {author} wrote:\n\n{quoted}\n")
        return mail

    def _mail(self, name: str, address: str, to: str, subject: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = f"{name} <{address}>"
        mail["To"] = to
        mail["Subject"] = subject
        mail["Date"] = email.utils.format_datetime(clock.now())
        mail["Message-ID"] = email.utils.make_msgid(domain=address.rpartition("@")[2])
        return mail

    def _send(self, mail: EmailMessage, sender: str, to: str) -> None:
        listen = self._settings.smtp_listen
        try:
            with smtplib.SMTP(listen.host, listen.port, timeout=10) as connection:
                connection.sendmail(sender, [to], mail.as_bytes())
        except (OSError, smtplib.SMTPException) as error:
            raise StepFailed(f"The mail door at {listen} did not take the mail: {error}") from error

    # --- reading back ---

    def _log_in(self) -> None:
        member = next(member for member in self._seeded.staff if member.role == "manager")
        answer = self._api("/auth/login", {"email": member.email, "password": member.password})
        self._token = answer["token"]

    def _ticket(self) -> Any:
        found = self._api(f"/tickets?q={quote(self._marker)}")["data"]
        return next((ticket for ticket in found if ticket["subject"] == self._marker), None)

    def _state(self) -> str:
        return str(self._ticket()["state"])

    def _said(self, pid: str, words: str) -> Any:
        said = self._api(f"/tickets/{pid}/messages")["data"]
        return next((message for message in said if message["body"] == words), None)

    def _api(self, path: str, body: object = None) -> Any:
        listen = self._settings.web_listen
        request = urllib.request.Request(
            f"http://{listen}/api/v1{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.loads(answer.read())
        except (urllib.error.URLError, OSError) as error:
            raise StepFailed(f"The API at {listen} did not answer {path}: {error}") from error

    def _await_mail(self, address: str, what: str, matches: Callable[[Mail], bool]) -> KeptMail:
        return self._await(what, lambda: self._kept(address, matches))

    def _kept(self, address: str, matches: Callable[[Mail], bool]) -> KeptMail | None:
        folder = self._settings.home / "outbox" / self._seeded.hotelId
        for path in sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True):
            mail = read(path.read_bytes())
            is_ours = self._marker in mail.subject and [one.address for one in mail.to] == [address]
            if is_ours and matches(mail):
                return KeptMail(path, mail)
        return None

    def _await(self, what: str, find: Callable[[], _T | None]) -> _T:
        deadline = clock.monotonic() + WAIT_SECONDS
        while clock.monotonic() < deadline:
            found = find()
            if found is not None:
                return found
            time.sleep(POLL_SECONDS)
        raise StepFailed(f"Waited {WAIT_SECONDS:.0f} s in vain: {what}.")
