"""The words of the mail that asks a guest once more, in his language. Pure but for the catalogs."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from workflow.acknowledgement import addressable
from workflow.texts import choose, say


def reminder_words(language: str, *, guest_name: str, pid: str, settled_on: date) -> str:
    """Greeting, what we wait for, and the day from which the ticket counts as settled; guest_name may be empty."""
    name = addressable(guest_name)
    greeting = say(language, "Dear %(name)s,", {"name": name}) if name else say(language, "Hello,")
    waiting = say(language, "we are still waiting for your answer about your request %(pid)s.", {"pid": pid})
    day = format_date(settled_on, "long", locale=choose(language))
    rest = say(
        language,
        "You can simply reply to this mail. If we hear nothing by %(day)s, we take it as settled; "
        "a mail from you opens it again.",
        {"day": day},
    )
    return f"{greeting}\n\n{waiting}\n\n{rest}"
