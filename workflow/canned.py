"""Canned replies: a hotel's own texts with places for what differs, `{{guest}}` and the like (R-TKT-6). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from workflow import refusals
from workflow.errors import Invalid

_PLACE = re.compile(r"\{\{\s*([^{}]{0,40}?)\s*\}\}")


class Variable(StrEnum):
    GUEST = "guest"  # the guest's name
    ROOM = "room"  # its number
    PID = "pid"  # the ticket's number
    MEMBER = "member"  # who answers
    HOTEL = "hotel"


def check(body: str) -> None:
    """Raises Invalid for a place that nothing can fill."""
    for name in _PLACE.findall(body):
        if name not in set(Variable):
            known = ", ".join(f"{{{{{variable}}}}}" for variable in Variable)
            raise Invalid(
                "There is no variable {{%(name)s}}; there are %(known)s.",
                "body",
                values={"name": name, "known": known},
            )


def fill(body: str, values: Mapping[Variable, str]) -> str:
    """The text as it is sent. Raises Invalid when the ticket has nothing for one of its places: no guest reads a gap."""
    missing = [name for name in _PLACE.findall(body) if not values.get(Variable(name))]
    if missing:
        raise Invalid(
            refusals.GAP,
            "cannedId",
            values={"place": missing[0]},
        )
    return _PLACE.sub(lambda place: values[Variable(place[1])], body)
