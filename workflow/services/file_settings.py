"""How large a file a hotel takes from its members and programs, set by an administrator. In the caller's transaction."""

from __future__ import annotations

from datetime import datetime

from psycopg2.extras import Json

from workflow.database import rows
from workflow.errors import Invalid
from workflow.services import hotel_events, uploads
from workflow.services.hotel_events import Thing
from workflow.values import Actor

MOST = uploads.MAX_BYTES // uploads.MB


def set_limit(hotel_id: int, megabytes: int, *, actor: Actor, now: datetime) -> None:
    """Raises Invalid."""
    if not 1 <= megabytes <= MOST:
        raise Invalid("A file may have 1 to %(most)s MB.", "maxMegabytes", values={"most": MOST})
    before = uploads.limit_of(hotel_id) // uploads.MB
    rows(
        "UPDATE hotels SET settings = settings || %s WHERE id = %s RETURNING id",
        (Json({uploads.LIMIT_SETTING: megabytes}), hotel_id),
    )
    hotel_events.changed(
        hotel_id,
        Thing.HOTEL,
        "files",
        {"largest file in MB": before},
        {"largest file in MB": megabytes},
        actor=actor,
        now=now,
    )
