"""The sentences that the code refuses with, read out of its source, for the test of the panel's catalogs."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bellhop.project import ROOT
from workflow import errors
from workflow.errors import DeliveryFailed, Refused

ROOMS = ("bellhop", "ingest", "web", "worker", "workflow")
# Nobody at the panel meets these: doors, the API's own, programs, the command line, guests' pages.
ELSEWHERE = (
    "bellhop",
    "ingest",
    "worker",
    "web/api",
    "web/guest",
    "workflow/standard_webhooks.py",
    "workflow/queries/paging.py",
    "workflow/services/guest_tickets.py",
    "workflow/services/pms.py",
    "workflow/services/pms_tickets.py",
    "workflow/services/public_form.py",
    "workflow/services/room_greetings.py",
    "workflow/services/written_once.py",
)
_STORED = {"DeliveryFailed", "RelayBusy"}  # their sentences are reasons: tests/workflow/reason_sentences
_NAMES = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, Refused | DeliveryFailed)
}


@dataclass(frozen=True)
class Refusal:
    """Where something is refused; sentence None: put together on the spot, so that no catalog can have it."""

    place: str
    sentence: str | None


@cache
def all_refusals() -> tuple[Refusal, ...]:
    """Of every room, in the order of their files."""
    trees = {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text())
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
    }
    names = _with_subclasses(list(trees.values()))
    return tuple(one for place, tree in trees.items() for one in _of_file(tree, place, names))


def refusals() -> Iterator[Refusal]:
    """Those that somebody at the panel may meet."""
    return (one for one in all_refusals() if not one.place.startswith(ELSEWHERE))


def _with_subclasses(trees: list[ast.Module]) -> set[str]:
    """The refusals of workflow/errors, and those that other files derive from them."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    names = set(_NAMES)
    while more := {name for name, parents in bases.items() if parents & names} - names:
        names |= more
    return names


def _of_file(tree: ast.Module, place: str, names: set[str]) -> Iterator[Refusal]:
    constants = dict(_constants(tree))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        if node.func.id not in names:
            continue
        for said in _branches(node.args[0]):
            if _is_put_together(said):
                yield Refusal(f"{place}: {ast.unparse(said)}", None)
            elif node.func.id in _STORED:
                if isinstance(said, ast.Constant):  # because(…) would let a catalog have it
                    yield Refusal(f"{place}: {said.value}", None)
            elif isinstance(said, ast.Constant) and isinstance(said.value, str):
                yield Refusal(place, said.value)
            elif isinstance(said, ast.Name) and said.id in constants:
                yield Refusal(place, constants[said.id])


def _branches(said: ast.expr) -> Iterator[ast.expr]:
    """Of "one sentence if … else another" both."""
    if isinstance(said, ast.IfExp):
        yield from _branches(said.body)
        yield from _branches(said.orelse)
    else:
        yield said


def _is_put_together(said: ast.expr) -> bool:
    """An f-string, a sum, "…" % …, "…".format(…), " ".join(…)."""
    match said:
        case ast.JoinedStr() | ast.BinOp():
            return True
        case ast.Call(func=ast.Attribute(attr="format" | "join")):
            return True
    return False


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """NAME = "sentence" at the top of the file."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(sentence))):
                yield name, sentence
