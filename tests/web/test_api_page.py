"""docs/api.md is a session that runs: its calls in one shell, its answers compared (R-WEB-5, R-QR-1, R-QR-2)."""

import re
import shutil
import subprocess

import pytest

from bellhop.home import Home
from bellhop.project import ROOT
from bellhop.seed import seed
from tests.web.serving import serving
from workflow.settings import Settings, environment

PAGE = ROOT / "docs" / "api.md"
STEP = re.compile(r"^## (?P<title>[^\n]+)$|```sh\n(?P<calls>.*?)```\n```text\n(?P<said>.*?)```", re.M | re.S)
BETWEEN = "=== the next step ==="


def steps() -> list[tuple[str, str, str]]:
    """Title, calls, what the page says came back."""
    found, title = [], ""
    for match in STEP.finditer(PAGE.read_text("utf-8")):
        title = match["title"] or title
        if match["calls"]:
            found.append((title, match["calls"], match["said"]))
    return found


def pattern(said: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in said.split("…")), re.S)


@pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("jq")), reason="curl or jq is not installed here"
)
def test_the_session_of_the_page_runs(settings: Settings) -> None:
    """R-WEB-5: every call of the page, in order, against a web process of its own."""
    olga = next(one for one in seed(settings, Home(settings.home)).staff if one.role == "owner")
    script = f"\necho '{BETWEEN}'\n".join(calls for _, calls, _ in steps())
    with serving(settings) as desk:
        ran = subprocess.run(
            ["bash", "-c", script],
            env={**environment(), "DESK": desk, "PASSWORD": olga.password},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    answers = ran.stdout.split(f"{BETWEEN}\n")
    assert len(answers) == len(steps()) > 8
    for (title, _, said), answer in zip(steps(), answers, strict=True):
        assert pattern(said).fullmatch(answer), f"{title}: {answer}\n{ran.stderr}"
