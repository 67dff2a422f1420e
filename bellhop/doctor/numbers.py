"""A WhatsApp number at Twilio: is the log-in right, are the templates approved."""

from __future__ import annotations

from collections.abc import Iterator

from bellhop.doctor.finding import Finding, Result
from worker import number_check
from worker.transports.twilio import Twilio
from workflow.services.whatsapp_channels import PREFIX, Number

CHECK = "whatsapp"


def look(number: Number, twilio: Twilio) -> Iterator[Finding]:
    shown = number.address.removeprefix(PREFIX)
    for line in number_check.ask(number, twilio):
        yield Finding(CHECK, Result(line.outcome.value), line.says, line.remedy, shown)
