"""The link that makes the first hotel, for the box that `bellhop up` prints. Each start makes a new one."""

from __future__ import annotations

from workflow import clock
from workflow.database import disconnect
from workflow.desk import open_desk
from workflow.services import first_run
from workflow.settings import Settings


def first_link(settings: Settings) -> str:
    """ "" when there is a hotel."""
    open_desk(settings, max_connections=2)
    try:
        token = first_run.offer(now=clock.now())
    finally:
        disconnect()
    return f"{settings.public_url}/first-run?token={token}" if token else ""
