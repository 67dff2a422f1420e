"""A whole desk for the flow tests: every service of the Procfile as a real process, a real relay behind it.

Tests speak to it as the outside does: SMTP in, SMTP out, HTTP. It runs on free ports and stops what it started.
"""

import email
import email.policy
import email.utils
import json
import os
import signal
import smtplib
import socket
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from bellhop.fakes.smtp_sink import SmtpSink, SunkMail
from tests import builders
from tests.processes import wait_until
from tests.programs import Program, start_program
from workflow import clock
from workflow.database import hotel as tenant
from workflow.models import Channel, Hotel
from workflow.services import receipts
from workflow.services.overview import counters

SERVICES = {
    "smtp": "ingest.smtp",
    "imap": "ingest.imap",
    "worker": "worker",
    "clock": "worker.clock",
    "web": "web",
    "hooks": "ingest.whatsapp",
}

SECRET = "the flow tests' secret, 32 characters or more"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningDesk:
    """Real processes around one database. `with RunningDesk(...) as desk:`"""

    def __init__(
        self,
        *,
        database_url: str,
        redis_url: str,
        folder: Path,
        services: tuple[str, ...] = ("smtp", "worker", "clock"),
        relay: bool = True,
        sink: SmtpSink | None = None,
        environ: dict[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.smtp_port = free_port()
        self.web_port = free_port()
        self.hooks_port = free_port()
        self.sink = sink or SmtpSink()
        self.offset_file = folder / "clock"
        self._services = services
        self._processes: dict[str, Program | subprocess.Popen[bytes]] = {}
        self._relay = relay
        self._environ = {
            **{
                name: value
                for name, value in os.environ.items()
                if name in ("PATH", "HOME", "LANG", "TMPDIR")
            },
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "BELLHOP_HOME": str(folder),
            "BELLHOP_SECRET": SECRET,
            "BELLHOP_MAIL_DOMAIN": "desk.localhost",
            "BELLHOP_CLOCK_FILE": str(self.offset_file),
            "SMTP_LISTEN": f"127.0.0.1:{self.smtp_port}",
            "WEB_LISTEN": f"127.0.0.1:{self.web_port}",
            "HOOKS_LISTEN": f"127.0.0.1:{self.hooks_port}",
            "RETRY_SCALE": "0.05",
            "SWEEP_SECONDS": "0.5",
            "LEASE_SECONDS": "5",
            "LOG_FORMAT": "text",
            **(environ or {}),
        }

    def __enter__(self) -> "RunningDesk":
        self.folder.mkdir(parents=True, exist_ok=True)
        self.offset_file.write_text("0")
        self.sink.__enter__()
        if self._relay:
            self._environ["SMTP_RELAY_URL"] = self.sink.url
        try:
            self._start_all()
        except BaseException:
            self.__exit__()  # what did start must not outlive the test
            raise
        return self

    @property
    def environ(self) -> dict[str, str]:
        """What the processes are started with."""
        return dict(self._environ)

    def _start_all(self) -> None:
        for name in self._services:
            self.start(name)
        if "smtp" in self._services:
            wait_until(lambda: self._answers(self.smtp_port), what="the SMTP door listens")
        if "web" in self._services:
            wait_until(lambda: self._answers(self.web_port), what="the panel listens")
        if "hooks" in self._services:
            wait_until(lambda: self._answers(self.hooks_port), what="the webhook door listens")

    def __exit__(self, *_: object) -> None:
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)
        self.sink.__exit__(None, None, None)

    def start(self, name: str) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        self._processes[name] = start_program(SERVICES[name], environ=self._environ, output=log, errors=log)
        log.close()

    def kill(self, name: str) -> None:
        """SIGKILL: as a power cut for this process."""
        self._processes[name].send_signal(signal.SIGKILL)
        self._processes[name].wait(10)

    def pid(self, name: str) -> int:
        return self._processes[name].pid

    def is_running(self, name: str) -> bool:
        return self._processes[name].poll() is None

    def stop(self, name: str) -> None:
        self._processes[name].terminate()
        self._processes[name].wait(30)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text("utf-8", "replace")

    def move_clock(self, seconds: float) -> None:
        """All processes' time, and this one's, goes on by so much."""
        self.offset_file.write_text(str(float(self.offset_file.read_text()) + seconds))

    def send(self, mail: EmailMessage | bytes, *, sender: str, to: str) -> None:
        """Hands the mail to the desk's SMTP door, as a mail server does."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes(policy=email.policy.SMTP)
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=60) as connection:
            connection.sendmail(sender, [to], raw)

    def mails_to(self, address: str) -> list["Delivered"]:
        """What the relay was given for this recipient, oldest first."""
        return [Delivered(mail) for mail in self.sink.mails if address in mail.rcpt_tos]

    def wait_for_mail(self, address: str, count: int = 1) -> list["Delivered"]:
        wait_until(
            lambda: len(self.mails_to(address)) >= count,
            what=f"{count} mails to {address}; there are {len(self.mails_to(address))}",
        )
        return self.mails_to(address)

    def settle(self) -> None:
        """Waits until nothing is left to do at this moment."""

        def quiet() -> bool:
            effects = counters(now=clock.now())["effects"]
            return effects["due"] == effects["queued"] == effects["inflight"] == 0

        wait_until(quiet, what="the desk is quiet")

    def api(self, method: str, path: str, token: str, body: object = None) -> tuple[int, Any]:
        """One call of the JSON API: status and decoded body."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.web_port}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")

    def listens(self) -> bool:
        """Whether the SMTP door answers yet."""
        return self._answers(self.smtp_port)

    def _answers(self, port: int) -> bool:
        for name, process in self._processes.items():
            if process.poll() is not None:
                raise AssertionError(f"{name} ended with {process.returncode}:\n{self.log(name)}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Delivered:
    """A mail that the relay got."""

    sunk: SunkMail
    message: EmailMessage = field(init=False)

    def __post_init__(self) -> None:
        parsed = email.message_from_bytes(self.sunk.raw, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        self.message = parsed

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    @property
    def reply_to(self) -> str:
        return str(self.message["Reply-To"].addresses[0].addr_spec)

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])

    def files(self) -> dict[str, bytes]:
        return {
            str(part.get_filename()): part.get_payload(decode=True)
            for part in self.message.iter_attachments()
        }


