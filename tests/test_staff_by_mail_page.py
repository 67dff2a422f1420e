"""docs/staff-by-mail.md says what the program does: its table of commands is the program's own."""

import re

from bellhop.project import ROOT
from workflow.staff_commands import TABLE, parse

PAGE = ROOT / "docs" / "staff-by-mail.md"
BEGIN, END = "compares -->\n", "<!-- end of commands -->"


def table() -> str:
    """As the page shows it."""
    rows = [
        f"| `{kind.usage}` | {kind.meaning} | {', '.join(f'`{one}`' for one in kind.examples)} |"
        for kind in TABLE
    ]
    return "\n".join(("| line | does | for example |", "|---|---|---|", *rows)) + "\n"


def test_the_table_of_commands_is_the_programs() -> None:
    """R-STAFF-3: to renew it, put what this test prints between the two comments."""
    print(table())
    assert PAGE.read_text().partition(BEGIN)[2].partition(END)[0] == table()


def test_the_example_is_one() -> None:
    """R-STAFF-3"""
    below = PAGE.read_text().partition("sends the guest nothing.\n")[2].partition("<!--")[0]
    parsed = parse("\n".join(line.removeprefix("    ") for line in below.strip("\n").splitlines()))
    assert [command.name for command in parsed.commands] == ["assign", "priority"]
    assert parsed.words.startswith("Dear Mia")


def test_its_pictures_are_there_and_small() -> None:
    for name in re.findall(r"\]\((pictures/[\w-]+\.png)\)", PAGE.read_text()):
        assert 1_000 < (PAGE.parent / name).stat().st_size < 60_000, name
