"""Rules of the house that imports cannot show (docs/architecture.md, arrows 4 and 5); the imports are import-linter's."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bellhop.project import ROOT
from workflow import models
from workflow.models.base import Table, TenantTable

ROOMS = ("bellhop", "ingest", "web", "worker", "workflow")
STATE_WRITER = "workflow/apply.py"
LEDGER = "workflow/ledger.py"  # the pen; who may hold it is the rule before
CLOCK = "workflow/clock.py"
SETTINGS = "workflow/settings.py"
CLOCK_READINGS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
}
ENVIRONMENT = {("os", "environ"), ("os", "environb"), ("os", "getenv"), ("os", "putenv")}

Rule = Callable[[ast.AST], Iterator[ast.AST]]


def reads_a_clock(tree: ast.AST) -> Iterator[ast.AST]:
    yield from _uses(tree, CLOCK_READINGS)


def reads_the_environment(tree: ast.AST) -> Iterator[ast.AST]:
    yield from _uses(tree, ENVIRONMENT)


def changes_a_tickets_state(tree: ast.AST) -> Iterator[ast.AST]:
    """`Ticket.update(state=…)`, with names given by `**` too; `ticket.state = …`; asking the ledger for it."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="Ticket"), attr="update")) if any(
                keyword.arg in {"state", None} for keyword in node.keywords
            ):
                yield node
            case ast.Attribute(value=ast.Name(id=name), attr="state", ctx=ast.Store()) if name.endswith(
                "ticket"
            ):
                yield node
            case ast.Call(func=ast.Attribute(attr="change_ticket")):
                yield node


def updates_tickets_in_sql(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if "update tickets set" in " ".join(text.lower().split()):
                yield node


def _uses(tree: ast.AST, names: set[tuple[str, str]]) -> Iterator[ast.AST]:
    """Where one of the names is used as `module.name`, or imported from its module."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
                if (owner, name) in names:
                    yield node
            case ast.ImportFrom(module=str(module)):
                if any((module, alias.name) in names for alias in node.names):
                    yield node


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (changes_a_tickets_state, STATE_WRITER),
        (updates_tickets_in_sql, LEDGER),
        (reads_a_clock, CLOCK),
        (reads_the_environment, SETTINGS),
    ],
)
def test_only_one_file_does_it(rule: Rule, allowed: str) -> None:
    found = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name != allowed:
                found += [
                    f"{name}:{node.lineno}"
                    for node in rule(_parsed(path))
                    if isinstance(node, ast.expr | ast.stmt)
                ]
    assert found == []


def _parsed(path: Path) -> ast.AST:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (changes_a_tickets_state, "Ticket.update(state='closed').execute()"),
        (changes_a_tickets_state, "Ticket.update(**changes).execute()"),
        (changes_a_tickets_state, "ticket.state = 'closed'"),
        (changes_a_tickets_state, "book.change_ticket(ticket, changes)"),
        (updates_tickets_in_sql, "run('UPDATE tickets\\n SET state = 1')"),
        (reads_a_clock, "datetime.now(UTC)"),
        (reads_a_clock, "datetime.datetime.utcnow()"),
        (reads_a_clock, "date.today()"),
        (reads_a_clock, "from time import time"),
        (reads_the_environment, "os.environ['HOME']"),
        (reads_the_environment, "from os import getenv"),
    ],
)
def test_the_rules_notice_what_they_forbid(rule: Rule, code: str) -> None:
    assert list(rule(ast.parse(code)))


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (
            changes_a_tickets_state,
            "Ticket.update(view_count=1); deadline.state = 'fired'; Ticket.create(state='open')",
        ),
        (reads_a_clock, "clock.now(); time.monotonic(); now.time()"),
        (reads_the_environment, "environ['HOME']; os.getpid()"),
    ],
)
def test_the_rules_let_the_rest_pass(rule: Rule, code: str) -> None:
    assert not list(rule(ast.parse(code)))


def tables(root: type[Table] = Table) -> list[type[Table]]:
    """Every table of every file of workflow/models."""
    for module in pkgutil.iter_modules(models.__path__, "workflow.models."):
        importlib.import_module(module.name)
    found = []
    for table in root.__subclasses__():
        found += tables(table) if table is TenantTable else [table]
    return found


def test_there_are_tables_to_look_at() -> None:
    assert {"Ticket", "Message", "Guest"} <= {table.__name__ for table in tables()}


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.__name__)
def test_each_table_declares_its_personal_columns(table: type[Table]) -> None:
    """R-PRIV-1; its own declaration, none inherited, and every name in it a column."""
    assert isinstance(vars(table).get("personal"), tuple)
    assert set(table.personal) <= set(table._meta.fields)


def test_no_pattern_uses_what_older_pythons_match_wrongly() -> None:
    """Possessive quantifiers and atomic groups are wrong before Python 3.11.5 (gh-106052): a subject was lost by it."""
    found = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(_parsed(path)):
                match node:
                    case ast.Call(
                        func=ast.Attribute(value=ast.Name(id="re")), args=[ast.Constant(value=pattern), *_]
                    ):
                        text = pattern.decode("latin-1") if isinstance(pattern, bytes) else str(pattern)
                        if re.search(
                            r"(?<!\\)(?:[*+?}]\+|\(\?>)", re.sub(r"\[(?:\\.|[^\]\\])*\]", "x", text)
                        ):
                            found.append(f"{path.relative_to(ROOT).as_posix()}:{node.lineno}")
    assert found == []
