"""The words of the desk's automatic first answer, in the guest's language."""

from __future__ import annotations

from workflow.texts import say


def acknowledgement_words(language: str, *, guest_name: str, pid: str, hotel_name: str) -> str:
    """Greeting, thanks and the ticket's number; guest_name may be empty."""
    values = {"name": guest_name, "pid": pid, "hotel": hotel_name}
    greeting = say(language, "Dear %(name)s,", values) if guest_name else say(language, "Hello,")
    thanks = say(
        language, "thank you for your message. It has reached us and has the number %(pid)s.", values
    )
    rest = say(
        language, "We will answer as soon as we can. You can simply reply to this mail to add something."
    )
    return f"{greeting}\n\n{thanks}\n{rest}"
