"""How a refusal of the core is said on a page: in the reader's language, from the panel's catalogs or else the mails'.

The API says refusals in English, with the same sentences as keys.
"""

from __future__ import annotations

from web.languages import N_, gettext, language
from workflow import texts
from workflow.calendars import WEEKDAYS
from workflow.errors import Refused

# Values that are words of ours and said in the reader's language too; names of people and things stay as they are.
WORDS = frozenset({"what", "field", "state", "states", "participle", "action"})
DAYS = frozenset(day.capitalize() for day in WEEKDAYS)


SAID = (
    N_("This hotel belongs to a group itself: groups have one level."),
    N_("Other hotels have this one as their parent: groups have one level."),
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
        return texts.refusal(language(), error)
    values = {
        name: gettext(value) if name in WORDS or value in DAYS else value
        for name, value in error.values.items()
    }
    return sentence % values if values else sentence
