"""Names of the categories that all hotels share, in the page's language; a hotel's own are said as it wrote them."""

from __future__ import annotations

from web.languages import N_, gettext

SHARED = {
    "Housekeeping": N_("Housekeeping"),
    "Maintenance": N_("Maintenance"),
    "Reception": N_("Reception"),
    "Food and drink": N_("Food and drink"),
    "Billing": N_("Billing"),
    "Feedback": N_("Feedback"),
}
"""As the database was given them (workflow/migrations/0005_lookups)."""


def category_name(name: str) -> str:
    return gettext(SHARED[name]) if name in SHARED else name
