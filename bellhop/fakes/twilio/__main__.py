"""`python -m bellhop.fakes.twilio`: Twilio's stand-in for the demo hotel, at TWILIO_API_BASE. What it heard ends with it."""

from __future__ import annotations

import signal
import threading
from urllib.parse import urlsplit

from bellhop.fakes.twilio.demo import demo_account
from bellhop.fakes.twilio.server import FakeTwilio
from bellhop.home import Home
from workflow import clock
from workflow.settings import load_settings


def main() -> None:
    settings = load_settings()
    clock.use_offset_file(settings.clock_file)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    port = urlsplit(settings.twilio_api_base).port or 0
    with FakeTwilio(demo_account(Home(settings.home)), port=port):
        stop.wait()


if __name__ == "__main__":
    main()
