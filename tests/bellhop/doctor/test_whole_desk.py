"""`bellhop doctor` on a desk that runs: all is well, and each process that is stopped turns its line red."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bellhop.cli import bellhop
from bellhop.fakes.twilio import FakeTwilio, Template
from tests.flows.desk import SECRET, House, RunningDesk, open_house
from tests.processes import wait_until
from tests.worker.authenticity.stub_dns import StubDns
from workflow import clock
from workflow.database import hotel
from workflow.sealing import Keys
from workflow.services import whatsapp_channels
from workflow.services.whatsapp_channels import Account


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with FakeTwilio() as running:
        template = Template("tap_to_read", "The hotel answered.")
        running.account.templates[template.sid] = template
        yield running


@pytest.fixture
def house(database_url: str, twilio: FakeTwilio) -> House:
    made = open_house()
    (template,) = twilio.account.templates
    with hotel(made.hotel.id):
        account = Account(twilio.account.sid, twilio.account.token, templates={"en": template})
        whatsapp_channels.add(
            made.hotel.id, twilio.number, account, display_name="", keys=Keys(SECRET), now=clock.now()
        )
    return made


def asked(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(bellhop, ["doctor", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result.exit_code, result.stdout


def red() -> set[str]:
    """The names of the checks that fail."""
    code, printed = asked("--json")
    checks: list[dict[str, Any]] = json.loads(printed)["checks"]
    failed = [one for one in checks if one["result"] == "fail"]
    assert code == (1 if failed else 0)
    assert all(one["remedy"] for one in failed)
    return {one["check"] for one in failed}


@pytest.mark.usefixtures("house")
def test_a_running_desk_is_well_until_its_parts_stop(
    database_url: str, redis_url: str, twilio: FakeTwilio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-RUN-3: exit 0, no secret printed; then each part that ends, exit 1."""
    with (
        StubDns() as dns,
        RunningDesk(
            database_url=database_url,
            redis_url=redis_url,
            folder=tmp_path / "desk",
            services=("smtp", "hooks", "web", "worker", "clock"),
            environ={"TWILIO_API_BASE": twilio.url, "DNS_SERVERS": str(dns.address)},
        ) as desk,
    ):
        for name, value in desk.environ.items():
            monkeypatch.setenv(name, value)
        wait_until(lambda: not red() & {"clock", "worker"}, what="clock and worker leave their signs of life")
        code, printed = asked()
        assert code == 0, printed
        assert "The desk works" in printed
        for secret in (SECRET, twilio.account.token):
            assert secret not in printed
        for name in ("smtp", "hooks", "web", "worker", "clock"):
            desk.stop(name)
        desk.move_clock(90)
        assert red() >= {"mail door", "panel", "webhooks", "clock", "worker", "time"}
        desk.move_clock(-90)
        twilio.account.token = "1" * 32
        desk.sink.stop()
        assert red() >= {"relay", "whatsapp"}
        monkeypatch.setenv("DATABASE_URL", "postgresql://u:hush@127.0.0.1:9/none")
        assert {"database", "relay"} <= red()
        monkeypatch.setenv("DATABASE_URL", "")
        code, printed = asked()
        assert code == 1
        assert "bellhop up" in printed
