"""The rows that a worker's letters are made of: read together for the claims it has yet to do, and again when that is
a while ago, for meanwhile somebody may have been disabled or a ticket deleted."""

from __future__ import annotations

from collections.abc import Sequence

from workflow import clock
from workflow.database import hotels
from workflow.services import letter_rows
from workflow.services.letter_rows import LetterRows
from workflow.services.outbox import Claim

FRESH_SECONDS = 1.0


class FreshRows:
    """Belongs to one thread, which does the claims in their order."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._claims = claims
        self._rows: LetterRows | None = None
        self._read_at = 0.0

    def of(self, claim: Claim) -> LetterRows:
        """Those of this claim are among them. Raises StoreUnavailable."""
        if self._rows is None or clock.monotonic() - self._read_at > FRESH_SECONDS:
            left = self._claims[self._claims.index(claim) :]
            with hotels(one.hotel_id for one in left):
                self._rows = letter_rows.read(left)
            self._read_at = clock.monotonic()
        return self._rows
