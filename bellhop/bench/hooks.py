"""P8 of docs/performance.md: how fast the WhatsApp door answers after its commit, and how cheap a stranger is.

The load is another process; the doors take turns in the same run.
"""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from statistics import median

from bellhop.bench.disks import BenchDatabase, Disk, bench_database
from bellhop.bench.http_load import Plan, Result
from bellhop.bench.measure import Measure, percentile
from workflow import clock, database
from workflow.sealing import Keys
from workflow.services import hotels, whatsapp_channels
from workflow.settings import environment

CONNECTIONS = 16
REQUESTS = 4000
SECRET = "only for the bench, nothing is signed with it"
NUMBER = "+14155238886"
ACCOUNT = "AC" + "a" * 32
TOKEN = "b" * 32
START_SECONDS = 30


def measure_hooks(disk: Disk, *, rounds: int) -> list[Measure]:
    """All of one disk."""
    with bench_database(disk) as store:
        database.connect(store.url)
        try:
            return _measure(store, _channel(), rounds=rounds)
        finally:
            database.disconnect()


def _measure(store: BenchDatabase, channel_id: int, *, rounds: int) -> list[Measure]:
    rates: dict[str, list[float]] = {"door": [], "empty": [], "unsigned": []}
    times = []
    with _running("ingest.whatsapp", store) as door, _running("bellhop.bench.empty_hooks", store) as empty:
        plans = {
            "door": _plan(door, channel_id, token=TOKEN),
            "empty": _plan(empty, channel_id, token=TOKEN),
            "unsigned": _plan(door, channel_id, token=""),
        }
        for plan in plans.values():
            _load(plan)
        for _ in range(rounds):
            results = {name: _load(plan) for name, plan in plans.items()}
            for name, result in results.items():
                rates[name].append(REQUESTS / result.seconds)
            times.append(percentile(results["door"].milliseconds, 99))
            _check(results)
    share = median(100 * one / base for one, base in zip(rates["door"], rates["empty"], strict=True))
    return [
        Measure("P8", store.disk, "WhatsApp kept, 16 connections", median(rates["door"]), "req/s"),
        Measure("P8", store.disk, "Flask that does nothing", median(rates["empty"]), "req/s"),
        Measure("P8", store.disk, "door / Flask that does nothing", share, "%", "≥ 55 %"),
        Measure("P8", store.disk, "time to 200, p99", median(times), "ms", "≤ 25 ms"),
        Measure("P8", store.disk, "unsigned, refused", median(rates["unsigned"]), "req/s", "≥ 1,000 req/s"),
    ]


def _check(results: dict[str, Result]) -> None:
    """Raises RuntimeError when something else was answered than should be."""
    wanted = {"door": "200", "empty": "200", "unsigned": "403"}
    for name, status in wanted.items():
        if results[name].statuses != {status: REQUESTS}:
            raise RuntimeError(f"{name} answered {results[name].statuses}, not {status}")


def _plan(url: str, channel_id: int, *, token: str) -> Plan:
    path = f"/twilio/{channel_id}/message"
    form = {
        "AccountSid": ACCOUNT,
        "From": "whatsapp:+491701234567",
        "To": f"whatsapp:{NUMBER}",
        "WaId": "491701234567",
        "ProfileName": "Mia Sand",
        "Body": "There are no towels in room 12. Could somebody bring two, please?",
        "NumMedia": "0",
        "ApiVersion": "2010-04-01",
    }
    return Plan(url + path, url + path, token, form, CONNECTIONS, REQUESTS)


def _load(plan: Plan) -> Result:
    command = [sys.executable, "-m", "bellhop.bench.http_load", json.dumps(asdict(plan))]
    printed = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    return Result(**json.loads(printed))


def _channel() -> int:
    now = clock.now()
    hotel = hotels.create_hotel(
        code="AUR", name="Aurora", time_zone="UTC", language="en", is_demo=False, now=now
    )
    with database.hotel(hotel.id):
        account = whatsapp_channels.Account(ACCOUNT, TOKEN)
        made = whatsapp_channels.add(
            hotel.id, NUMBER, account, display_name="Aurora", keys=Keys(SECRET), now=now
        )
    return int(made.id)


@contextlib.contextmanager
def _running(module: str, store: BenchDatabase) -> Iterator[str]:
    """The URL of a process that listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    variables = {
        "DATABASE_URL": store.url,
        "REDIS_URL": "redis://127.0.0.1:1",
        "BELLHOP_HOME": str(store.home / module),
        "BELLHOP_SECRET": SECRET,
        "HOOKS_LISTEN": f"127.0.0.1:{port}",
        "HOOKS_PUBLIC_URL": url,
    }
    process = subprocess.Popen([sys.executable, "-m", module], env={**environment(), **variables})
    try:
        _wait_for(port, process)
        yield url
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("the door does not open")
