"""Asks Twilio about a number: is the log-in right, are the templates approved. For `bellhop doctor`, and for the panel's button."""

from __future__ import annotations

from collections.abc import Iterator

from worker.transports.twilio import Twilio
from workflow import clock
from workflow.errors import DeliveryFailed
from workflow.services.whatsapp_channels import PREFIX, Number
from workflow.whatsapp import checking
from workflow.whatsapp.checking import Line


def ask(number: Number, twilio: Twilio) -> Iterator[Line]:
    shown = number.address.removeprefix(PREFIX)
    try:
        next(iter(twilio.listed(number, since=clock.now())), None)
        yield checking.LET_IN
        for language, sid in sorted(number.account.templates.items()):
            yield checking.of_template(language, twilio.approval_of(number, sid))
        for language, sid in sorted(number.account.alarm_templates.items()):
            yield checking.of_template(f"alarm {language}", twilio.approval_of(number, sid))
    except DeliveryFailed as error:
        yield checking.refused(shown, str(error)) if error.permanent else checking.away(str(error))
        return
    if not number.account.templates:
        yield checking.no_template(shown)
