"""What may be wrong with a WhatsApp number at Twilio, in words, each with what to do. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflow.reasons import because


class Outcome(StrEnum):
    OK = "ok"
    WARN = "warn"  # guests can write and be answered, late answers may not reach them
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Line:
    """remedy: what to do, "" when all is well."""

    outcome: Outcome
    says: str
    remedy: str = ""


APPROVED = "approved"
LET_IN = Line(Outcome.OK, because("Twilio accepts its log-in."))


def no_template(number: str) -> Line:
    return Line(
        Outcome.WARN,
        because("There is no template: answers after 24 hours go by mail, or not at all."),
        because(
            "Make one at Twilio and name it: `bellhop whatsapp set --number %(number)s --template en=HX…`, or in the panel.",
            number=number,
        ),
    )


def of_template(language: str, state: str) -> Line:
    """state: WhatsApp's word for it, "" for a template that Twilio does not know."""
    if state == APPROVED:
        return Line(
            Outcome.OK, because("The template for %(language)s is approved.", language=f"{language!r}")
        )
    remedy = {
        "": because("Copy its Content SID once more from the Content Template Builder (HX…)."),
        "rejected": because(
            "Read Meta's reason in the Content Template Builder, change the words and submit it again."
        ),
    }.get(
        state,
        because(
            "Submit it for WhatsApp approval in the Content Template Builder; most answers come within minutes."
        ),
    )
    says = because(
        "The template for %(language)s is %(state)s, not approved.",
        language=f"{language!r}",
        state=state or because("unknown to Twilio"),
    )
    return Line(Outcome.WARN, says, remedy)


def refused(number: str, reason: str) -> Line:
    """Twilio answers, and does not agree."""
    remedy = because(
        "Give it Account SID and Auth Token anew: `bellhop whatsapp set --number %(number)s --account-sid AC… --token …`, or in the panel.",
        number=number,
    )
    return Line(Outcome.FAIL, reason, remedy)


def away(reason: str) -> Line:
    """Nobody knows."""
    remedy = because(
        "Let this machine out to Twilio (port 443), then ask again; https://status.twilio.com tells Twilio's own troubles."
    )
    return Line(Outcome.FAIL, reason, remedy)
