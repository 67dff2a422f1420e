"""Writing to a guest first, by mail or WhatsApp (R-TKT-11)."""

from __future__ import annotations

from secrets import token_urlsafe

from flask import Response, current_app, make_response, redirect, request

from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from web.panel.sent_twice import attempt
from web.refusal_words import said
from web.uploads import sent_files, takes_files
from workflow import clock
from workflow.desk import Desk
from workflow.errors import Invalid
from workflow.models import Attachment, Guest, GuestAddress
from workflow.roles import Action
from workflow.services import first_words, uploads, written_once
from workflow.services.desk_tickets import Request
from workflow.services.first_words import FirstWords
from workflow.values import ChannelKind, Rule, Source
from workflow.wake import wake_clock

CHANNELS = (ChannelKind.EMAIL, ChannelKind.WHATSAPP)
# The service's names of fields, where the form's differ.
FIELDS = {"guestId": "guest", "guestEmail": "to", "guestPhone": "to"}


@panel.get("/write")
@needs(Action.REPLY)
def write_first() -> str:
    return _page()


@panel.post("/write")
@needs(Action.REPLY)
@takes_files
def send_first() -> Response:
    visit, desk = current_visit(), _desk()
    try:
        files = uploads.keep(sent_files(), hotel_id=visit.seat.hotel_id, desk=desk, now=clock.now())
        with visit.sight.transaction():
            pid = _written(visit, files)
    except Invalid as error:
        field = FIELDS.get(error.field, error.field)
        return make_response(_page({field: said(error)}), problem_of(error).status)
    wake_clock()
    return make_response(redirect(f"/tickets/{pid}?done=sent", 303))


def _written(visit: Visit, files: tuple[Attachment, ...]) -> str:
    """The number of the new ticket, or of the one that this very form wrote before."""
    form, now = request.form, clock.now()
    channel = form.get("channel", "")
    said = [form.get(name, "") for name in ("guest", "to", "subject", "body", "channel", "confirmed")]
    once = attempt(visit, visit.seat.hotel_id, (*said, *(file.sha256 for file in files)))
    if once is not None and not written_once.claim(once, now=now):
        return str(written_once.earlier_answer(once)["pid"])
    guest_id = form.get("guest", "")
    wanted = Request(
        subject=form.get("subject", ""),
        description="",
        source=Source.PANEL,
        rule=Rule.PANEL,
        guest_id=int(guest_id) if guest_id.isascii() and guest_id.isdigit() and len(guest_id) < 19 else None,
    )
    first = FirstWords(
        form.get("body", ""),
        ChannelKind(channel) if channel in CHANNELS else ChannelKind.EMAIL,
        form.get("to", ""),
        is_confirmed="confirmed" in form,
        files=files,
    )
    ticket = first_words.write(visit.seat.hotel_id, wanted, first, actor=visit.actor, now=now)
    if once is not None:
        written_once.keep_answer(once, {"pid": ticket.pid})
    return str(ticket.pid)


def _page(problems: dict[str, str] | None = None) -> str:
    """guest: whom the address of this page names, so that a guest's page leads here."""
    visit = current_visit()
    asked = request.values.get("guest", "")
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        guest = _guest(visit.seat.hotel_id, asked)
        addresses = _addresses(guest) if guest else []
    return render(
        "write_first.html",
        frame,
        guest=guest,
        addresses=addresses,
        form=request.form,
        problems=problems or {},
        nonce=token_urlsafe(16),
    )


def _guest(hotel_id: int, asked: str) -> Guest | None:
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    found: Guest | None = Guest.get_or_none(Guest.id == int(asked), Guest.hotel_id == hotel_id)
    return found


def _addresses(guest: Guest) -> list[str]:
    found = GuestAddress.select().where(
        GuestAddress.hotel_id == guest.hotel_id, GuestAddress.guest_id == guest.id
    )
    return [str(row.value) for row in found.order_by(GuestAddress.id)]


def _desk() -> Desk:
    desk: Desk = current_app.config["DESK"]
    return desk
