"""The heartbeat, `python -m worker.clock`: hands what is due to Redis, seals the timeline, gathers words for the search.

Any number may run.
"""

from __future__ import annotations

import signal
import threading

import structlog

from worker import sealer, word_gatherer
from worker.broker import make_broker
from worker.courier import Courier
from worker.pulse import CLOCK, Pulse
from workflow import clock, health, logs
from workflow.desk import open_desk
from workflow.errors import StoreUnavailable
from workflow.fitness import refuse_unfit_database
from workflow.wake import WakeListener

STOP_SECONDS = 5

_log = structlog.get_logger(__name__)


def beat(courier: Courier) -> None:
    """Takes back what was lost, and carries what there is room for."""
    courier.take_back_lost(now=clock.now())
    courier.carry(now=clock.now())


def run(
    courier: Courier, listener: WakeListener, pulse: Pulse, *, sweep_seconds: float, stop: threading.Event
) -> None:
    """Beats at every wake, and every `sweep_seconds` without one, until told to stop."""
    while not stop.is_set():
        try:
            beat(courier)
            pulse.beat(now=clock.now())
        except StoreUnavailable as error:
            _log.warning("beat_failed", reason=str(error))
            stop.wait(min(sweep_seconds, 1.0))
        listener.wait(sweep_seconds)


def main() -> None:
    desk = open_desk(max_connections=4)
    logs.configure(desk.settings, process="clock")
    refuse_unfit_database(desk.settings)
    broker = make_broker(desk.settings)
    courier, pulse = Courier(broker, desk.settings), Pulse(broker.client, CLOCK)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    health.serve(
        desk.settings.metrics_listen, checks={"database": health.database_answers, "redis": courier.ping}
    )
    listener = WakeListener(desk.settings.database_url)
    threads = (sealer.start(desk, stop), word_gatherer.start(stop))
    run(courier, listener, pulse, sweep_seconds=desk.settings.sweep_seconds, stop=stop)
    for thread in threads:
        thread.join(timeout=STOP_SECONDS)


if __name__ == "__main__":
    main()
