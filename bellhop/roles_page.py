"""The page of `bellhop roles`: who may do what and call which route, as the page docs/roles.md (R-WEB-2).

From workflow/roles and the routes that exist; tests/web/test_roles_walk.py drives every cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from web.access import API, Access, Entry, entry_of
from web.app import create_app
from web.sessions import GUEST_PAGES
from workflow.roles import MATRIX, Action
from workflow.settings import load_settings
from workflow.values import Role

ROLES = (Role.PLATFORM, Role.OWNER, Role.MANAGER, Role.RECEPTION, Role.STAFF, Role.AI_AGENT, Role.GUEST)
YES, OWN, NO = "yes", "own", "–"
TITLES = {
    "api": "Routes of the API",
    "panel": "Routes of the panel",
    GUEST_PAGES: "The guests' pages",
    "": "Other routes",
}
# Done to a ticket or a part of it: who does not see all tickets may do it to those he sees.
OF_A_TICKET = frozenset(
    {
        Action.VIEW,
        Action.VIEW_FILES,
        Action.REPLY,
        Action.NOTE,
        Action.WRITE,
        Action.MOVE,
        Action.TAKE,
        Action.TRANSFER,
        Action.WATCH,
    }
)
# What the request itself decides beyond the role; each has tests of its own.
FINER = {
    (
        "POST",
        "/api/v1/hotels",
    ): "An owner makes only children of a hotel he owns; a platform administrator any.",
    ("GET", "/api/v1/hotels/archived"): "As above.",
    ("POST", "/api/v1/hotels/{id}/restore"): "As above.",
    ("POST", "/api/v1/tokens"): "Nobody makes a token that may do more than he may himself.",
    (
        "POST",
        "/api/v1/tickets/{pid}/assign",
    ): "Staff take a ticket and give it back; giving it to others is *assign a ticket to somebody else*.",
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the walk: what a call needs, and what each role gets."""

    blueprint: str
    method: str
    path: str
    endpoint: str
    entry: Entry

    def cell(self, role: Role) -> str:
        if self.entry is Access.EVERYBODY:
            return YES
        if self.blueprint == GUEST_PAGES:
            return OWN if role is Role.GUEST else NO
        if role is Role.GUEST and (self.blueprint != API or self.entry is Access.PERSON):
            return NO
        if isinstance(self.entry, Access):
            return YES
        return _of_action(self.entry, role)


def page() -> Iterator[str]:
    """The lines of docs/roles.md."""
    yield "# Who may do what"
    yield ""
    yield "Printed by `bellhop roles` from `workflow/roles.py` and the routes that exist; tests compare this page, and"
    yield "`tests/web/test_roles_walk.py` calls every route as every role, on own and colleagues' tickets, in the own and in another hotel."
    yield ""
    yield f"- **{YES}**: in one's own hotel. **{OWN}**: staff: one's own tickets, those of the department and those nobody has; guests: their own."
    yield f"  **{NO}**: refused, with a plain sentence (API 403, panel 403; a guest at the panel is asked to log in)."
    yield "- Another hotel's ticket, guest, room or file is answered by every route as one that is not there: 404, the same sentence."
    yield "- Owners and managers of a group's parent hotel have their role in its children. A platform administrator has all hotels."
    yield ""
    yield "## Actions"
    yield ""
    yield from _head("Action")
    for action in sorted(Action):
        yield _line(str(action), (_of_action(action, role) for role in ROLES))
    yield ""
    yield "Finer rules:"
    yield ""
    for (method, path), rule in FINER.items():
        yield f"- `{method} {path}`: {rule}"
    found = routes(application())
    for blueprint, title in TITLES.items():
        yield ""
        yield f"## {title}"
        yield ""
        yield from _head("Route", "needs")
        for route in found:
            if route.blueprint == blueprint:
                yield _line(f"`{route.method} {route.path}`", (_words(route.entry), *map(route.cell, ROLES)))


def application() -> Flask:
    """The web application without a database, for its routes."""
    return create_app(
        load_settings(
            {
                "DATABASE_URL": "postgresql://nobody@nowhere.invalid/none",
                "REDIS_URL": "redis://nowhere.invalid",
                "BELLHOP_HOME": str(Path.cwd()),
                "BELLHOP_SECRET": "only for reading the routes: nothing is signed",
            }
        )
    )


def routes(app: Flask) -> list[Route]:
    """Every method of every route, by path. Raises KeyError for one without an entry."""
    return sorted(
        (
            _route(app, rule, method)
            for rule in app.url_map.iter_rules()
            for method in METHODS
            if method in (rule.methods or ())
        ),
        key=lambda route: (route.path, METHODS.index(route.method)),
    )


def _route(app: Flask, rule: Rule, method: str) -> Route:
    entry = entry_of(app, rule.endpoint)
    if entry is None:
        raise KeyError(f"the route {rule.rule} has no entry")
    blueprint = rule.endpoint.rpartition(".")[0]
    return Route(
        blueprint if blueprint in TITLES else "",
        method,
        rule.rule.replace("<id:", "<").replace("<path:", "<").replace("<", "{").replace(">", "}"),
        rule.endpoint,
        entry,
    )


def _of_action(action: Action, role: Role) -> str:
    if action not in MATRIX[role]:
        return NO
    return OWN if action in OF_A_TICKET and Action.VIEW_ALL not in MATRIX[role] else YES


def _words(entry: Entry) -> str:
    return str(entry.value)


def _head(*names: str) -> Iterator[str]:
    cells = (*names, *(role.replace("_", " ") for role in ROLES))
    yield "| " + " | ".join(cells) + " |"
    yield "|" + "---|" * len(cells)


def _line(name: str, cells: Iterator[str] | tuple[str, ...]) -> str:
    return f"| {name} | " + " | ".join(cells) + " |"
