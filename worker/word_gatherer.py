"""The clock's thread that gathers words for the search, about a second after each commit. Any number of clocks may."""

from __future__ import annotations

import threading

import structlog

from workflow.errors import StoreUnavailable
from workflow.services import search_index

SECONDS = 1.0  # between two looks

_log = structlog.get_logger(__name__)


def run(stop: threading.Event) -> None:
    """Gathers what waits, until told to stop."""
    while not stop.wait(SECONDS):
        try:
            search_index.gather_all()
        except StoreUnavailable as error:
            _log.warning("gathering_words_interrupted", reason=str(error))
        except Exception:  # noqa: BLE001 - the edge of the thread: the next round tries again
            _log.exception("gathering_words_failed")


def start(stop: threading.Event) -> threading.Thread:
    thread = threading.Thread(target=run, args=(stop,), name="word gatherer", daemon=True)
    thread.start()
    return thread
