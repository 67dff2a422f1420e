"""P1, P5 and P6 of docs/performance.md: how fast the mail door says 250, and what a large mail costs it.

`python -m bellhop.bench.door [--disk fast|slow|both] [--rounds N] [--json]`. The load is another process; what is
compared takes turns in the same run, and the medians are printed with their ratio.
"""

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from statistics import median

from bellhop.bench.disks import BenchDatabase, Disk, bench_database
from bellhop.bench.measure import Measure, percentile, table
from bellhop.bench.smtp_load import Plan, Result, make_mail
from workflow import clock, database
from workflow.services import hotels, inbox
from workflow.services.inbox import Incoming
from workflow.settings import environment

DESK = "aurora@desk.test"
MAIL_BYTES = 4096
LARGE_BYTES = 25 * 1024 * 1024
CLIENTS = 50


class Door:
    """A door process and its port."""

    def __init__(self, module: str, store: BenchDatabase) -> None:
        self._log = tempfile.NamedTemporaryFile(mode="r")  # noqa: SIM115 - closed in stop()
        variables = {
            "DATABASE_URL": store.url,
            "REDIS_URL": "redis://127.0.0.1:1",
            "BELLHOP_HOME": str(store.home / "door"),
            "BELLHOP_SECRET": "only for the bench, nothing is signed with it",
            "SMTP_LISTEN": "127.0.0.1:0",
        }
        with open(self._log.name, "ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module], env={**environment(), **variables}, stdout=log, stderr=log
            )
        self.port = self._find_port()

    def memory_bytes(self) -> int:
        return self._status("VmRSS")

    def peak_bytes(self) -> int:
        """The most it ever held."""
        return self._status("VmHWM")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)
        self._log.close()

    def _status(self, field: str) -> int:
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1]) * 1024
        raise RuntimeError(f"this system does not tell {field}")

    def _find_port(self) -> int:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.process.poll() is None:
            self._log.seek(0)
            for line in self._log:
                if '"listening"' in line and line.endswith("\n"):
                    return int(json.loads(line)["where"].rpartition(":")[2])
            time.sleep(0.05)
        self._log.seek(0)
        raise RuntimeError(f"the door does not open: {self._log.read()}")


@contextlib.contextmanager
def door(module: str, store: BenchDatabase) -> Iterator[Door]:
    running = Door(module, store)
    try:
        yield running
    finally:
        running.stop()


def load(port: int, plan: Plan) -> Result:
    """Runs the load in a process of its own. Raises RuntimeError when a mail was refused."""
    return _result(_start_load(port, plan))


def _start_load(port: int, plan: Plan) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bellhop.bench.smtp_load", str(port), json.dumps(asdict(plan))]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def measure_throughput(store: BenchDatabase, *, rounds: int) -> list[Measure]:
    """P1."""
    plan = Plan(DESK, CLIENTS, CLIENTS * 40, MAIL_BYTES)
    rates: dict[str, list[float]] = {"door": [], "empty": [], "stock": [], "batch": []}
    with (
        door("ingest.smtp", store) as real,
        door("bellhop.bench.empty_door", store) as empty,
        door("bellhop.bench.stock_door", store) as stock,
    ):
        doors = {"door": real, "empty": empty, "stock": stock}
        for running in doors.values():
            load(running.port, Plan(DESK, CLIENTS, CLIENTS * 10, MAIL_BYTES))
        for _ in range(rounds):
            for name, running in doors.items():
                rates[name].append(plan.mails / load(running.port, plan).seconds)
            rates["batch"].append(_batch50(plan.mails))
    goal = "≥ 75 %" if store.disk is Disk.FAST else "≥ 65 %"
    return [
        Measure("P1", store.disk, "250 after commit", median(rates["door"]), "mails/s"),
        Measure("P1", store.disk, "the same door, empty", median(rates["empty"]), "mails/s"),
        Measure("P1", store.disk, "aiosmtpd as it comes, empty", median(rates["stock"]), "mails/s"),
        Measure("P1", store.disk, "batch50 of the same rows", median(rates["batch"]), "mails/s"),
        Measure("P1", store.disk, "door / the same door, empty", _share(rates, "empty"), "%", goal),
        Measure("P1", store.disk, "door / aiosmtpd, empty", _share(rates, "stock"), "%"),
        Measure("P1", store.disk, "door / batch50", _share(rates, "batch"), "%"),
    ]


