"""The desk's WhatsApp numbers in memory, so that a request that is not Twilio's costs no database work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from workflow.errors import StoreUnavailable
from workflow.services.whatsapp_channels import Number

REFRESH = timedelta(seconds=5)
LOOKUPS_A_SECOND = 2  # for numbers that are not in memory, all callers together

_log = structlog.get_logger(__name__)


class Directory:
    """`load` reads all numbers; `tick` gives the present moment."""

    def __init__(self, load: Callable[[], Mapping[int, Number]], tick: Callable[[], datetime]) -> None:
        self._load = load
        self._tick = tick
        self._numbers: Mapping[int, Number] | None = None  # until they were read once
        self._looked_up: datetime | None = None
        self._lock = threading.Lock()

    def find(self, channel_id: int) -> Number | None:
        """From memory; for one that is not there the database is asked, at most a few times a second.

        Raises StoreUnavailable when it would have to be asked and is away, and as long as no number is known yet.
        """
        found = self._numbers.get(channel_id) if self._numbers else None
        if found is None and self._may_look_up():
            self._numbers = self._load()
            found = self._numbers.get(channel_id)
        if self._numbers is None:
            raise StoreUnavailable("The numbers have not been read yet.")
        return found

    def is_anothers(self, address: str, number: Number) -> bool:
        """Whether it is the address of another of the desk's numbers."""
        others = (self._numbers or {}).values()
        return any(one.address == address and one.channel_id != number.channel_id for one in others)

    def keep_fresh(self, stop: threading.Event) -> None:
        """Until told to stop."""
        while not stop.is_set():
            self.refresh()
            stop.wait(REFRESH.total_seconds())

    def refresh(self) -> None:
        """A database that is away leaves what was known."""
        try:
            self._numbers = self._load()
        except StoreUnavailable as error:
            _log.warning("numbers_not_refreshed", reason=str(error))
        except Exception:  # noqa: BLE001 - edge of a thread that must not end: a new token would never be heard of
            _log.exception("numbers_fault")

    def _may_look_up(self) -> bool:
        now = self._tick()
        with self._lock:
            if self._looked_up is not None and now - self._looked_up < timedelta(
                seconds=1 / LOOKUPS_A_SECOND
            ):
                return False
            self._looked_up = now
            return True
