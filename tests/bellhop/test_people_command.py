"""Hotels, people and tokens from the command line, those of the platform too (R-WEB-2)."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bellhop.cli import bellhop
from tests import builders
from workflow import clock
from workflow.errors import Invalid
from workflow.services.accounts import of_api_token
from workflow.values import Role


@pytest.fixture(autouse=True)
def _desk(database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("BELLHOP_HOME", str(tmp_path))
    monkeypatch.setenv("BELLHOP_SECRET", "a secret that only tests know, 32 characters and more")


def run(*arguments: str) -> dict[str, object]:
    done = CliRunner().invoke(bellhop, [*arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_platform_gets_people_and_tokens_and_loses_them_again() -> None:
    """R-WEB-2: bound to no hotel; what is taken away ends at once."""
    builders.make_hotel()
    child = ("hotel", "create", "--code", "LIDO", "--name", "Lido", "--time-zone", "UTC")
    run(*child, "--parent", "AUR")
    person = run("staff", "create", "--role", "platform", "--email", "root@x.example", "--name", "Root")
    assert person["role"] == "platform"
    token = str(run("token", "create", "--role", "platform")["token"])
    found = of_api_token(token, now=clock.now())
    assert found is not None
    assert {seat.code: seat.role for seat in found.seats} == {"AUR": Role.PLATFORM, "LIDO": Role.PLATFORM}
    listed = run("platform", "list")["data"]
    assert isinstance(listed, list)
    assert [one["kind"] for one in listed] == ["person", "token"]
    for one in listed:
        run("platform", "remove", one["kind"], one["id"])
    assert run("platform", "list") == {"data": []}
    assert of_api_token(token, now=clock.now()) is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("token", "create", "--role", "platform", "--hotel", "AUR"),
        ("token", "create", "--role", "manager"),
        ("staff", "create", "--role", "owner", "--email", "a@x.example", "--name", "A"),
        ("platform", "remove", "token", "7"),
    ],
)
def test_role_and_hotel_must_fit(arguments: tuple[str, ...]) -> None:
    builders.make_hotel()
    with pytest.raises(Invalid):
        CliRunner().invoke(bellhop, arguments, catch_exceptions=False)
