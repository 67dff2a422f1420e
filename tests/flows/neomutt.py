"""NeoMutt, a mail program of the terminal, as a member uses it: it opens a mail, quotes it, and sends by SMTP.

A script takes the place of the editor; the program runs in a terminal of its own, since it does not without one.
"""

import os
import pty
import select
import shutil
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.flows.desk import Delivered

PROGRAM = shutil.which("neomutt")
PATIENCE = 60.0

RC = """
set realname = "Ana Ferri"
set from = "{sender}"
set use_from = yes
set user_agent = yes
set hostname = "ana-laptop.canary.example"
my_hdr X-Canary: canary-header
set smtp_url = "smtp://127.0.0.1:{port}"
set ssl_starttls = no
set ssl_force_tls = no
set editor = "{editor}"
set signature = "{signature}"
set include = yes
set fast_reply = yes
set autoedit = yes
set reply_to = yes
set abort_unmodified = no
set abort_noattach = no
set copy = no
set record = ""
set mbox_type = Maildir
set folder = "{folder}"
set spoolfile = "{mailbox}"
set header_cache = ""
set tmpdir = "{folder}"
set mail_check_stats = no
set quit = yes
set sleep_time = 0
set wait_key = no
"""


@dataclass(frozen=True)
class NeoMutt:
    """Ana's mail program, with its folder."""

    folder: Path
    sender: str
    smtp_port: int

    def reply(self, to: Delivered, editor: str) -> None:
        """Opens the mail and replies; `editor` is Python that gets `text`, the draft, and sets it anew."""
        self._configure(editor)
        mailbox = self.folder / "mailbox"
        for part in ("cur", "new", "tmp"):
            shutil.rmtree(mailbox / part, ignore_errors=True)
            (mailbox / part).mkdir(parents=True)
        (mailbox / "new" / "1.notice").write_bytes(to.sunk.raw)
        self._run("<first-entry><reply><send-message><quit>")

    def _configure(self, editor: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        script, signature = self.folder / "editor", self.folder / "signature"
        lines = (
            "import sys",
            "path = sys.argv[1]",
            "text = open(path).read()",
            editor,
            "open(path, 'w').write(text)",
        )
        script.write_text("#!/usr/bin/env python3\n" + "\n".join(lines) + "\n")
        script.chmod(0o755)
        signature.write_text("Ana Ferri\nFront office, canary-signature\n+39 02 555 0199\n")
        (self.folder / "neomuttrc").write_text(
            RC.format(
                sender=self.sender,
                port=self.smtp_port,
                editor=script,
                signature=signature,
                folder=self.folder,
                mailbox=self.folder / "mailbox",
            )
        )

    def _run(self, keys: str) -> None:
        assert PROGRAM is not None
        terminal, its_end = pty.openpty()
        environ = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "TERM": "xterm", "LANG": "C.UTF-8"}
        process = subprocess.Popen(
            [PROGRAM, "-n", "-F", str(self.folder / "neomuttrc"), "-e", f'push "{keys}"'],
            stdin=its_end, stdout=its_end, stderr=its_end, env=environ, start_new_session=True,
        )  # fmt: skip
        os.close(its_end)
        shown, until = b"", time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < until:
            if select.select([terminal], [], [], 0.1)[0]:
                with suppress(OSError):  # it has closed its end
                    shown += os.read(terminal, 65536)
        process.kill()
        code = process.wait(PATIENCE)
        os.close(terminal)
        assert code == 0, shown[-3000:]
