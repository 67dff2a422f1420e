"""Guests: search, one guest's history over channels, two records that are one (R-TKT-5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Response, current_app, make_response, redirect, request

from web import language_names, stay_words
from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from web.refusal_words import said
from workflow import clock
from workflow.errors import AlreadyTaken, Invalid
from workflow.queries import guests as guest_queries
from workflow.queries import stays as stay_queries
from workflow.queries.paging import Wanted
from workflow.roles import Action
from workflow.services import guest_merging, guest_records, stays
from workflow.services.guest_records import Address

Problems = dict[str, str]
PAGE_SIZE = 50


@panel.get("/guests")
@needs(Action.GUESTS)
def guest_list() -> str:
    return _list({})


@panel.post("/guests")
@needs(Action.GUESTS)
def add_guest() -> Response:
    visit, form = current_visit(), request.form
    try:
        addresses = _typed_addresses()
        with visit.sight.transaction():
            made = guest_records.create(
                visit.seat.hotel_id,
                form.get("name", ""),
                form.get("language", ""),
                addresses,
                actor=visit.actor,
                now=clock.now(),
            )
    except (Invalid, AlreadyTaken) as error:
        return make_response(_list({_field(error): said(error)}), problem_of(error).status)
    return make_response(redirect(f"/guests/{made.id}?done=guest_saved", 303))


@panel.get("/guests/<id:id>")
@needs(Action.GUESTS)
def guest_page(id: int) -> str:
    return page(id)


@panel.post("/guests/<id:id>")
@needs(Action.GUESTS)
def change_guest(id: int) -> Response:
    def work(visit: Visit) -> None:
        guest = guest_records.lock(visit.seat.hotel_id, id)
        form = request.form
        guest_records.change(
            guest, name=form.get("name", ""), language=form.get("language", ""), actor=visit.actor
        )

    return _do(id, work, done="guest_saved")


@panel.post("/guests/<id:id>/addresses")
@needs(Action.GUESTS)
def add_address(id: int) -> Response:
    def work(visit: Visit) -> None:
        value = request.form.get("address", "")
        kind = guest_records.EMAIL if "@" in value else guest_records.PHONE
        address = guest_records.checked_address(kind, value, "address")
        guest_records.add_addresses(guest_records.lock(visit.seat.hotel_id, id), [address], actor=visit.actor)

    return _do(id, work, done="guest_saved")


@panel.post("/guests/<id:id>/addresses/remove")
@needs(Action.GUESTS)
def remove_address(id: int) -> Response:
    def work(visit: Visit) -> None:
        sent = request.form.get("id", "")
        address_id = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else 0
        guest = guest_records.lock(visit.seat.hotel_id, id)
        guest_records.remove_address(guest, address_id, actor=visit.actor)

    return _do(id, work, done="guest_saved")


@panel.post("/guests/<id:id>/stays")
@needs(Action.GUESTS)
def add_stay(id: int) -> Response:
    def work(visit: Visit) -> None:
        form, hotel_id = request.form, visit.seat.hotel_id
        stays.create(
            hotel_id,
            confirmation=form.get("confirmation", ""),
            guest_id=id,
            room_id=stays.room(hotel_id, number=form.get("room", "")),
            arrival=typed_day("arrival"),
            departure=typed_day("departure"),
            actor=visit.actor,
            now=clock.now(),
        )

    return _do(id, work, done="stay_saved")


@panel.post("/guests/<id:id>/merge")
@needs(Action.GUESTS)
def merge_guest(id: int) -> Response:
    """This one becomes part of the one that is named."""
    visit = current_visit()
    hotel_id = visit.seat.hotel_id
    try:
        with visit.sight.transaction():
            into = guest_records.named(hotel_id, request.form.get("into", ""), "into")
            guest_merging.merge(hotel_id, id, into, actor=visit.actor, now=clock.now())
    except Invalid as error:
        return make_response(page(id, {error.field or "into": said(error)}), problem_of(error).status)
    return make_response(redirect(f"/guests/{into}?done=guests_merged", 303))


@panel.post("/guests/<id:id>/unmerge")
@needs(Action.GUESTS)
def part_guest(id: int) -> Response:
    """Sent from the page of the one whom this guest became part of, or from his own."""

    def work(visit: Visit) -> None:
        guest_merging.undo(visit.seat.hotel_id, id, actor=visit.actor, now=clock.now())

    return _do(id, work, done="guests_parted")


def page(id: int, problems: Problems | None = None) -> str:
    """One guest, with what was typed when it was refused. Raises NotFound."""
    visit = current_visit()
    hotel_id = visit.seat.hotel_id
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        guest = guest_queries.row([hotel_id], id)
        tickets = guest_queries.tickets_of(guest)
        said = guest_queries.said(tickets)
        his_stays = stay_queries.of_guest(hotel_id, id)
        merged = guest_queries.merged_into(guest)
    return render(
        "guest.html",
        frame,
        guest=guest,
        tickets=tickets,
        said=said,
        stays=his_stays,
        merged=merged,
        languages=language_names.of_guests(guest.language, request.form.get("language", "")),
        form=request.form,
        problems=problems or {},
        stay_words=stay_words,
        may_erase=visit.may(Action.PRIVACY),
    )


def typed_day(field: str) -> date:
    """Raises Invalid."""
    try:
        return date.fromisoformat(request.form.get(field, ""))
    except ValueError:
        raise Invalid("A date is written like 2026-11-20.", field) from None


def _list(problems: Problems) -> str:
    visit = current_visit()
    q, cursor = request.args.get("q", "")[:200], request.args.get("cursor", "")[:100]
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        found = guest_queries.page([visit.seat.hotel_id], q, Wanted(page_size=PAGE_SIZE, cursor=cursor))
    return render(
        "guests.html",
        frame,
        found=found,
        q=q,
        languages=language_names.of_guests(request.form.get("language", "")),
        form=request.form,
        problems=problems,
        stay_words=stay_words,
    )


def _do(id: int, work: Callable[[Visit], object], *, done: str) -> Response:
    """Works on one guest in a transaction; a refusal is said on his page."""
    visit = current_visit()
    try:
        with visit.sight.transaction():
            work(visit)
    except (Invalid, AlreadyTaken) as error:
        return make_response(page(id, {_field(error): said(error)}), problem_of(error).status)
    return make_response(redirect(f"/guests/{id}?done={done}", 303))


def _typed_addresses() -> list[Address]:
    """Raises Invalid, naming the field."""
    typed = ((guest_records.EMAIL, "email"), (guest_records.PHONE, "phone"))
    return [
        guest_records.checked_address(kind, request.form[field], field)
        for kind, field in typed
        if request.form.get(field, "").strip()
    ]


def _field(error: Invalid | AlreadyTaken) -> str:
    if isinstance(error, Invalid):
        return error.field
    return "address" if "address" in request.form else "email"
