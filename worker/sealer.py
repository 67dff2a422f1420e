"""The clock's thread that seals the timeline, some seconds after each commit. Any number of clocks may seal."""

from __future__ import annotations

import threading

import structlog

from workflow import clock
from workflow.desk import Desk
from workflow.errors import StoreUnavailable
from workflow.services import audit

SECONDS = 2.0  # between two looks; R-TKT-4 allows ten from the commit

_log = structlog.get_logger(__name__)


def run(desk: Desk, stop: threading.Event) -> None:
    """Seals what waits, every few seconds, until told to stop."""
    key = audit.chain_key(desk.keys)
    while not stop.wait(SECONDS):
        try:
            audit.seal_all(key=key, now=clock.now())
        except StoreUnavailable as error:
            _log.warning("sealing_interrupted", reason=str(error))
        except Exception:  # noqa: BLE001 - the edge of the thread: the next round tries again
            _log.exception("sealing_failed")


def start(desk: Desk, stop: threading.Event) -> threading.Thread:
    thread = threading.Thread(target=run, args=(desk, stop), name="sealer", daemon=True)
    thread.start()
    return thread
