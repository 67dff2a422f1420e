"""One ticket opened: the conversation, what can be done with it, and its timeline. The forms on it: ticket_forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import cast

from flask import current_app, request

from web import clock_words
from web.access import Visit, current_visit, needs
from web.panel import company, destination, ending, guest_card, handling, stamp
from web.panel.blueprint import panel
from web.panel.choice import read_choice
from web.panel.destination import Destination
from web.panel.ending import GoesOn
from web.panel.frame import load_frame, render
from web.panel.listing import load_listing
from workflow import clock, clocks, thumbnails
from workflow.duty import Member
from workflow.models import Hotel, Ticket, UploadedFile
from workflow.queries import heard, thread, tickets
from workflow.queries.thread import TimelineEntry, Utterance
from workflow.queries.tickets import TicketRow
from workflow.roles import Action
from workflow.services import duty, recall
from workflow.services import tickets as ticket_service
from workflow.services.recall import Waiting
from workflow.sla import Clock
from workflow.values import Role, Source, State

LATEST, ALL = 100, 2000
WRITTEN_HERE = frozenset({Source.PANEL, Source.API, Source.AI_AGENT, Source.PMS})
BETWEEN_MESSAGES = frozenset(
    {
        "state",
        "assigned",
        "edited",
        "answer failed",
        "parked",
        "goes by mail",
        "guest tapped",
        "whatsapp window closes",
        "answer delayed",
        "probably automatic mail",
        "merged in",
        "transferred",
        "snoozed",
        "snooze ended",
        "taken as written",
        "split",
        "shift ended",
        "emergency",
        "emergency repeated",
        "emergency not accepted",
        "alarm not delivered",
    }
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stood in a form that was refused: it is shown again."""

    body: str = ""
    channel: str = ""  # "": the one the guest used last
    is_note: bool = False
    is_solution: bool = False
    files: tuple[UploadedFile, ...] = ()  # sent ahead; they still wait for a message
    lost_files: bool = False  # some came with the form itself and were refused: no page can put them back


@dataclass(frozen=True, slots=True)
class Opened:
    """All that the page shows of a ticket."""

    row: TicketRow
    messages: Sequence[Utterance]
    entries: Sequence[Utterance | TimelineEntry]  # messages and what happened between them, by time
    timeline: Sequence[TimelineEntry]
    moves: Sequence[State]
    people: Sequence[Member]
    destination: Destination
    is_cut: bool
    heard: int  # what others had said when the page was made
    clocks: Sequence[Clock]
    unsent: Sequence[Waiting]  # answers that can still be taken back
    stamp: str  # how the ticket stood when the page was made
    goes_on: GoesOn | None  # the ticket that this one was merged into
    ending: str  # what an answer does to a ticket that is done, before one writes it

    @property
    def shows_description(self) -> bool:
        """The words of a mail stand in its message."""
        return self.row.source in WRITTEN_HERE and bool(self.row.description)


def load(visit: Visit, ticket: Ticket, hotel: Hotel, *, limit: int) -> Opened:
    """In the open transaction."""
    unsent = recall.of_ticket(ticket)
    shown_stamp = stamp.of_ticket(ticket, unsent)  # before all else: shown is this, or what came after it
    heard_before = heard.count(ticket, visit.person.staff_id)  # before the messages: shown are these or more
    messages = thread.latest_messages(ticket, limit)
    events = thread.latest_events(ticket, ALL)
    since = messages[0].created_at if len(messages) == limit else None
    between = _between(messages, [entry for entry in events if since is None or entry.at >= since])
    present = duty.people(hotel, now=clock.now())
    people = [person for person in present if person.role is not Role.AI_AGENT]
    return Opened(
        row=tickets.row(ticket),
        messages=messages,
        entries=sorted([*messages, *between], key=_moment),
        timeline=events,
        moves=ticket_service.moves_now(ticket, now=clock.now(), hotel=hotel),
        people=people,
        destination=destination.of_ticket(ticket, now=clock.now()),
        is_cut=since is not None,
        heard=heard_before,
        clocks=clocks.of_ticket(ticket),
        unsent=unsent,
        stamp=shown_stamp,
        goes_on=ending.goes_on(ticket, visit.sight),
        ending=ending.of_answer(ticket, now=clock.now()),
    )


@panel.get("/tickets/<pid>")
@needs(Action.VIEW)
def show(pid: str) -> str:
    return page(pid, counts_as_view=request.args.keys().isdisjoint({"done", "live"}))


def page(
    pid: str,
    *,
    problem: str = "",
    typed: Typed | None = None,
    counts_as_view: bool = False,
    taken_back: bool = False,
) -> str:
    """The page, also after a refusal: then with its sentence and what was typed. Raises NotFound."""
    visit = current_visit()
    choice = read_choice(cast(Mapping[str, str], request.args))
    limit = ALL if "all" in request.args else LATEST
    with visit.sight.transaction():
        ticket = tickets.find(visit.sight, pid)
        if counts_as_view and visit.person.staff_id is not None:
            ticket_service.count_view(ticket, visit.person.staff_id)
        frame = load_frame(visit, current_app.config["SETTINGS"])
        opened = load(visit, ticket, frame.hotel, limit=limit)
        around = company.load(visit.sight, ticket)
        handled = handling.load(visit, ticket)
        guest = guest_card.load(visit, ticket)
        listing = load_listing(visit, choice, frame)
    return render(
        "ticket.html",
        frame,
        ticket=opened.row,
        opened=opened,
        clocks=clock_words.lines(opened.clocks, now=frame.now, say=frame.time),
        around=around,
        handled=handled,
        guest=guest,
        taken_back=taken_back,
        snooze_moments=handling.snooze_moments(frame.now, frame.zone),
        listing=listing,
        choice=choice,
        problem=problem,
        typed=typed or Typed(is_note=not visit.may(Action.REPLY)),
        pictures=thumbnails.PICTURES,
        may=_may(visit, opened),
        me=visit.person.staff_id,
        nonce=token_urlsafe(16),
    )


def _may(visit: Visit, opened: Opened) -> dict[str, bool]:
    """By the action's name. In a ticket that was merged nothing is done any more."""
    left = frozenset(Action) if opened.goes_on is None else ending.LEFT_OF_MERGED
    return {action.name.lower(): visit.may(action) and action in left for action in Action}


def _between(messages: Sequence[Utterance], events: Sequence[TimelineEntry]) -> list[TimelineEntry]:
    """The events worth a line in the conversation; a state that follows from an answer or an owner is not."""
    explained = {message.created_at for message in messages}
    explained |= {entry.at for entry in events if entry.kind == "assigned"}
    return [
        entry
        for entry in events
        if entry.kind in BETWEEN_MESSAGES and not (entry.kind == "state" and entry.at in explained)
    ]


def _moment(entry: Utterance | TimelineEntry) -> tuple[float, int]:
    """What happened stands behind the message that made it happen."""
    if isinstance(entry, Utterance):
        return entry.created_at.timestamp(), 0
    return entry.at.timestamp(), 1
