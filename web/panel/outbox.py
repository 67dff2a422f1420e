"""Mail that was kept instead of sent, for lack of a relay: a newcomer sees the whole loop without an account anywhere."""

from __future__ import annotations

from pathlib import Path

from flask import Response, current_app, request

from web import words
from web.access import current_visit, needs
from web.downloads import download
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from workflow.queries import kept
from workflow.queries.paging import EXACT_TO, Wanted
from workflow.reading import read
from workflow.roles import Action
from workflow.settings import Settings

PAGE_SIZE = 50
SHOWN_HEADERS = ("from", "to", "subject", "date", "reply-to", "message-id", "in-reply-to", "auto-submitted")


@panel.get("/outbox")
@needs(Action.OUTBOX)
def outbox() -> str:
    visit = current_visit()
    number = request.args.get("page", 1, type=int)
    page = min(max(number, 1), EXACT_TO // PAGE_SIZE)
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        found = kept.page(visit.seat.hotel_id, Wanted(page=page, page_size=PAGE_SIZE))
    return render("outbox.html", frame, page=found, letters=words.LETTERS)


@panel.get("/outbox/<id:id>")
@needs(Action.OUTBOX)
def kept_mail(id: int) -> str:
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        found = kept.find(visit.seat.hotel_id, id)
    mail = read(kept.content(found, _home()))
    headers = [(name, mail.header(name)) for name in SHOWN_HEADERS if mail.header(name)]
    return render("kept_mail.html", frame, kept=found, mail=mail, headers=headers, letters=words.LETTERS)


@panel.get("/outbox/<id:id>/mail.eml")
@needs(Action.OUTBOX)
def kept_file(id: int) -> Response:
    visit = current_visit()
    with visit.sight.transaction():
        found = kept.find(visit.seat.hotel_id, id)
    return download(kept.content(found, _home()), f"{found.pid or 'mail'}-{found.id}.eml")


def _home() -> Path:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.home
