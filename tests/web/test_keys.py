"""The keys of the panel: one table for the help dialog and for the script (R-WEB-4)."""

import json
import re
from html import unescape
from pathlib import Path

from tests.web.conftest import House
from web.panel import keys

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "web" / "static" / "js"


def test_the_script_does_what_the_table_says_and_nothing_else() -> None:
    script = (SCRIPTS / "keys.js").read_text()
    block = script.partition("  const acts = {\n")[2].partition("\n  };")[0]
    acts = re.findall(r"^    (\w+): ", block, re.MULTILINE)
    assert sorted([*acts, *keys.BY_THE_BROWSER]) == sorted(key.act for key in keys.every())
    names = [name for key in keys.every() for name in key.names]
    assert len(names) == len(set(names))


def test_no_other_script_listens_to_letters() -> None:
    for path in SCRIPTS.glob("*.js"):
        assert not re.search(
            r"""event\.key === "[^"]"|"[a-zA-Z]": \(\)""", path.read_text().replace('"g"', "")
        ), path


def test_keys_that_stand_beside_buttons_are_in_the_table() -> None:
    known = {name.replace("+", " ").replace("Escape", "Esc") for name in keys.for_script()}
    for path in (ROOT / "templates" / "panel").rglob("*.html"):
        page = path.read_text()
        beside = re.findall(r"\( ([^(){}]+) \)\"\)", page) + re.findall(r"<kbd>([^{<]+)</kbd>", page)
        assert set(beside) <= known, path


def test_the_help_shows_every_key(house: House) -> None:
    page = house.browser(house.ana).get("/queue").text
    (table,) = re.findall(r'data-keys="([^"]*)"', page)
    assert json.loads(unescape(table)) == keys.for_script()
    shown = re.findall(r"<dt>(.*?)</dt>", page)
    assert ["".join(re.findall(r"<kbd>(.*?)</kbd>", one)) for one in shown] == [
        name.replace("+", "").replace(" ", "").replace("Escape", "Esc") for name in keys.for_script()
    ]
