"""`bellhop demo`: plays guests and members through the running desk, by mail and by WhatsApp, and reads every step back.

What the desk did is read where others would read it: through the API, in the outbox folder that stands for the relay,
at the stand-in for Twilio. A step that did not happen ends the demo with exit code 1.
"""

from __future__ import annotations

from collections.abc import Callable

from bellhop.demo.mail import MailDemo
from bellhop.demo.steps import StepFailed, Steps
from bellhop.demo.whatsapp import WhatsappDemo
from bellhop.seed import Seeded
from workflow.settings import Settings

__all__ = ["StepFailed", "play"]


def play(settings: Settings, seeded: Seeded, *, say: Callable[[str], None]) -> None:
    """All steps in order; `say` is told each in a sentence. Raises StepFailed, CannotRun."""
    steps = Steps(settings, seeded, say=say)
    mail, whatsapp = MailDemo(steps), WhatsappDemo(steps)  # both refuse a desk they cannot play on
    steps.log_in()
    mail.play()
    whatsapp.play()
