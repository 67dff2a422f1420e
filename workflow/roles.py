"""Who may do what: one table of role × action (R-WEB-2). Pure.

Staff see their own tickets, those of their department and those nobody has; the rest see all of their hotel.
"""

from __future__ import annotations

from enum import StrEnum

from workflow import refusals
from workflow.errors import Forbidden
from workflow.values import Role


class Action(StrEnum):
    VIEW = "view tickets"
    INSIDE = "see what only the house sees"
    VIEW_ALL = "view every ticket of the hotel"
    VIEW_FILES = "open attachments"
    OPEN = "open a ticket"
    REPLY = "answer the guest"
    NOTE = "write an internal note"
    WRITE = "write into a ticket"  # an answer, a note, or as a guest
    MOVE = "change the state"
    TAKE = "take a ticket"
    ASSIGN = "assign a ticket to somebody else"
    TRANSFER = "pass a ticket on to a department"
    WATCH = "watch a ticket"
    MERGE = "merge, split or link tickets"
    DELETE = "delete tickets or bring them back"
    BULK = "change many tickets at once"
    EXPORT = "export tickets"
    SHARE_VIEWS = "keep lists for the whole hotel"
    REPORTS = "read the hotel's reports"
    MEMBER_REPORTS = "read reports about single members"
    EDIT = "change priority, subject, category, department or tags"
    QR = "look after QR codes and guests' sessions"
    STUCK = "look after stuck items"
    RELEASE = "release a colleague's mail that is held"
    RELEASE_FILES = "release a file that the check of files has held"
    CLAIM = "decide whose mail belongs to a ticket, and who takes part in it"
    SPAM = "look after spam and blocked senders"
    OUTBOX = "read mail kept in the outbox"
    CHANNELS = "look after channels"
    WEBHOOKS = "look after webhooks"
    GUESTS = "look after guests and stays"
    PRIVACY = "export or erase what is held about a guest"
    PMS = "look after the connection to the PMS"
    TAGS = "look after the hotel's tags"
    CANNED = "look after the hotel's canned replies"
    MEMBERS = "look after the hotel's members"
    TOKENS = "look after the hotel's API tokens"
    HOTEL = "change the hotel's settings"
    CREATE_HOTEL = "create, group or archive hotels"
    PLATFORM = "look after the whole installation"
    DUTY = "look after shifts, assignment and emergencies"
    SLA = "look after SLA policies and calendars"


_ALL = frozenset(Action)
_SETTINGS = frozenset({Action.CREATE_HOTEL, Action.PLATFORM}) | frozenset(
    {
        Action.CHANNELS,
        Action.TOKENS,
        Action.WEBHOOKS,
        Action.DUTY,
        Action.SLA,
        Action.TAGS,
        Action.HOTEL,
        Action.MEMBERS,
        Action.PMS,
    }
)


MATRIX: dict[Role, frozenset[Action]] = {
    Role.PLATFORM: _ALL,
    Role.OWNER: _ALL - {Action.PLATFORM},
    Role.MANAGER: _ALL - {Action.CREATE_HOTEL, Action.PLATFORM},
    Role.RECEPTION: _ALL
    - _SETTINGS
    - {Action.DELETE, Action.PRIVACY, Action.MEMBER_REPORTS, Action.RELEASE_FILES},
    Role.STAFF: frozenset(
        {
            Action.VIEW,
            Action.INSIDE,
            Action.VIEW_FILES,
            Action.OPEN,
            Action.WRITE,
            Action.REPLY,
            Action.NOTE,
            Action.MOVE,
            Action.TAKE,
            Action.TRANSFER,
            Action.WATCH,
        }
    ),
    Role.AI_AGENT: frozenset(
        {Action.VIEW, Action.VIEW_ALL, Action.INSIDE, Action.OPEN, Action.WRITE, Action.NOTE}
    ),
    Role.GUEST: frozenset({Action.VIEW, Action.VIEW_FILES, Action.OPEN, Action.WRITE}),
}


_BY_RANK = (
    Role.PLATFORM,
    Role.OWNER,
    Role.MANAGER,
    Role.RECEPTION,
    Role.STAFF,
    Role.AI_AGENT,
    Role.GUEST,
)


def may(role: Role, action: Action) -> bool:
    return action in MATRIX[role]


def may_grant(own: Role, wanted: Role) -> bool:
    """Whether who is the one may make somebody, or a token, the other: nobody gives more than he has."""
    return _BY_RANK.index(wanted) >= _BY_RANK.index(own)


def require(role: Role, action: Action) -> None:
    """Raises Forbidden, naming what the role may not do."""
    if not may(role, action):
        raise Forbidden(refusals.ROLE_MAY_NOT, values={"role": role.replace("_", " "), "action": action})


def concerns(
    role: Role,
    *,
    staff_id: int | None,
    department_id: int | None,
    assignee_id: int | None,
    ticket_department_id: int | None,
) -> bool:
    """Whether a ticket is one this person may see at all."""
    if may(role, Action.VIEW_ALL):
        return True
    if not may(role, Action.INSIDE):
        return False
    mine = assignee_id is not None and assignee_id == staff_id
    own_department = ticket_department_id is not None and ticket_department_id == department_id
    return mine or assignee_id is None or own_department
