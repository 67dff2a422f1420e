"""`python -m worker [PART …]`: the jobs of the desk, in threads of one process; all parts unless some are named.

Start more of them for more cores.
"""

from __future__ import annotations

import signal
import sys
import threading

from dramatiq.worker import Worker

from worker.actors import declare_actors
from worker.authenticity import make_verifier
from worker.broker import HOOKS, QUEUES, TIMERS, make_broker
from worker.courier import Courier
from worker.file_keeper import FileKeeper
from worker.hook_sender import THREADS as HOOK_SENDERS
from worker.hook_sender import HookSender
from worker.postman import Postman
from worker.pulse import EVERY, WORKER, Pulse
from worker.timekeeper import THREADS as TIMEKEEPERS
from worker.timekeeper import Timekeeper
from worker.transports import make_door_transport, make_transport
from workflow import clock, database, health, logs
from workflow.desk import open_desk
from workflow.errors import SettingsError
from workflow.fitness import refuse_unfit_database
from workflow.services import reconciling, senders

THREADS = 8
POLL_MS = 100  # how long an idle thread waits before it asks Redis again
STOP_MS = 25_000


def main() -> None:
    parts = _parts(sys.argv[1:])
    desk = open_desk(max_connections=THREADS + TIMEKEEPERS + HOOK_SENDERS + 4)
    logs.configure(desk.settings, process="worker")
    refuse_unfit_database(desk.settings)
    broker = make_broker(desk.settings)
    transport, door = make_transport(desk.settings), make_door_transport(desk.settings)
    declare_actors(
        broker,
        desk,
        postman=Postman(desk, transport, door=door),
        verify=make_verifier(desk.settings, seconds=senders.seconds(desk.settings)),
    )
    courier = Courier(broker, desk.settings)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    health.serve(
        desk.settings.metrics_listen, checks={"database": health.database_answers, "redis": courier.ping}
    )
    worker = Worker(broker, queues=parts & set(QUEUES), worker_threads=THREADS, worker_timeout=POLL_MS)
    worker.queue_prefetch = THREADS
    timekeeper, hook_sender, file_keeper = Timekeeper(desk), HookSender(desk), FileKeeper(desk)
    if parts & set(QUEUES):
        worker.start()
    if TIMERS in parts:
        reconciling.arm_all(desk.keys, now=clock.now())
        timekeeper.start()
        file_keeper.start()
    if HOOKS in parts:
        hook_sender.start()
    pulse = Pulse(broker.client, WORKER)
    while not stop.is_set():
        pulse.beat(now=clock.now())
        stop.wait(EVERY.total_seconds())
    if TIMERS in parts:
        timekeeper.stop()
        file_keeper.stop()
    if HOOKS in parts:
        hook_sender.stop()
    if parts & set(QUEUES):
        worker.stop(timeout=STOP_MS)
    transport.close()
    door.close()
    broker.close()
    database.disconnect()


def _parts(named: list[str]) -> set[str]:
    """Raises SettingsError for a part that there is not."""
    known = (*QUEUES, TIMERS, HOOKS)
    unknown = set(named) - set(known)
    if unknown:
        raise SettingsError(f"There is no part {unknown.pop()}; there are {', '.join(known)}.")
    return set(named or known)


if __name__ == "__main__":
    main()
