"""docs/channels/whatsapp.md shows what the commands really print."""

from pathlib import Path

import pytest

from bellhop.commands.doctor import shown
from bellhop.doctor import hooks
from bellhop.doctor.finding import Finding, Result
from bellhop.doctor.numbers import CHECK
from workflow.settings import Settings
from workflow.whatsapp import checking

PAGE = Path(__file__).parents[2] / "docs" / "channels" / "whatsapp.md"
NUMBER = "+4930123456"


def printed_on_the_page() -> set[str]:
    """The lines of doctor and check in its blocks, each with its remedy's line."""
    lines = PAGE.read_text("utf-8").splitlines()
    found = set()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith(("    ok    ", "    warn  ", "    FAIL  ")):
            remedy = f"\n{following[4:]}" if following.startswith("          → ") else ""
            found.add(f"{line[4:]}{remedy}")
    return found


def test_the_page_shows_what_is_printed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-RUN-3: whoever compares finds the very words."""
    monkeypatch.setenv("NO_COLOR", "1")
    lines = (
        checking.LET_IN,
        checking.no_template(NUMBER),
        checking.of_template("en", "approved"),
        checking.of_template("de", "pending"),
    )
    possible = {
        shown(Finding(CHECK, Result(line.outcome.value), line.says, line.remedy, NUMBER)) for line in lines
    }
    possible |= {shown(one) for one in hooks.look(settings, ())}
    here = "The door answers at 127.0.0.1:8001, and refuses who is not Twilio."
    there = "https://hooks.hotel.example leads to it."
    possible |= {shown(Finding(hooks.CHECK, Result.OK, says)) for says in (here, there)}
    assert printed_on_the_page() == possible
    assert str(settings.hooks_listen) in here
