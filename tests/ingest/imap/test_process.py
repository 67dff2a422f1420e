"""`python -m ingest.imap` as people run it: killed at random, told to stop, asked how it is."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.dovecot import PASSWORD, Dovecot, needs_dovecot
from tests.ingest.imap.polling import House, mail, new_user
from tests.processes import wait_until
from workflow.mailbox import Afterwards
from workflow.sealing import Keys

pytestmark = needs_dovecot

SECRET = "the poller process tests' secret, 32 characters"


class PollerProcess:
    def __init__(self, database_url: str, folder: Path) -> None:
        self.log = folder / "imap.log"
        self._environ = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": database_url,
            "REDIS_URL": "redis://127.0.0.1:1",
            "BELLHOP_HOME": str(folder),
            "BELLHOP_SECRET": SECRET,
            "METRICS_LISTEN": "127.0.0.1:0",
            "LEASE_SECONDS": "1",
            "SWEEP_SECONDS": "0.1",
            "RETRY_SCALE": "0.01",
        }
        self.process: subprocess.Popen[bytes]

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ingest.imap"], env=self._environ, stderr=log
            )

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def records(self, event: str) -> list[dict[str, Any]]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        found = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
        return [record for record in found if record["event"] == event]


@pytest.fixture
def poller(database_url: str, tmp_path: Path) -> Iterator[PollerProcess]:
    started = PollerProcess(database_url, tmp_path)
    started.start()
    yield started
    if started.process.poll() is None:
        started.kill()


def test_killed_at_random_it_loses_and_doubles_nothing(
    house: House, server: Dovecot, poller: PollerProcess
) -> None:
    """R-MAIL-3, R-RUN-5: SIGKILL between any two steps; each mail is kept once and deleted once it is."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    user = new_user()
    box = house.add_mailbox(server.port, user, keys=Keys(SECRET), afterwards=Afterwards.DELETE)
    house.wait_until_read(box.id)
    names = [f"no-{number}" for number in range(60)]
    for number, name in enumerate(names):
        server.put(mail(name), user=user)
        if number % 12 == 11:
            time.sleep(chance.uniform(0, 0.1))
            poller.kill()
            poller.start()
    house.wait_for(*names, seconds=90)
    wait_until(lambda: server.count(user) == 0, what="all are deleted")
    assert house.subjects() == names


def test_told_to_stop_it_gives_its_mailboxes_back(
    house: House, server: Dovecot, poller: PollerProcess
) -> None:
    """R-RUN-4, R-RUN-5: exit 0, no lease left; metrics before; no secret in the log."""
    user = new_user()
    box = house.add_mailbox(server.port, user, keys=Keys(SECRET))
    house.wait_until_read(box.id)
    server.put(mail("Towels"), user=user)
    house.wait_for("Towels")
    (health,) = poller.records("health and metrics")
    with urllib.request.urlopen(f"http://127.0.0.1:{health['port']}/metrics", timeout=60) as answer:
        metrics = answer.read().decode()
    assert "bellhop_mailboxes 1.0" in metrics
    assert 'bellhop_mails_kept_total{door="imap"} 1.0' in metrics
    with urllib.request.urlopen(f"http://127.0.0.1:{health['port']}/readyz", timeout=60) as answer:
        assert answer.read() == b"ready\n"
    poller.process.terminate()
    assert poller.process.wait(20) == 0
    assert house.mailbox(box.id).lease_until is None
    (kept,) = poller.records("mails kept")
    assert (kept["inbox"], kept["mailbox"], kept["hotel"]) == ([1], box.id, house.hotel.id)
    assert PASSWORD not in poller.log.read_text()
    assert "Traceback" not in poller.log.read_text()
