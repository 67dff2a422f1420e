"""The demo by mail: a guest writes, a member answers from a mail client, the guest writes back."""

from __future__ import annotations

import email.utils
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bellhop.demo.steps import StepFailed, Steps
from bellhop.errors import CannotRun
from workflow import clock
from workflow.reading import Mail, read

WISH = "Hello,\n\nthere are no towels in our room. Could somebody bring two?\n\nThank you"
ANSWER = "They are on their way, two large ones."
THANKS = "They have come. May we have a late check-out too?"


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail of the outbox folder."""

    path: Path
    mail: Mail

    @property
    def reply_to(self) -> str:
        return self.mail.reply_to[0].address


class MailDemo:
    def __init__(self, steps: Steps) -> None:
        if steps.settings.smtp_relay_url:
            raise CannotRun(
                "The demo reads the mails that went out in the outbox folder; this desk sends them to a relay. "
                "Start the desk without SMTP_RELAY_URL to play it."
            )
        self._steps = steps
        self._seeded = steps.seeded
        self._marker = f"Towels, please ({clock.now():%d %b %H:%M:%S})"

    def play(self) -> None:
        """All steps in order. Raises StepFailed."""
        say, wait = self._steps.say, self._steps.wait
        guest, member = self._seeded.guests[0], self._seeded.staff[0]
        self._send(self._wish(guest.name, guest.email), guest.email, self._seeded.deskAddress)
        pid = wait("the ticket stands", self._ticket)["pid"]
        say(f"{guest.name} wrote to {self._seeded.deskAddress}: ticket {pid}, room {guest.room}.")
        acknowledgement = self._await_mail(guest.email, "the acknowledgement", lambda mail: pid in mail.text)
        say(f"The guest got the number by mail: {acknowledgement.mail.subject}")
        notification = self._await_mail(member.email, "the notification", lambda mail: "towels" in mail.text)
        say(f"{member.name} was told by mail.")

        self._send(
            self._reply(notification, ANSWER, member.name, member.email), member.email, notification.reply_to
        )
        answer = self._await_mail(guest.email, "the answer", lambda mail: ANSWER in mail.visible_text)
        if "no towels" in answer.mail.text:
            raise StepFailed("The answer quotes what it should not.")
        wait("the ticket is answered", lambda: self._ticket() if self._state() == "answered" else None)
        say(f"{member.name} answered from a mail client; the guest got the words, the ticket is answered.")

        self._send(self._reply(answer, THANKS, guest.name, guest.email), guest.email, answer.reply_to)
        wait("the guest's second mail is in the thread", lambda: self._said(pid, THANKS))
        say(f"{guest.name} wrote back: the same ticket, now {self._state().replace('_', ' ')}.")

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
        listen = self._steps.settings.smtp_listen
        try:
            with smtplib.SMTP(listen.host, listen.port, timeout=10) as connection:
                connection.sendmail(sender, [to], mail.as_bytes())
        except (OSError, smtplib.SMTPException) as error:
            raise StepFailed(f"The mail door at {listen} did not take the mail: {error}") from error

    # --- reading back ---

    def _ticket(self) -> Any:
        found = self._steps.api(f"/tickets?q={quote(self._marker)}")["data"]
        return next((ticket for ticket in found if ticket["subject"] == self._marker), None)

    def _state(self) -> str:
        return str(self._ticket()["state"])

    def _said(self, pid: str, words: str) -> Any:
        said = self._steps.api(f"/tickets/{pid}/messages")["data"]
        return next((message for message in said if message["body"] == words), None)

    def _await_mail(self, address: str, what: str, matches: Callable[[Mail], bool]) -> KeptMail:
        return self._steps.wait(what, lambda: self._kept(address, matches))

    def _kept(self, address: str, matches: Callable[[Mail], bool]) -> KeptMail | None:
        folder = self._steps.settings.home / "outbox" / self._seeded.hotelId
        for path in sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True):
            mail = read(path.read_bytes())
            is_ours = self._marker in mail.subject and [one.address for one in mail.to] == [address]
            if is_ours and matches(mail):
                return KeptMail(path, mail)
        return None
