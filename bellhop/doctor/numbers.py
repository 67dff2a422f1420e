"""A WhatsApp number at Twilio: is the log-in right, are the templates approved."""

from __future__ import annotations

from collections.abc import Iterator

from bellhop.doctor.finding import Finding, fail, ok, warn
from worker.transports.twilio import Twilio
from workflow import clock
from workflow.errors import DeliveryFailed
from workflow.services.whatsapp_channels import PREFIX, Number

CHECK = "whatsapp"
NOT_THERE = "unknown to Twilio"


def look(number: Number, twilio: Twilio) -> Iterator[Finding]:
    shown = number.address.removeprefix(PREFIX)
    try:
        next(iter(twilio.listed(number, since=clock.now())), None)
        yield ok(CHECK, "Twilio accepts its log-in.", subject=shown)
        for language, sid in number.account.templates.items():
            yield _template(shown, language, twilio.approval_of(number, sid) or NOT_THERE)
    except DeliveryFailed as error:
        yield fail(CHECK, str(error), _remedy(shown, error), subject=shown)
        return
    if not number.account.templates:
        says = "There is no template: answers after 24 hours go by mail, or not at all."
        remedy = f"Make one at Twilio and name it: `bellhop whatsapp set --number {shown} --template en=HX…`."
        yield warn(CHECK, says, remedy, subject=shown)


def _template(number: str, language: str, state: str) -> Finding:
    if state == "approved":
        return ok(CHECK, f"The template for {language!r} is approved.", subject=number)
    says = f"The template for {language!r} is {state}, not approved."
    if state == NOT_THERE:
        remedy = "Copy its Content SID once more from the Content Template Builder (HX…)."
    elif state == "rejected":
        remedy = "Read Meta's reason in the Content Template Builder, change the words and submit it again."
    else:
        remedy = "Submit it for WhatsApp approval in the Content Template Builder; most answers come within minutes."
    return warn(CHECK, says, remedy, subject=number)


def _remedy(number: str, error: DeliveryFailed) -> str:
    if error.permanent:
        return f"Give it Account SID and Auth Token anew: `bellhop whatsapp set --number {number} --account-sid AC… --token …`."
    return (
        "Let this machine out to TWILIO_API_BASE (port 443), then ask again; https://status.twilio.com tells"
        " Twilio's own troubles."
    )
