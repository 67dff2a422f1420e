"""Whom a name typed in a hurry means: one, or the writer is asked."""

import pytest

from workflow.name_match import Named, match, match_start

PEOPLE = (
    Named(1, "Jon Berg", ("jon@aurora.example", "jon")),
    Named(2, "Jonas Klein", ("jonas@aurora.example", "jonas")),
    Named(3, "José Ruiz"),
    Named(4, "Ana Ferri"),
    Named(5, "Ana Rossi"),
    Named(-1, "Housekeeping"),
    Named(-2, "House Bar"),
)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("Jon Berg", ["Jon Berg"]),
        ("jon", ["Jon Berg"]),
        ("@jon", ["Jon Berg"]),
        ("JONAS@aurora.example", ["Jonas Klein"]),
        ("jose", ["José Ruiz"]),
        ("klein", ["Jonas Klein"]),
        ("jo", ["Jon Berg", "Jonas Klein", "José Ruiz"]),
        ("ana", ["Ana Ferri", "Ana Rossi"]),
        ("house", ["House Bar"]),
        ("housek", ["Housekeeping"]),
        ("x", []),
        ("", []),
        ("j", []),
    ],
)
def test_a_name(wanted: str, found: list[str]) -> None:
    """R-STAFF-3: never the first of several."""
    assert [one.name for one in match(wanted, PEOPLE)] == found


@pytest.mark.parametrize(
    ("text", "found", "rest"),
    [
        ("Housekeeping the shower is cold", ["Housekeeping"], "the shower is cold"),
        ("housek: the shower", ["Housekeeping"], "the shower"),
        ("House Bar wants it", ["House Bar"], "wants it"),
        ("jon berg knows her", ["Jon Berg"], "knows her"),
        ("ana knows her", ["Ana Ferri", "Ana Rossi"], "knows her"),
        ("nobody at all", [], "nobody at all"),
        ("Jon", ["Jon Berg"], ""),
    ],
)
def test_a_name_with_words_behind_it(text: str, found: list[str], rest: str) -> None:
    """R-STAFF-3, R-WF-6"""
    named, behind = match_start(text, PEOPLE)
    assert ([one.name for one in named], behind) == (found, rest)
