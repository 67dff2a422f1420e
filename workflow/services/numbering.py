"""The next ticket number of a hotel's month: unique and gap-free over what commits (R-PID-1).

The counter row stays locked until the transaction ends, so a roll-back gives the number back. Whoever makes many
tickets makes them in one transaction.
"""

from __future__ import annotations

from datetime import datetime

from workflow.database import rows
from workflow.pid import Pid, month_of

_NEXT = """
INSERT INTO pid_counters (hotel_id, month, last) VALUES (%s, %s, 1)
ON CONFLICT (hotel_id, month) DO UPDATE SET last = pid_counters.last + 1
RETURNING last
"""


def next_pid(hotel_id: int, code: str, time_zone: str, received_at: datetime) -> Pid:
    month = month_of(received_at, time_zone)
    (number,) = rows(_NEXT, (hotel_id, month))[0]
    return Pid(code, month, number)
