"""Each field that the hotel's changes can name has words (R-WEB-4, R-I18N-1)."""

import ast
from collections.abc import Iterator
from dataclasses import fields

from bellhop.project import ROOT
from web import setting_words
from workflow.keeping import Keeping
from workflow.services.hotel_times import FIELDS as TIMES
from workflow.services.qr_limits import QrLimits
from workflow.services.sla_policies import PolicyDraft
from workflow.values import Role

# What services call the functions that make a row's fields ready for the timeline.
MAKERS = {"_said", "_shown", "_facts", "_columns"}
# Keys of dictionaries beside them that no line of the timeline names.
NOT_FIELDS = {"most", "phrase", "what", "day", "fallback", "mode", "at_shift_end", "quiet_hours"}
NOT_FIELDS |= {"single", "single_new", "window_minutes", "starts", "ends", "weekday", "staff_id"}


def written_fields() -> Iterator[str]:
    """Out of the source: the keys that the services hand to hotel_events.changed."""
    for path in (ROOT / "workflow" / "services").glob("*.py"):
        text = path.read_text()
        if "hotel_events.changed(" not in text:
            continue
        for function in ast.walk(ast.parse(text)):
            if isinstance(function, ast.FunctionDef) and (
                function.name in MAKERS or "hotel_events.changed(" in ast.unparse(function)
            ):
                yield from _keys(function)


def _keys(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Dict):
            for key in node.keys:
                if isinstance(key, ast.Constant):
                    yield str(key.value)


def test_each_field_of_the_hotels_changes_has_words() -> None:
    named = set(written_fields()) - NOT_FIELDS
    named |= {field.name for kind in (QrLimits, PolicyDraft) for field in fields(kind)}
    named |= {f"{field.name} tickets" for field in fields(Keeping)} | {
        name.replace("_", " ") for name in TIMES
    }
    assert sorted(named - set(setting_words.FIELDS)) == []


def test_each_role_has_a_word() -> None:
    assert {role.value for role in Role} - {"platform", "guest"} <= set(setting_words._VALUES)
