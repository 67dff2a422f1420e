"""P11 of docs/performance.md: answers from their effects to the relay's 250, through one worker process.

The bare loop of yardsticks.py, which builds a like mail and sends it, takes turns with the desk in the same run, to
the same relay: a process that does nothing but say 250.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median

from bellhop.bench.desk import MEMBER, bench_desk, running, wait_until
from bellhop.bench.disks import Disk
from bellhop.bench.growth import grow
from bellhop.bench.measure import Measure
from bellhop.bench.yardsticks import build_and_send
from workflow import clock
from workflow.database import as_clock, hotel, rows
from workflow.services.overview import all_hotels

MAILS = 1500
_WORDS = (
    "Good evening, we arrived an hour ago and the room is lovely. There are only two towels though, and we are three."
    " Could somebody bring one more, and perhaps a second pillow for the child? We are in until eight."
)


def measure_outbound(disk: Disk, *, rounds: int, mails: int = MAILS) -> list[Measure]:
    """Mails a second; medians of interleaved rounds."""
    bare, worker = [], []
    with relay() as port:
        for _ in range(rounds):
            bare.append(build_and_send("127.0.0.1", port, mails))
            with bench_desk(disk) as (store, redis_url):
                _fill_outbox(store.url, mails)
                url = f"smtp://127.0.0.1:{port}"
                with running(store, redis_url, (("worker", "delivery"), ("worker.clock",)), relay_url=url):
                    worker.append(_rate(mails))
    share = 100 * median(worker) / median(bare)
    return [
        Measure("P11", disk, "bare loop: build and send", median(bare), "mails/s"),
        Measure("P11", disk, "effect to the relay's 250, one worker process", median(worker), "mails/s"),
        Measure("P11", disk, "share", share, "%", "≥ 60"),
    ]


@contextlib.contextmanager
def relay() -> Iterator[int]:
    """Its port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bellhop.bench.stock_door"], stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        yield int(json.loads(process.stderr.readline())["where"].rpartition(":")[2])
    finally:
        process.terminate()
        process.wait(30)


def _rate(mails: int) -> float:
    """Mails a second between the first tenth and the last one, so that the start of the process does not count."""
    wait_until(lambda: _done() >= mails // 10, "the worker works")
    first, began = _done(), time.perf_counter()
    wait_until(lambda: _done() >= mails, "all mails are sent")
    return (mails - first) / (time.perf_counter() - began)


def _done() -> int:
    with as_clock():
        found = rows("SELECT count(*) FROM effects WHERE kind = 'send_answer' AND state = 'done'")
    return int(found[0][0])


def _fill_outbox(database_url: str, mails: int) -> None:
    """An answer to each of so many tickets."""
    grow(database_url, mails)
    (hotel_id,) = all_hotels()
    now = clock.now()
    with hotel(hotel_id):
        rows(
            "INSERT INTO messages (hotel_id, ticket_id, direction, channel, author_kind, author_id, author_name, body,"
            " recipients, delivery_state, created_at)"
            " SELECT t.hotel_id, t.id, 'out', 'email', 'staff', s.id, s.name, %s, jsonb_build_array(requester_address),"
            " 'pending', %s FROM tickets AS t, staff AS s WHERE s.email = %s ORDER BY t.id",
            (_WORDS, now, MEMBER),
        )
        rows(
            "INSERT INTO effects (hotel_id, kind, look_at, ticket_id, message_id, created_at)"
            " SELECT hotel_id, 'send_answer', %s, ticket_id, id, %s FROM messages WHERE direction = 'out'",
            (now, now),
        )