@dataclass(frozen=True)
class House:
    """The cast: hotel, desk address, Ana at the reception, Mia in room 12."""

    hotel: Hotel
    channel: Channel
    ana: builders.Colleague

    @property
    def desk_address(self) -> str:
        return str(self.channel.address)


def open_house(code: str = "AUR", local: str = "aurora") -> House:
    hotel = builders.make_hotel(code)
    channel = builders.make_channel(hotel, f"{local}@desk.localhost")
    ana = builders.make_member(hotel, email=f"ana@{local}.example")
    with tenant(hotel.id):
        receipts.mute(hotel.id, ana.staff_id)  # the flows about receipts take that back
    room = builders.make_room(hotel)
    guest = builders.make_guest(hotel, email=f"mia@{local}-guest.example")
    builders.make_stay(hotel, guest, room)
    return House(hotel, channel, ana)


def guest_mail(
    house: House, text: str, *, sender: str, subject: str = "No towels", message_id: str = ""
) -> EmailMessage:
    """A mail as a guest's client writes it."""
    mail = EmailMessage()
    mail["From"] = f"Mia Sand <{sender}>"
    mail["To"] = house.desk_address
    mail["Subject"] = subject
    mail["Date"] = email.utils.format_datetime(clock.now())
    mail["Message-ID"] = message_id or email.utils.make_msgid(domain="guest.example")
    mail.set_content(text)
    return mail


def stranger(number: int) -> str:
    """Somebody nobody knows; no two share a domain, so that no limit of automatic mail counts them together."""
    return f"guest@home-{number}.example"


DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def spelled(number: int) -> str:
    """The number in letters, for mails whose words must differ in more than digits."""
    return " ".join(DIGITS[int(digit)] for digit in str(number))


def reply_to(original: Delivered, text: str, *, sender: str, quote: bool = True) -> EmailMessage:
    """An answer as a mail client makes it: to the Reply-To, threaded, with the original quoted below."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = original.reply_to
    mail["Subject"] = f"Re: {original.message['Subject']}"
    mail["Date"] = email.utils.format_datetime(clock.now())
    mail["Message-ID"] = email.utils.make_msgid(domain="mailer.example")
    mail["In-Reply-To"] = original.message_id
    mail["References"] = " ".join(filter(None, (original.message["References"], original.message_id)))
    quoted = "\n".join(f"> {line}" for line in original.text.splitlines())
    author = original.message["From"].addresses[0]
    attribution = f"On Fri, Nov 20, 2026 at 9:12 AM {author.display_name} <{author.addr_spec}> wrote:"
    mail.set_content(f"{text}\n\n{attribution}\n\n{quoted}\n" if quote else text)
    return mail
