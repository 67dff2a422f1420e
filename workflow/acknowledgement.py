"""The words of the desk's automatic first answer, in the guest's language."""

from __future__ import annotations

import unicodedata

from workflow.texts import say

MAX_NAME = 60
_BETWEEN_LETTERS = frozenset(" '’-.")


def acknowledgement_words(language: str, *, guest_name: str, pid: str, hotel_name: str) -> str:
    """Greeting, thanks and the ticket's number; guest_name may be empty."""
    name = addressable(guest_name)
    values = {"name": name, "pid": pid, "hotel": hotel_name}
    greeting = say(language, "Dear %(name)s,", values) if name else say(language, "Hello,")
    thanks = say(
        language, "thank you for your message. It has reached us and has the number %(pid)s.", values
    )
    rest = say(
        language, "We will answer as soon as we can. You can simply reply to this mail to add something."
    )
    return f"{greeting}\n\n{thanks}\n\n{rest}"


def whatsapp_acknowledgement(language: str, *, pid: str) -> str:
    """The same in a chat: short, without a greeting."""
    return say(
        language,
        "Thank you, your message has reached us and has the number %(pid)s. We will answer here as soon as we can.",
        {"pid": pid},
    )


def addressable(name: str) -> str:
    """The name, or "" when it does not look like one.

    Anyone may write any name into a From line: links and numbers must not come back from the hotel as its own words.
    """
    text = " ".join(name.split())
    is_name = len(text) <= MAX_NAME and all(
        letter in _BETWEEN_LETTERS or unicodedata.category(letter)[0] in "LM" for letter in text
    )
    is_link = any("." in word.rstrip(".") for word in text.replace(". ", " ").split())
    return text if is_name and not is_link else ""
