"""What a member's first lines mean, and what is no command and reaches nobody (R-STAFF-3)."""

import random

import pytest

from tests.workflow.near_misses import near_miss
from workflow import near_commands
from workflow.staff_commands import TABLE, CommandKind, Name, Why, parse
from workflow.values import Priority, State

WORDS = "Dear Mia,\nthe towels are on their way."
SEED = 20261120
NEAR_MISSES = 10_000


@pytest.mark.parametrize("kind", TABLE, ids=lambda kind: kind.name)
def test_each_example_of_the_table_is_that_command(kind: CommandKind) -> None:
    for example in kind.examples:
        (command,) = parse(example).commands
        assert command.name is kind.name
        assert example.startswith(f"#{kind.name}")
        assert command.argument == example.partition(" ")[2]


def test_the_names_are_those_of_the_table() -> None:
    assert tuple(Name) == near_commands.NAMES
    assert tuple(kind.name for kind in TABLE) == tuple(Name)


@pytest.mark.parametrize(
    ("text", "named", "words"),
    [
        (WORDS, [], WORDS),
        ("", [], ""),
        ("#resolve", ["resolve"], ""),
        ("#RESOLVE", ["resolve"], ""),
        ("  #Resolve  \r\n", ["resolve"], ""),
        (f"#resolve\n{WORDS}", ["resolve"], WORDS),
        (f"\n#assign Jon\n\n#priority high\n\n{WORDS}\n", ["assign", "priority"], WORDS),
        ("#tag vip\n#tag late\n", ["tag", "tag"], ""),
        ("#note\nnote: call her back\n#close is what she wants", ["note"], "note: call her back\n#close is what she wants"),
        ("#note\n#assign me\nShe is angry.", ["note", "assign"], "She is angry."),
        ("#state\u00a0on hold", ["state"], ""),
    ],
)  # fmt: skip
def test_commands_are_the_first_lines_and_the_words_stand_below(
    text: str, named: list[str], words: str
) -> None:
    parsed = parse(text)
    assert parsed.problems == ()
    assert [command.name for command in parsed.commands] == named
    assert parsed.words == words


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("# note\nShe is difficult.", Why.UNKNOWN),
        ("#asign Jon", Why.UNKNOWN),
        ("＃note\nShe is difficult.", Why.UNKNOWN),
        ("#Note: she is difficult", Why.UNKNOWN),
        ("#n0te", Why.UNKNOWN),
        ("#nоte with a Cyrillic letter", Why.UNKNOWN),
        ("#", Why.UNKNOWN),
        ("#1 lounge", Why.UNKNOWN),
        ("#thanks", Why.UNKNOWN),
        ("**#note**", Why.UNKNOWN),
        ("note:", Why.BARE),
        ("Note", Why.BARE),
        ("Note: she is difficult", Why.BARE),
        ("interne Notiz: schwierig", Why.BARE),
        ("Internal only - do not send: she is difficult", Why.BARE),
        ("Nicht senden, nur für uns: schwierig", Why.BARE),
        ("close.", Why.BARE),
        ("/note she is difficult", Why.BARE),
        ("@asign me", Why.BARE),
        ("note# difficult", Why.BARE),
        (f"{WORDS}\n#close", Why.MISPLACED),
        (f"{WORDS}\n\n#clsoe", Why.MISPLACED),
        (f"{WORDS} #close", Why.MISPLACED),
        (f"#assign me\n{WORDS}\n#tag vip", Why.MISPLACED),
        ("#assign", Why.NEEDS_MORE),
        ("#canned", Why.NEEDS_MORE),
        ("#close thank you", Why.TAKES_NOTHING),
        ("#state done", Why.NO_SUCH_STATE),
        ("#priority hgih", Why.NO_SUCH_PRIORITY),
        ("#close\n#close", Why.TWICE),
        ("#note\n#canned towels", Why.NOT_WITH_NOTE),
        (f"#help\n{WORDS}", Why.ALONE),
        ("#help\n#close", Why.ALONE),
    ],
)
def test_in_doubt_nothing_is_carried_out(text: str, why: Why) -> None:
    parsed = parse(text)
    assert parsed.commands == ()
    assert why in [problem.why for problem in parsed.problems]


@pytest.mark.parametrize(
    "words",
    [
        "Room #12 is ready.",
        "Wait a moment, please.",
        "Close the window, please; the rain comes in.",
        "- close the window\n- state your name at the desk",
        "Please note: breakfast ends at ten.",
        "Dear Mia,\n#1 on our list is the lake.",
        "See https://aurora.example/menu#close and tell us.",
        "We watch over your luggage.",
        "Share it with #summer at the lake!\n#sunset",
        "@mia: see you at ten!",
        "C# and Java courses are on Monday.",
        "* Note the time: ten.",
    ],
)
def test_what_one_writes_to_guests_is_no_command(words: str) -> None:
    assert parse(words).words == words
    assert parse(words).problems == ()


@pytest.mark.parametrize("state", list(State))
def test_every_state_can_be_written_as_people_say_it(state: State) -> None:
    assert parse("#state waiting for the guest").commands[0].argument == "waiting for the guest"
    for written in (state, state.replace("_", " "), state.replace("_", "-").upper()):
        assert parse(f"#state {written}").problems == ()


@pytest.mark.parametrize("priority", list(Priority))
def test_every_priority_can_be_written(priority: Priority) -> None:
    assert parse(f"#priority {priority.upper()}").problems == ()


def test_what_was_meant_is_guessed() -> None:
    meant = {
        line: parse(line).problems[0].meant for line in ("#asign x", "# note", "＃clsoe", "intern:", "#zzz")
    }
    assert {line: kind and kind.name for line, kind in meant.items()} == {
        "#asign x": "assign",
        "# note": "note",
        "＃clsoe": "close",
        "intern:": "note",
        "#zzz": None,
    }


def test_ten_thousand_near_misses_lead_to_nothing() -> None:
    """R-STAFF-3: alone, above words to the guest, below a greeting or behind a valid command."""
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    slipped = []
    for _ in range(NEAR_MISSES):
        line = near_miss(chance)
        text = chance.choice((line, f"{line}\n{WORDS}", f"\n{line}\n\n{WORDS}", f"#watch\n{line}\n{WORDS}"))
        if not parse(text).problems:
            slipped.append(text)
    assert slipped == []
