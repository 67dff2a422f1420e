"""Every kind of event that the desk writes reads as a sentence of the house (R-TKT-4)."""

import ast
import importlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bellhop.project import ROOT
from web import words
from workflow.queries.thread import TimelineEntry

ROOMS = ("workflow", "worker", "web", "ingest", "bellhop")
WITH_A_VARIABLE_END = {"participant ": ("participant accepted", "participant removed")}
"""Kinds that are put together: what they begin with, and what they may be."""


def kinds() -> Iterator[str]:
    """The first argument of every EventDraft in the code; "?…" for one that cannot be seen from here."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                match node:
                    case ast.Call(func=ast.Name(id="EventDraft"), args=[kind, *_]):
                        yield from _named(kind, ".".join(path.relative_to(ROOT).with_suffix("").parts))


def _named(kind: ast.expr, module: str) -> Iterator[str]:
    match kind:
        case ast.Constant(value=str(name)):
            yield name
        case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), *_]) if (
            beginning in WITH_A_VARIABLE_END
        ):
            yield from WITH_A_VARIABLE_END[beginning]
        case ast.IfExp(body=one, orelse=other):
            yield from (*_named(one, module), *_named(other, module))
        case ast.Name(id=constant) | ast.Subscript(value=ast.Name(id=constant)):
            yield from _spelled(
                getattr(importlib.import_module(module), constant, None), f"{module}.{constant}"
            )
        case _:
            yield f"?{module}: {ast.unparse(kind)}"


def _spelled(value: object, place: str) -> Iterator[str]:
    """A constant, or the values of a table of them."""
    match value:
        case str():
            yield value
        case dict():
            yield from map(str, value.values())
        case _:
            yield f"?{place}"


KINDS = sorted(set(kinds()))


def entry(kind: str, *, old: str | None = "one", new: str | None = "two") -> TimelineEntry:
    return TimelineEntry(1, datetime(2026, 7, 4, tzinfo=UTC), "staff", 1, "Ana", kind, "field", old, new)


def test_every_kind_can_be_seen() -> None:
    """Write the kind as a literal, a constant, or a table of the module."""
    assert len(KINDS) > 20
    assert [kind for kind in KINDS if kind.startswith("?")] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.startswith("?")])
def test_each_kind_has_a_sentence_of_its_own(kind: str) -> None:
    """A kind without one turns this red: give it a case in web/words.timeline."""
    assert words.timeline(entry(kind)) != f"{kind} two", f"no sentence for {kind!r}"
    for old, new in (("one", "two"), (None, None), (None, "two"), ("one", None)):
        sentence = words.timeline(entry(kind, old=old, new=new))
        assert sentence.strip() == sentence
        assert "  " not in sentence
        assert "None" not in sentence


def test_an_unknown_kind_of_a_later_program_still_reads() -> None:
    assert words.timeline(entry("flown_away", new="south")) == "flown away south"
