"""Roles for which a hotel demands a second factor at the log-in (R-WEB-1). In the caller's transaction.

Who has none is led to set one up before anything else (web/access); bellhop_standing reads it at each request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from workflow import roles
from workflow.errors import Forbidden, Invalid
from workflow.models import Hotel
from workflow.services import hotel_events
from workflow.services.hotel_events import Thing
from workflow.services.member_changes import By
from workflow.values import Role

SETTING = "second_factor_roles"
DEMANDABLE = (Role.OWNER, Role.MANAGER, Role.RECEPTION, Role.STAFF, Role.AI_AGENT)


def of_settings(settings: Mapping[str, object]) -> tuple[Role, ...]:
    """None where the hotel said nothing."""
    said = settings.get(SETTING)
    return tuple(role for role in DEMANDABLE if role in said) if isinstance(said, list) else ()


def demand(hotel_id: int, wanted: Iterable[str], *, by: By, now: datetime) -> tuple[Role, ...]:
    """What stands from now on; it counts with the next request of each. Raises Invalid, Forbidden."""
    names = set(wanted)
    if names - set(DEMANDABLE):
        raise Invalid("Choose among the roles that members have.", "secondFactorRoles")
    hotel: Hotel = Hotel.select().where(Hotel.id == hotel_id).for_update().get()
    before, after = of_settings(hotel.settings), tuple(role for role in DEMANDABLE if role in names)
    for role in set(before) ^ set(after):
        if by.role is not Role.PLATFORM and not roles.may_grant(by.role, role):
            raise Forbidden("Nobody demands, or drops, a second factor of a role that may more than his own.")
    hotel.settings = {**hotel.settings, SETTING: list(after)}
    hotel.save(only=(Hotel.settings,))
    hotel_events.changed(
        hotel_id,
        Thing.HOTEL,
        "",
        {"second factor demanded of": before},
        {"second factor demanded of": after},
        actor=by.actor,
        now=now,
    )
    return after
