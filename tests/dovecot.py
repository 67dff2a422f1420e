"""A real Dovecot on a free port, without root's rights: one process tree, one folder, one set of accounts of its own.

As root it runs as `nobody`: its log-in process refuses uid 0. Tests put mail in and look at mailboxes with imaplib.
"""

import contextlib
import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import pytest

from tests.processes import command_lines, wait_until

PROGRAM = Path("/usr/sbin/dovecot")
PASSWORD = "correct horse"
needs_dovecot = pytest.mark.skipif(
    not PROGRAM.exists() or not Path("/usr/lib/dovecot/imap").exists(),
    reason="Dovecot is not installed (Debian: apt install dovecot-imapd)",
)

_CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
last_valid_uid = 0
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 100
mail_fsync = never
passdb {{
  driver = passwd-file
  args = scheme=plain {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  mailbox Done {{
    auto = create
  }}
  mailbox Gäste {{
    auto = create
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
{more}
"""


class Dovecot:
    """`with Dovecot() as server:`; every name of `users` has the password above."""

    def __init__(self, *users: str, more: str = "", files: Mapping[str, str] | None = None) -> None:
        """`more`: further settings, in which {folder} names the server's folder; `files` are put there."""
        self.port = free_port()
        self._users = users or ("desk", "second")
        self._more = more
        self._files = files or {}
        self._folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self._process: subprocess.Popen[bytes]

    def __enter__(self) -> Self:
        self._account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        self._write(self._account)
        if os.geteuid() == 0:
            for path in (self._folder, *self._folder.rglob("*")):
                os.chown(path, self._account.pw_uid, self._account.pw_gid)
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.crash()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        as_somebody: dict[str, Any] = {}
        if os.geteuid() == 0:
            as_somebody = {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}
        self._process = subprocess.Popen(
            [str(PROGRAM), "-F", "-c", str(self._folder / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            **as_somebody,
        )
        wait_until(self._greets, what="Dovecot answers")

    def crash(self) -> None:
        """At once, with all its children, which take seconds to end by themselves."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)

    def say_bye(self) -> None:
        """Ends every session as an administrator does: clients hear BYE."""
        for pid, command in command_lines().items():
            with contextlib.suppress(ProcessLookupError):
                is_session = command.startswith("dovecot/imap") and "login" not in command
                if is_session and os.getpgid(pid) == self._process.pid:
                    os.kill(pid, signal.SIGTERM)

    def log(self) -> str:
        return (self._folder / "dovecot.log").read_text("utf-8", "replace")

    def maildir(self, user: str = "desk") -> Path:
        return self._folder / "mail" / user

    @contextlib.contextmanager
    def client(self, user: str = "desk", folder: str = "INBOX") -> Iterator[imaplib.IMAP4]:
        """Somebody else's mail program on the same mailbox."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=20) as client:
            client.login(user, PASSWORD)
            assert client.select(folder)[0] == "OK"
            yield client

    def put(
        self, *mails: bytes, user: str = "desk", folder: str = "INBOX", date: float | None = None
    ) -> None:
        """As a delivery does. `date`: INTERNALDATE as seconds since the epoch, now by default."""
        moment = imaplib.Time2Internaldate(date) if date is not None else ""
        with self.client(user) as client:
            for mail in mails:
                assert client.append(folder, "", moment, mail)[0] == "OK"

    def mails(self, user: str = "desk", folder: str = "INBOX") -> list[Path]:
        """The files of a folder, oldest first; looking at them costs no log-in."""
        maildir = self.maildir(user) if folder == "INBOX" else self.maildir(user) / f".{folder}"
        found = [path for part in ("cur", "new") for path in (maildir / part).glob("*")]
        return sorted(found, key=lambda path: path.name)

    def count(self, user: str = "desk", folder: str = "INBOX") -> int:
        return len(self.mails(user, folder))

    def is_seen(self, user: str = "desk", folder: str = "INBOX") -> list[bool]:
        """Of each mail: whether its flags, the end of its name, have S (maildir(5))."""
        return ["S" in path.name.partition(":2,")[2] for path in self.mails(user, folder)]

    def _write(self, account: pwd.struct_passwd) -> None:
        for name in ("run", "state", "mail"):
            (self._folder / name).mkdir()
        (self._folder / "users").write_text("".join(f"{user}:{PASSWORD}\n" for user in self._users))
        for name, text in self._files.items():
            (self._folder / name).write_text(text)
        (self._folder / "dovecot.conf").write_text(
            _CONFIGURATION.format(
                folder=self._folder,
                user=account.pw_name,
                group=grp.getgrgid(account.pw_gid).gr_name,
                uid=account.pw_uid,
                gid=account.pw_gid,
                port=self.port,
                more=self._more.replace("{folder}", str(self._folder)),
            ),
            "utf-8",
        )

    def _greets(self) -> bool:
        if self._process.poll() is not None:
            raise AssertionError(f"Dovecot ended with {self._process.returncode}:\n{self.log()}")
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as probe:
                return probe.recv(4) == b"* OK"
        except OSError:
            return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
