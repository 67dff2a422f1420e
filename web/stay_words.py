"""How pages say stays: their states, what can be done to one, days."""

from __future__ import annotations

from datetime import date

from web import moments
from web.languages import N_, gettext
from workflow.values import StayStatus

STATUSES = {
    StayStatus.BOOKED: N_("Booked"),
    StayStatus.IN_HOUSE: N_("In house"),
    StayStatus.DEPARTED: N_("Departed"),
    StayStatus.CANCELLED: N_("Cancelled"),
    StayStatus.NO_SHOW: N_("No-show"),
}
ACTS = {
    StayStatus.IN_HOUSE: N_("Check in"),
    StayStatus.DEPARTED: N_("Check out"),
    StayStatus.CANCELLED: N_("Cancel the stay"),
    StayStatus.NO_SHOW: N_("No-show"),
    StayStatus.BOOKED: N_("Back to booked"),
}
OUTCOMES = {
    "created": N_("New"),
    "updated": N_("Changed"),
    "unchanged": N_("As it was"),
    "older": N_("Older than what we know"),
    "erased": N_("Erased with its guest"),
    "refused": N_("Not taken"),
}


def status(of: str) -> str:
    return gettext(STATUSES[StayStatus(of)])


def act(of: str) -> str:
    return gettext(ACTS[StayStatus(of)])


def outcome(of: str) -> str:
    return gettext(OUTCOMES[of])


def day(of: date) -> str:
    """As the reader's language writes it."""
    return moments.day(of)
