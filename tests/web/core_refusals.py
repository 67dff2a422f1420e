"""The sentences that the code refuses with, read out of its source, for the test of the panel's catalogs."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bellhop.project import ROOT
from workflow import errors
from workflow.errors import Refused

# Nobody at the panel meets these: doors, the API's own, programs, the command line, guests' pages.
ELSEWHERE = (
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
_NAMES = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Refused)}


@dataclass(frozen=True)
class Refusal:
    """Where something is refused; sentence None: put together on the spot, so that no catalog can have it."""

    place: str
    sentence: str | None


def refusals() -> Iterator[Refusal]:
    """Of the core and the web, in the order of their files."""
    for folder in ("workflow", "web"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(ELSEWHERE):
                yield from _of_file(path, name)


def _of_file(path: Path, name: str) -> Iterator[Refusal]:
    tree = ast.parse(path.read_text())
    constants = dict(_constants(tree))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        if node.func.id not in _NAMES:
            continue
        said = node.args[0]
        if isinstance(said, ast.JoinedStr):
            yield Refusal(f"{name}: {ast.unparse(said)}", None)
        elif isinstance(said, ast.Constant) and isinstance(said.value, str):
            yield Refusal(name, said.value)
        elif isinstance(said, ast.Name) and said.id in constants:
            yield Refusal(name, constants[said.id])


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """NAME = "sentence" at the top of the file."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(sentence))):
                yield name, sentence
