"""All parts of the panel together, in both themes, for those who work on them. Only where nobody else looks."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app

from web.access import current_visit, needs
from web.due_words import due_mark
from web.panel.blueprint import panel
from web.panel.choice import Choice
from web.panel.frame import Frame, load_frame, render
from web.panel.listing import PAGE_SIZE, Chip, Listing, Shown, shown
from web.panel.queue import Outcome
from workflow import clock
from workflow.errors import NotFound
from workflow.queries.dues import Due
from workflow.queries.paging import Page
from workflow.queries.tickets import Named, TicketRow
from workflow.roles import Action
from workflow.settings import Settings
from workflow.values import Priority, Source, State

_MINUTE = timedelta(minutes=1)
# Subject, words, guest, room, source, state, priority, due in minutes, window in minutes.
_ROWS = (
    ("No towels", "Hello, room 12 has no towels.", "Mia Sand", "12", Source.EMAIL, State.OPEN, Priority.URGENT, -12, None),
    ("Late check-out", "Until 2 pm?", "Jonas Albrecht", "7", Source.WHATSAPP, State.OPEN, Priority.HIGH, 4, 185),
    ("Invoice copy", "Once more, please.", "Oliver Grant", "", Source.QR, State.IN_PROGRESS, Priority.MEDIUM, 95, None),
    ("TV remote", "La TV non si accende.", "Chiara Moretti", "31", Source.WHATSAPP, State.WAITING_GUEST, Priority.LOW, None, -5),
)  # fmt: skip


@panel.get("/dev/parts")
@needs(Action.VIEW)
def dev_parts() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    if settings.is_public:
        raise NotFound("There is no such page.")
    visit, now = current_visit(), clock.now()
    with visit.sight.transaction():
        frame = load_frame(visit, settings)
    rows = tuple(_shown(_row(number, *said, now=now), frame) for number, said in enumerate(_ROWS, 1))
    chips = [Chip("Open", "#", True, 9), Chip("Waiting", "#", False, 5), Chip("Snoozed", "#", False, 0)]
    return render(
        "dev_parts.html",
        frame,
        listing=Listing(Choice(), Page(rows, 4, False, 1, PAGE_SIZE, ""), chips, [], []),
        outcome=Outcome(3, {"AUR-202611-00042-1": "A ticket that is closed cannot take this step."}),
        problems={"wrong": "This is not an e-mail address; it looks like name@example.com."},
        choice=Choice(q="giraffe"),
        narrowings=[],
    )


def _shown(row: TicketRow, frame: Frame) -> Shown:
    due = Due(row.due_at, row.due_at - 10 * _MINUTE, True) if row.due_at else None
    return shown(row, due_mark(due, now=frame.now, zone=frame.zone), now=frame.now)


def _row(
    number: int,
    subject: str,
    said: str,
    guest: str,
    room: str,
    source: Source,
    state: State,
    priority: Priority,
    due: int | None,
    window: int | None,
    *,
    now: datetime,
) -> TicketRow:
    """A ticket that stands in no database."""
    began = now - 20 * _MINUTE
    return TicketRow(
        id=number,
        pid=f"AUR-202611-0000{number}-1",
        hotel_id=0,
        source=source,
        state=state,
        priority=priority,
        subject=subject,
        description=said,
        requester_address="",
        requester_name=guest,
        guest=None,
        room=Named(number, room) if room else None,
        stay_id=None,
        category=None,
        department=None,
        assignee=Named(1, "Ana") if number % 2 else None,
        linked_pid=None,
        placed_by="",
        created_by_kind="",
        created_by_id=None,
        created_at=began,
        updated_at=began,
        first_response_at=None,
        resolved_at=None,
        closed_at=None,
        due_at=None if due is None else now + due * _MINUTE,
        view_count=0,
        version=1,
        latest_words=said,
        latest_direction="in",
        latest_at=began,
        window_ends_at=None if window is None else now + window * _MINUTE,
        is_unread=number < 3,
    )
