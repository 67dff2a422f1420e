"""A guest sends: a new request, or more words in one of his, each with pictures and each once (R-QR-5)."""

from __future__ import annotations

from flask import Response, current_app, make_response, redirect, request

from web.access import Access, Visit, current_visit, needs
from web.errors import FILES_AWAY, problem_of
from web.guest.blueprint import guest
from web.guest.page import Typed, guest_of, page
from web.guest.refusals import say
from web.languages import gettext
from web.limits import Limits
from web.uploads import has_files, sent_by_guest, takes_files
from workflow import clock
from workflow.desk import Desk
from workflow.errors import FilesUnavailable, Invalid, NotFound, Throttled
from workflow.models import Attachment, Ticket
from workflow.pid import parse_pid
from workflow.queries import tickets as ticket_queries
from workflow.services import guest_tickets, uploads, written_once
from workflow.services.written_once import Attempt
from workflow.wake import wake_clock

SENT_A_MINUTE = 20  # of one session


@guest.post("/g/requests")
@needs(Access.GUEST)
@takes_files
def open_request() -> Response:
    return _send("")


@guest.post("/g/requests/<pid>")
@needs(Access.GUEST)
@takes_files
def write_more(pid: str) -> Response:
    """Raises NotFound."""
    return _send(pid)


def _send(pid: str) -> Response:
    visit, words = current_visit(), request.form.get("body", "")
    try:
        _write(visit, pid, words)
    except (Invalid, Throttled) as error:
        return _again(pid, words, say(error), status=problem_of(error).status)
    except FilesUnavailable:
        return _again(pid, words, gettext(FILES_AWAY), status=503)
    wake_clock()
    return make_response(redirect("/g?done=sent", 303))


def _again(pid: str, words: str, problem: str, *, status: int) -> Response:
    """The page with what was typed."""
    typed = Typed(pid, words, problem, had_files=has_files())
    return make_response(page(typed=typed), status)


def _write(visit: Visit, pid: str, words: str) -> None:
    """Files are kept first, with no transaction open; what is sent twice is written once."""
    who, now = guest_of(visit), clock.now()
    limits: Limits = current_app.config["LIMITS"]
    limits.check("guest-sends", str(who.session_id), a_minute=SENT_A_MINUTE)
    desk: Desk = current_app.config["DESK"]
    files = uploads.keep(sent_by_guest(), hotel_id=who.hotel_id, desk=desk, now=now)
    with visit.sight.transaction():
        ticket = _own(visit, pid) if pid else None
        if not written_once.claim(_attempt(visit, pid, words, files), now=now):
            return
        if ticket is None:
            guest_tickets.open_ticket(who, words, now=now, files=files)
        else:
            guest_tickets.write(who, ticket, words, now=now, files=files)


def _own(visit: Visit, pid: str) -> Ticket:
    """Locked. Raises NotFound in words that his language has."""
    if parse_pid(pid) is not None:
        try:
            return ticket_queries.find_to_change(visit.sight, pid)
        except NotFound:
            pass
    raise NotFound("There is no such page.")


def _attempt(visit: Visit, pid: str, words: str, files: tuple[Attachment, ...]) -> Attempt:
    """A form without its nonce counts as sent again when it says the same."""
    said = (pid, words, *(file.sha256 for file in files))
    who = guest_of(visit)
    nonce = request.form.get("nonce", "")[:100]
    return Attempt(who.hotel_id, f"guest session {who.session_id}", " ".join((nonce, *said)), said)
