"""The sentences of the reasons that are stored, read out of the source, for the tests of the catalogs."""

import ast
from collections.abc import Iterator

from bellhop.project import ROOT
from workflow import mail_reasons

ROOMS = ("bellhop", "ingest", "web", "worker", "workflow")
# Calls for which the sentence is a name of workflow/mail_reasons.
_NAMED = {name: said for name, said in vars(mail_reasons).items() if isinstance(said, str) and name.isupper()}


def reason_sentences() -> Iterator[str]:
    """Each with its places. Fails on one that is put together on the spot, so that no catalog can have it."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            text = path.read_text()
            if "because(" in text:
                yield from _of(ast.parse(text), path.relative_to(ROOT).as_posix())


def _of(tree: ast.Module, where: str) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name("because"), args=[ast.Constant(value=str(sentence))]):
                yield sentence
            case ast.Call(
                func=ast.Name("because"), args=[ast.Attribute(value=ast.Name("mail_reasons"), attr=name)]
            ):
                yield _NAMED[name]
            case ast.Call(func=ast.Name("because")):
                raise AssertionError(f"{where}:{node.lineno}: {ast.unparse(node)}")
