"""docs/states.md is what `bellhop states` prints, and says what the requirement says (R-WF-1, R-WF-2)."""

from click.testing import CliRunner

from bellhop.cli import bellhop
from bellhop.commands.states import HAPPENS
from bellhop.project import ROOT
from workflow.values import Trigger

# By hand, from the requirement: a row for each event, a cell for each state. "-" refused, "=" stays, "*" open when
# nobody has it.
BY_HAND = """
                       open prog answ wgst wint hold resd clsd
set_open               -    O    O    O    -    -    O    O
set_in_progress        P    -    P    P    P    P    -    -
set_answered           A    A    -    A    A    A    -    -
set_waiting_guest      G    G    G    -    -    -    -    -
set_waiting_internal   I    I    -    -    -    -    -    -
set_on_hold            H    H    H    -    H    -    -    -
set_resolved           R    R    R    R    R    R    -    -
set_closed             C    C    C    C    C    C    C    -
guest_wrote            =    =*   P*   P*   =    P*   O    O
answer_sent            A    A    =    A    A    A    =    =
taken                  P    =    =    =    =    =    =    =
released               =    O    =    =    =    =    =    =
wait_expired           -    -    -    R    -    -    -    -
close_due              -    -    -    -    -    -    C    -
delivery_failed        =    =*   P*   P*   =    =    O    O
"""
WORDS = {
    "O": "open",
    "P": "in progress",
    "A": "answered",
    "G": "waiting guest",
    "I": "waiting internal",
    "H": "on hold",
    "R": "resolved",
    "C": "closed",
    "-": "–",
    "=": "stays",
}


def printed() -> str:
    ran = CliRunner().invoke(bellhop, ["states"])
    assert ran.exit_code == 0
    return ran.output


def test_the_page_is_what_the_command_prints() -> None:
    """R-WF-1"""
    assert (ROOT / "docs" / "states.md").read_text("utf-8") == printed()


def test_the_printed_table_is_the_one_written_by_hand() -> None:
    """R-WF-1, R-WF-2: every pair of a state and an event."""
    rows = {
        cells[0].strip(): [cell.strip() for cell in cells[1:]]
        for cells in (line.strip("|").split("|") for line in printed().splitlines() if line.startswith("| "))
    }
    for line in BY_HAND.strip().splitlines()[1:]:
        name, *cells = line.split()
        expected = [WORDS[cell[0]] + (" ¹" if cell.endswith("*") else "") for cell in cells]
        assert rows[HAPPENS[Trigger(name)]] == expected, name
    assert len(rows) == len(Trigger) + 1, "and the head"


def test_the_diagram_draws_what_happens_by_itself() -> None:
    page = printed()
    assert "waiting_guest --> resolved: the guest never came back" in page
    assert "resolved --> closed: it has been resolved long enough" in page
    assert "[*] --> open" in page
