"""Chromium for the tests that need a real browser: one for each of their modules, in each process of pytest.

The headless shell is the same engine without a window's machinery, and takes a third less work. Pictures for people to
look at are taken when BELLHOP_PICTURES says so: to paint and pack them costs as much again as to load a page.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.builders import Colleague, make_session
from workflow.settings import environment

PROGRAM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
PICTURES = Path(__file__).parents[1] / "output" / "pictures"
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
VIOLATIONS = "options => axe.run(document, options).then(found => found.violations)"

_AXE = Axe()
_WANTS_PICTURES = bool(environment().get("BELLHOP_PICTURES"))

expect.set_options(timeout=30_000)  # for a busy machine; what holds is seen at once

needs_chromium = pytest.mark.skipif(
    PROGRAM is None, reason="chromium is not installed (apt-get install chromium-headless-shell)"
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # For a session it cannot stay: while Playwright is open, no other test of the process may run an event loop.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        yield browser
        browser.close()


def picture(page: Page, name: str) -> None:
    """The whole page, into output/pictures, when pictures are wanted."""
    if _WANTS_PICTURES:
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def violations(page: Page, **options: Any) -> list[str]:
    """What axe-core finds wrong with the page as it stands; options are those of `axe.run`."""
    page.evaluate(_AXE.axe_script)
    found = page.evaluate(VIOLATIONS, {"resultTypes": ["violations"], **options})
    return [
        f"{one['id']} at {node['target']}: {node['html'][:200]}" for one in found for node in one["nodes"]
    ]


def log_in(context: BrowserContext, address: str, who: Colleague) -> None:
    """As somebody who has logged in before: no page is asked for that, and no password checked."""
    context.add_cookies([{"name": "bellhop-session", "value": make_session(who), "url": address}])


def arrive(sign: Locator) -> None:
    """Waits for the page that shows this sign, and until its scripts hear keys: what is typed before is lost."""
    expect(sign).to_be_visible()
    sign.page.wait_for_load_state()
