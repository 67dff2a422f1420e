"""When `bellhop up` plays Twilio itself, and the program that does."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

from bellhop import stand_in
from bellhop.home import Home
from bellhop.procfile import Service
from tests.flows.desk import free_port
from tests.processes import wait_until
from worker.transports.twilio import Twilio
from workflow import clock
from workflow.errors import DeliveryFailed
from workflow.services.whatsapp_channels import Account, Number
from workflow.settings import Settings

WEB = Service("web", ("python", "-m", "web"))


def test_it_runs_beside_the_demo_hotel_and_nobody_who_wants_twilio(settings: Settings) -> None:
    """R-RUN-2: never when a number may be a real one's."""
    found = stand_in.variables(settings, environ={}, has_demo=True)
    assert found["TWILIO_API_BASE"].startswith("http://127.0.0.1:")
    assert stand_in.beside([WEB], found) == (WEB, stand_in.SERVICE)
    assert stand_in.variables(settings, environ={}, has_demo=False) == {}
    public = dataclasses.replace(settings, public_url="https://desk.hotel.example")
    assert stand_in.variables(public, environ={}, has_demo=True) == {}
    for name in ("TWILIO_API_BASE", "HOOKS_PUBLIC_URL"):
        assert stand_in.variables(settings, environ={name: "https://x.example"}, has_demo=True) == {}
    assert stand_in.beside([WEB], {}) == (WEB,)


def test_the_program_lets_in_the_demo_hotel_and_nobody_else(settings: Settings, tmp_path: Path) -> None:
    """R-WA-10: by the token that `bellhop seed` made, at TWILIO_API_BASE."""
    url = f"http://127.0.0.1:{free_port()}"
    environ = {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "BELLHOP_HOME": str(tmp_path),
        "BELLHOP_SECRET": settings.secret,
        "TWILIO_API_BASE": url,
    }
    twilio = Twilio(url)
    token = Home(tmp_path).demo_password("twilio token")
    with subprocess.Popen([sys.executable, "-m", "bellhop.fakes.twilio"], env=environ) as process:
        try:
            wait_until(lambda: _lists(twilio, token), what="the stand-in answers")
            with pytest.raises(DeliveryFailed, match="does not accept"):
                next(iter(twilio.listed(_number("wrong"), since=clock.now())), None)
        finally:
            process.terminate()
    assert process.returncode == 0


def _lists(twilio: Twilio, token: str) -> bool:
    try:
        next(iter(twilio.listed(_number(token), since=clock.now())), None)
    except DeliveryFailed:
        return False
    return True


def _number(token: str) -> Number:
    return Number(1, 1, "whatsapp:+15550100042", Account(token=token))