def _share(rates: dict[str, list[float]], other: str) -> float:
    """The median of the rounds' ratios, in percent."""
    return median(100 * one / base for one, base in zip(rates["door"], rates[other], strict=True))


def _batch50(mails: int) -> float:
    """Exactly the door's rows, 50 mails a transaction, on one connection."""
    route = inbox.find_route(DESK)
    if route is None:
        raise RuntimeError("the bench's desk is missing")
    raw = make_mail(MAIL_BYTES)
    began = time.perf_counter()
    for _ in range(mails // 50):
        now = clock.now()
        inbox.accept(
            [
                Incoming(route, "smtp", now, raw, "mia@guest.example", DESK, "127.0.0.1", "load.example")
                for _ in range(50)
            ]
        )
    return mails / (time.perf_counter() - began)


def measure_latency(store: BenchDatabase, *, rounds: int) -> list[Measure]:
    """P5."""
    measures = []
    with door("ingest.smtp", store) as running:
        load(running.port, Plan(DESK, CLIENTS, CLIENTS * 10, MAIL_BYTES))
        for rate, goal in ((300, "≤ 8 ms"), (600, "≤ 16 ms")):
            times = [
                load(running.port, Plan(DESK, CLIENTS, rate * 4, MAIL_BYTES, rate, seed)).milliseconds
                for seed in range(1, rounds + 1)
            ]
            for share in (50, 99):
                value = median(percentile(one, share) for one in times)
                wanted = goal if share == 99 and store.disk is Disk.SLOW else ""
                measures.append(
                    Measure("P5", store.disk, f"time to 250 at {rate}/s, p{share}", value, "ms", wanted)
                )
    return measures


def measure_large(store: BenchDatabase, *, rounds: int) -> list[Measure]:
    """P6: small mails at 100/s all the time, a 25 MB one in the middle."""
    growth, meanwhile, seconds = [], [], []
    for seed in range(1, rounds + 1):
        with door("ingest.smtp", store) as running:
            load(running.port, Plan(DESK, CLIENTS, CLIENTS * 10, MAIL_BYTES))
            before = running.memory_bytes()
            small = _start_load(running.port, Plan(DESK, CLIENTS, 400, MAIL_BYTES, 100, seed))
            time.sleep(0.5)
            large = _start_load(running.port, Plan(DESK, 1, 3, LARGE_BYTES))
            seconds.append(_result(large).seconds / 3)
            growth.append((running.peak_bytes() - before) / 2**20)
            meanwhile.append(percentile(_result(small).milliseconds, 99))
    return [
        Measure("P6", store.disk, "25 MB mail: growth of the door", median(growth), "MB", "≤ 16 MB"),
        Measure("P6", store.disk, "small mails meanwhile, p99", median(meanwhile), "ms", "≤ 50 ms"),
        Measure("P6", store.disk, "25 MB mail: time to 250", median(seconds), "s"),
    ]


def _result(load: "subprocess.Popen[bytes]") -> Result:
    printed, _ = load.communicate()
    result = Result(**json.loads(printed))
    if result.refused or not result.kept:
        raise RuntimeError(f"{result.refused} mails refused, {result.kept} kept: {result.refusal}")
    return result


def measure(disk: Disk, *, rounds: int, only: str = "") -> list[Measure]:
    """All of one disk."""
    parts = {"P1": measure_throughput, "P5": measure_latency, "P6": measure_large}
    measures = []
    with bench_database(disk) as store:
        database.connect(store.url)
        try:
            _make_desk()
            for id, part in parts.items():
                if only in ("", id):
                    measures += part(store, rounds=rounds)
        finally:
            database.disconnect()
    return measures


def _make_desk() -> None:
    now = clock.now()
    hotel = hotels.create_hotel(
        code="AUR", name="Aurora", time_zone="UTC", language="en", is_demo=False, now=now
    )
    with database.hotel(hotel.id):
        hotels.add_mail_channel(hotel_id=hotel.id, address=DESK, display_name="Aurora", settings={}, now=now)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bellhop.bench.door")
    parser.add_argument("--disk", choices=["fast", "slow", "both"], default="both")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=["P1", "P5", "P6"], default="")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    disks = list(Disk) if asked.disk == "both" else [Disk(asked.disk)]
    measures = [one for disk in disks for one in measure(disk, rounds=asked.rounds, only=asked.only)]
    print(json.dumps([asdict(one) for one in measures]) if asked.json else table(measures))


if __name__ == "__main__":
    main()
