"""How a refusal of the core is said on a page: in the reader's language, from the panel's catalogs or else the mails'.

The API says refusals in English, with the same sentences as keys.
"""

from __future__ import annotations

import re

from babel.lists import format_list

from web.languages import N_, gettext, language
from workflow import texts
from workflow.calendars import WEEKDAYS
from workflow.errors import Refused

# Values that are words of ours and said in the reader's language too; names of people and things stay as they are.
_BETWEEN = re.compile(", | and ")
WORDS = frozenset({"what", "field", "state", "states", "participle", "action", "who"})
DAYS = frozenset(day.capitalize() for day in WEEKDAYS)


SAID = (
    N_("This hotel belongs to a group itself: groups have one level."),
    N_("Other hotels have this one as their parent: groups have one level."),
    N_("%(name)s is named by %(uses)s. Choose another category to take its place."),
    N_("%(name)s is named by %(uses)s. Choose another department to take its place."),
    N_(
        "Room %(name)s is named by %(uses)s. It stays, so that they can be read; another number can be given to it."
    ),
    N_("member"),
    N_("members"),
    N_("SLA policy"),
    N_("SLA policies"),
    N_("assignment rule"),
    N_("assignment rules"),
    N_("stay"),
    N_("stays"),
    N_("ticket"),
    N_("tickets"),
    N_("policy"),
    N_("canned reply"),
    N_("a WhatsApp number"),
    N_("name"),
    N_("number"),
)
"""What tables of the core hold, and words that stand in places: the catalogs' test does not find them there."""


def said(error: Refused) -> str:
    """The sentence with its values filled in."""
    sentence = gettext(error.sentence)
    if sentence == error.sentence:
        values = {
            name: gettext(value) if name in ("role", "action") else value
            for name, value in error.values.items()
        }
        return texts.refusal(language(), Refused(error.sentence, values=values))
    values = {name: _in_its_place(name, value) for name, value in error.values.items()}
    return sentence % values if values else sentence


def _in_its_place(name: str, value: str) -> str:
    if name == "uses":
        return format_list([_counted(one) for one in _BETWEEN.split(value)], locale=language())
    return gettext(value) if name in WORDS or value in DAYS else value


def _counted(words: str) -> str:
    """ "3 tickets", as workflow/services/in_use counts them."""
    number, _, things = words.partition(" ")
    return f"{number} {gettext(things)}"
