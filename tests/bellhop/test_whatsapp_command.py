"""`bellhop whatsapp`: a number is added, changed, listed and held against Twilio, in words that operators read."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bellhop.cli import bellhop
from bellhop.fakes.twilio import FakeTwilio, Template
from tests.builders import make_hotel
from workflow.database import hotel
from workflow.models import Channel
from workflow.sealing import Keys
from workflow.services.whatsapp_channels import number_of

SECRET = "the command tests' secret, 32 characters or more"
NUMBER = "+14155238886"


@pytest.fixture
def twilio(
    database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FakeTwilio]:
    make_hotel()
    with FakeTwilio() as running:
        variables = {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "BELLHOP_HOME": str(tmp_path),
            "BELLHOP_SECRET": SECRET,
            "HOOKS_PUBLIC_URL": "https://hooks.hotel.example",
            "TWILIO_API_BASE": running.url,
        }
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        yield running


def run(*words: str) -> Result:
    return CliRunner().invoke(bellhop, ["whatsapp", *words])


def add(twilio: FakeTwilio, *more: str) -> Result:
    account = ("--account-sid", twilio.account.sid, "--token", twilio.account.token)
    return run("add", "--hotel", "AUR", "--number", "+1 (415) 523-8886", *account, *more)


def test_a_number_is_added_and_says_what_to_enter_at_twilio(twilio: FakeTwilio) -> None:
    """R-WA-1: the token lies sealed, and is never shown."""
    result = add(twilio, "--prefer-mail")
    assert "https://hooks.hotel.example/twilio/1/message" in result.output
    assert "https://hooks.hotel.example/twilio/1/status" in result.output
    (line,) = json.loads(run("list", "--json").output)
    assert (line["number"], line["accountSid"]) == (NUMBER, twilio.account.sid)
    assert twilio.account.token not in run("list").output
    with hotel(1):
        channel = Channel.get()
        assert twilio.account.token.encode() not in bytes(channel.secret)
        assert number_of(channel, keys=Keys(SECRET)).account.token == twilio.account.token


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--number", "0049 30 123"), "written with its country"),
        (("--account-sid", "SK1"), "The Account SID begins with AC"),
        (("--token", "no"), "The Auth Token has 32 letters and digits"),
        (("--template", "en=tap"), "is a Content SID"),
        (("--alarm-template", "en=fire"), "The alarm template for 'en' is a Content SID"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(
    twilio: FakeTwilio, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in str(add(twilio, *words).exception)


def test_check_says_what_twilio_does_not_agree_with(twilio: FakeTwilio) -> None:
    """R-RUN-3: a wrong token, a template that is not approved, one that is."""
    template = Template("tap_to_read", "The hotel answered: tap to read.", status="pending")
    twilio.account.templates[template.sid] = template
    add(twilio)
    check = ("check", "--number", NUMBER)
    assert "There is no template" in run(*check).output
    assert run("set", "--number", NUMBER, "--template", f"en={template.sid}").exit_code == 0
    assert "is pending, not approved" in run(*check).output
    template.status = "approved"
    assert run(*check).exit_code == 0
    assert run("set", "--number", NUMBER, "--alarm-template", "en=HX" + "0" * 32).exit_code == 0
    assert "The template for 'alarm en' is unknown to Twilio" in run(*check).output  # R-TKT-12
    assert run("set", "--number", NUMBER, "--token", "0" * 32).exit_code == 0
    refused = run(*check)
    assert refused.exit_code == 1
    assert "Twilio does not accept" in refused.output
    assert "Traceback" not in refused.output
