"""A real Postfix of the test's own: configuration, queue and data in one folder, ports of loopback, nothing of the system's.

Postfix changes to its own users, so it needs root. What makes it hand mail to the desk are the lines of
docs/channels/postfix.md itself, so that they cannot say what was not tried.
"""

import contextlib
import grp
import json
import os
import pwd
import re
import shutil
import signal
import smtplib
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import pytest

from tests.dovecot import free_port
from tests.processes import alive, command_lines, wait_until

MASTER = Path("/usr/lib/postfix/sbin/master")
needs_postfix = pytest.mark.skipif(
    os.geteuid() != 0 or not MASTER.exists(),
    reason="Postfix is not installed (Debian: apt install postfix), or this is not root, which it needs",
)

INSIDE, OUTSIDE = "127.0.0.1", "127.0.0.9"
"""A client with the first address is in Postfix's own network, one with the second comes from out in the world."""

PAGE = Path(__file__).parent.parent / "docs" / "channels" / "postfix.md"
_BLOCK = re.compile(r"^In `(?P<path>/etc/postfix/\S+)`[^\n]*:\n\n(?P<lines>(?:    [^\n]*\n)+)", re.MULTILINE)

# What a machine has anyway: who it is, and the way out.
_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mx.test.example
mydestination =
mynetworks = {inside}/32
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
disable_dns_lookups = yes
address_verify_poll_count = 20
smtpd_peername_lookup = no
alias_maps =
alias_database =
local_recipient_maps =
local_transport = error:5.1.1 Nobody lives here
relayhost = [127.0.0.1]:{relay_port}
{more}
"""

# Debian's, as far as it is needed; those that speak with others are in their cell (the fifth column) there too.
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup    unix  n       -       n       60      1       pickup
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
verify    unix  -       -       n       -       1       verify
flush     unix  n       -       n       1000?   0       flush
proxymap  unix  -       -       n       -       -       proxymap
smtp      unix  -       -       n       -       -       smtp
relay     unix  -       -       n       -       -       smtp
showq     unix  n       -       n       -       -       showq
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
lmtp      unix  -       -       y       -       -       lmtp
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
postlog   unix-dgram n  -       n       -       1       postlogd
"""

_OF_POSTFIX = (
    *("active", "bounce", "corrupt", "defer", "deferred", "flush"),
    *("hold", "incoming", "private", "saved", "trace"),
)


def documented(heading: str) -> dict[str, str]:
    """The files of one section of the operators' page: path → lines."""
    sections = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    (section,) = (text for text in sections if text.startswith(heading + "\n"))
    found: dict[str, str] = {}
    for block in _BLOCK.finditer(section):
        found[block["path"]] = found.get(block["path"], "") + re.sub("^    ", "", block["lines"], flags=re.M)
    return found


class Postfix:
    """`with Postfix(documented(…), …) as mx:`"""

    def __init__(
        self,
        *files: Mapping[str, str],
        relay_port: int,
        replace: Mapping[str, str] | None = None,
        more: str = "",
    ) -> None:
        """`files`: path → lines, of which those for main.cf are added to it; `replace`: example → what it is here.

        `relay_port`: where on loopback it sends what is not for the desk.
        """
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="postfix-"))
        self._relay_port = relay_port
        self._replace = {"/etc/postfix/": f"{self._folder}/etc/", **(replace or {})}
        self._files = files
        self._more = more
        self._process: subprocess.Popen[bytes]

    def __enter__(self) -> Self:
        self._make_folders()
        self._write_configuration()
        output = (self._folder / "output").open("wb")
        self._process = subprocess.Popen(
            [str(MASTER), "-c", str(self._folder / "etc"), "-d"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        output.close()
        try:
            wait_until(self._greets, what="Postfix answers")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Its children lead process groups of their own, but stay in its session."""
        self._process.kill()
        self._process.wait(10)
        for pid in (children := self._children()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not any(map(alive, children)), what="Postfix is gone")
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def lmtp_socket(self) -> Path:
        """Where the page says that the desk should listen."""
        return self._folder / "queue" / "bellhop" / "lmtp"

    def send(
        self,
        raw: bytes,
        *,
        sender: str,
        to: Sequence[str],
        origin: str = OUTSIDE,
        options: Sequence[str] = (),
    ) -> dict[str, tuple[int, bytes]]:
        """One mail to all recipients at once. Returns who was refused; raises when all were."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=20, source_address=(origin, 0)) as connection:
            return connection.sendmail(sender, list(to), raw, mail_options=options)

    def queue(self) -> list[dict[str, Any]]:
        """What waits, as postqueue tells it."""
        told = self._run("postqueue", "-j")
        return [json.loads(line) for line in told.splitlines()]

    def flush(self) -> None:
        """Tries again at once what waits."""
        self._run("postqueue", "-f")

    def log(self) -> str:
        return "".join(
            path.read_text("utf-8", "replace")
            for path in (self._folder / "output", self._folder / "log")
            if path.exists()
        )

    def _children(self) -> list[int]:
        found = []
        for pid in command_lines():
            with contextlib.suppress(ProcessLookupError):
                if os.getsid(pid) == self._process.pid:
                    found.append(pid)
        return found

    def _run(self, program: str, *arguments: str) -> str:
        command = [f"/usr/sbin/{program}", "-c", str(self._folder / "etc"), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=20).stdout

    def _make_folders(self) -> None:
        """As Debian's package leaves them, and the one that the page has the operator make."""
        user = pwd.getpwnam("postfix").pw_uid
        own_group, drop_group = grp.getgrnam("postfix").gr_gid, grp.getgrnam("postdrop").gr_gid
        queue = self._folder / "queue"
        for path in (self._folder, self._folder / "etc", queue, queue / "pid"):
            path.mkdir(exist_ok=True)
            path.chmod(0o755)
        for path in (self._folder / "data", *(queue / name for name in _OF_POSTFIX)):
            _make(path, 0o700, user, -1)
        _make(queue / "maildrop", 0o1730, user, drop_group)
        _make(queue / "public", 0o2710, user, drop_group)
        _make(queue / "bellhop", 0o2750, -1, own_group)

    def _write_configuration(self) -> None:
        texts = {"/etc/postfix/master.cf": _MASTER.format(port=self.port)}
        texts["/etc/postfix/main.cf"] = _MAIN.format(
            folder=self._folder, inside=INSIDE, relay_port=self._relay_port, more=self._more
        )
        for files in self._files:
            for path, lines in files.items():
                texts[path] = texts.get(path, "") + lines
        for path, text in texts.items():
            for example, here in self._replace.items():
                text = text.replace(example, here)
            file = self._folder / "etc" / Path(path).name
            file.write_text(text, "utf-8")
            os.utime(file, (0, 0))  # for a file that is seconds old Postfix waits, again and again

    def _greets(self) -> bool:
        if self._process.poll() is not None:
            raise AssertionError(f"Postfix ended with {self._process.returncode}:\n{self.log()}")
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as connection:
                return connection.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False


def _make(path: Path, mode: int, user: int, group: int) -> None:
    path.mkdir()
    os.chown(path, user, group)
    path.chmod(mode)
