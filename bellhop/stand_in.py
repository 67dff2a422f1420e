"""When `bellhop up` plays Twilio itself: for the demo hotel, on a desk that nothing connects to the real one.

Whoever sets TWILIO_API_BASE or HOOKS_PUBLIC_URL wants Twilio, or a fake of his own: then no stand-in is started.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from bellhop.addresses import next_free
from bellhop.procfile import Service
from workflow.settings import Listen, Settings

SERVICE = Service("twilio", (sys.executable, "-m", "bellhop.fakes.twilio"))
_BELOW = Listen(host="127.0.0.1", port=8001)


def variables(settings: Settings, *, environ: Mapping[str, str], has_demo: bool) -> dict[str, str]:
    """TWILIO_API_BASE when a stand-in is to run; nothing else."""
    is_connected = environ.get("TWILIO_API_BASE") or environ.get("HOOKS_PUBLIC_URL")
    if is_connected or settings.is_public or not has_demo:
        return {}
    return {"TWILIO_API_BASE": f"http://{next_free(_BELOW)}"}


def beside(services: Sequence[Service], found: Mapping[str, str]) -> tuple[Service, ...]:
    """The services, with the stand-in when `variables` had found a place for it."""
    return (*services, SERVICE) if "TWILIO_API_BASE" in found else tuple(services)
