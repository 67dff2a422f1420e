"""Two records of one guest become one, and two again (R-TKT-5). In the caller's transaction.

What a merge moved stands in a row, ids only, so the undo puts back exactly that; what came since goes to whom it came
from. Where that cannot be told the undo is refused (docs/decisions/guests-and-stays.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from workflow import apply
from workflow.database import rows
from workflow.errors import Invalid, NotFound
from workflow.ledger import Ledger
from workflow.models import Guest, GuestMerge, Ticket
from workflow.services import guest_records
from workflow.values import Actor, Decision, EventDraft

_LOCK = "SELECT id FROM tickets WHERE guest_id = ANY(%s) AND hotel_id = %s ORDER BY id FOR UPDATE"
_GIVEN_AWAY = "SELECT pid FROM tickets WHERE id = ANY(%s) AND guest_id IS NOT NULL ORDER BY id"
_MIXED = """
SELECT t.pid FROM messages m JOIN tickets t ON t.id = m.ticket_id
WHERE m.contact_id = ANY(%s) AND m.ticket_id = ANY(%s) AND m.created_at > %s ORDER BY t.id LIMIT 1
"""
FIELDS = ("guest_id", "stay_id", "room_id", "contact_id", "merged_into_id")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Side:
    """What is one guest's: ids, and the addresses themselves."""

    guest: Guest
    addresses: frozenset[str]
    stays: frozenset[int]
    contacts: frozenset[int]


def merge(hotel_id: int, guest_id: int, into_id: int, *, actor: Actor, now: datetime) -> GuestMerge:
    """All that is the first one's is the other one's now. Raises NotFound, Invalid."""
    if guest_id == into_id:
        raise Invalid("A guest can only be merged into another one.", "into")
    guest, into = _lock_both(hotel_id, guest_id, into_id)
    tickets = _tickets(hotel_id, guest, into)
    moved: dict[str, Any] = {
        "addresses": _take_over("guest_addresses", guest.id, into.id),
        "stays": _take_over("stays", guest.id, into.id),
        "contacts": _take_over("whatsapp_contacts", guest.id, into.id),
        "tickets": {str(one.id): [getattr(one, name) for name in FIELDS] for one in tickets},
        "name": bool(guest.name and not into.name),
        "language": bool(guest.language and not into.language),
    }
    into.name, into.language = into.name or guest.name, into.language or guest.language
    into.save(only=[Guest.name, Guest.language])
    guest.merged_into_id = into.id
    guest.save(only=[Guest.merged_into_id])
    event = EventDraft("guest merged", "guest", guest.name or None, into.name or None)
    book = Ledger()
    for ticket in tickets:
        if ticket.guest_id == guest.id:
            decision = Decision(changes={"guest_id": into.id}, events=(event,))
            apply.write(ticket, decision, actor=actor, now=now, ledger=book)
    book.flush()
    _log.info("guests_merged", hotel=hotel_id, guest=guest.id, into=into.id, by=actor.kind, by_id=actor.id)
    return GuestMerge.create(
        hotel_id=hotel_id,
        guest_id=guest.id,
        into_id=into.id,
        moved=moved,
        merged_at=now,
        merged_by=actor.name,
    )


def standing_of(hotel_id: int, guest_id: int) -> GuestMerge:
    """The merge by which this guest became part of another. Raises NotFound."""
    found = GuestMerge.get_or_none(
        GuestMerge.guest_id == guest_id, GuestMerge.hotel_id == hotel_id, GuestMerge.undone_at.is_null()
    )
    if found is None:
        raise NotFound("This guest was not merged into another one.")
    return found


def undo(hotel_id: int, guest_id: int, *, actor: Actor, now: datetime) -> None:
    """Both are as they were. Raises NotFound, Invalid with the reason when that cannot be exact any more."""
    merged = standing_of(hotel_id, guest_id)
    guest, into = _guests(hotel_id, merged.guest_id, merged.into_id)
    _refuse_gone(guest, into)
    tickets = _tickets(hotel_id, guest, into)
    moved = merged.moved
    back = Side(
        guest,
        frozenset(_still("guest_addresses", moved["addresses"], into, "value", "an address")),
        frozenset(_still("stays", moved["stays"], into, "id", "a stay")),
        frozenset(_still("whatsapp_contacts", moved["contacts"], into, "id", "a WhatsApp number")),
    )
    owners = {one.id: _owner(one, moved["tickets"], back, into) for one in tickets}
    _refuse_mixed(tickets, owners, merged, back, into)
    for table, key in (
        ("guest_addresses", "addresses"),
        ("stays", "stays"),
        ("whatsapp_contacts", "contacts"),
    ):
        rows(f"UPDATE {table} SET guest_id = %s WHERE id = ANY(%s) RETURNING id", (guest.id, moved[key]))
    _forget_questions(guest, into, since=merged.merged_at)
    _names_back(into, guest, moved)
    _tickets_back(tickets, owners, moved["tickets"], back, actor=actor, now=now)
    guest.merged_into_id = None
    guest.save(only=[Guest.merged_into_id])
    GuestMerge.update(undone_at=now, undone_by=actor.name).where(GuestMerge.id == merged.id).execute()
    _log.info("merge_undone", hotel=hotel_id, guest=guest.id, into=into.id, by=actor.kind, by_id=actor.id)


def _lock_both(hotel_id: int, guest_id: int, into_id: int) -> tuple[Guest, Guest]:
    """In one order for all. Raises NotFound, Invalid."""
    for id in sorted((guest_id, into_id)):
        try:
            guest_records.lock(hotel_id, id)
        except NotFound:
            if id == into_id:
                raise Invalid("There is no such guest to merge with.", "into") from None
            raise
    return Guest.get_by_id(guest_id), Guest.get_by_id(into_id)


def _guests(hotel_id: int, guest_id: int, into_id: int) -> tuple[Guest, Guest]:
    rows(
        "SELECT id FROM guests WHERE id = ANY(%s) AND hotel_id = %s ORDER BY id FOR NO KEY UPDATE",
        ([guest_id, into_id], hotel_id),
    )
    return Guest.get_by_id(guest_id), Guest.get_by_id(into_id)


def _refuse_gone(guest: Guest, into: Guest) -> None:
    if guest.erased_at is not None or into.erased_at is not None:
        raise Invalid("The guest was erased since: there is nothing to put back.")
    if into.merged_into_id is not None:
        raise Invalid("The other guest was itself merged into another one since: undo that first.")


def _tickets(hotel_id: int, guest: Guest, into: Guest) -> list[Ticket]:
    """All of both, locked."""
    ids = [id for (id,) in rows(_LOCK, ([guest.id, into.id], hotel_id))]
    return list(Ticket.select().where(Ticket.id.in_(ids)).order_by(Ticket.id)) if ids else []


def _take_over(table: str, guest_id: int, into_id: int) -> list[int]:
    found = rows(f"UPDATE {table} SET guest_id = %s WHERE guest_id = %s RETURNING id", (into_id, guest_id))
    return sorted(id for (id,) in found)


def _still(table: str, ids: Iterable[int], into: Guest, column: str, what: str) -> list[Any]:
    """What was moved and is still there. Raises Invalid when something of it is gone."""
    wanted = list(ids)
    found = rows(
        f"SELECT {column} FROM {table} WHERE id = ANY(%s) AND guest_id = %s FOR UPDATE", (wanted, into.id)
    )
    if len(found) != len(wanted):
        raise Invalid(
            "Since the merge %(what)s that came from this guest was taken away or given to somebody else: what was cannot be put back exactly.",
            values={"what": what},
        )
    return [value for (value,) in found]


def _owner(ticket: Ticket, before: Mapping[str, list[Any]], back: Side, into: Guest) -> int:
    """Whose the ticket is afterwards: whose it was, and of one that came since, who wrote it."""
    if str(ticket.id) in before:
        return int(before[str(ticket.id)][0])
    wrote = ticket.contact_id in back.contacts or ticket.requester_address in back.addresses
    return int(back.guest.id if wrote or ticket.guest_id == back.guest.id else into.id)


def _refuse_mixed(
    tickets: Iterable[Ticket], owners: Mapping[int, int], merged: GuestMerge, back: Side, into: Guest
) -> None:
    """Words of both that stand in one ticket cannot be told apart by us."""
    tickets = list(tickets)
    before, pids = merged.moved["tickets"], {one.id: one.pid for one in tickets}
    known = {int(id) for id, fields in before.items() if fields[0] == back.guest.id}
    # One that was purged since is nobody's any more.
    elsewhere = rows(_GIVEN_AWAY, (sorted(known - set(owners)),))
    for (pid,) in elsewhere:
        raise Invalid(
            "Since the merge %(pid)s was given to another guest: what was cannot be put back exactly.",
            values={"pid": pid},
        )
    for one in tickets:
        earlier = before.get(str(one.id), [None] * len(FIELDS))[FIELDS.index("merged_into_id")]
        target = one.merged_into_id
        if target is not None and target in owners and target != earlier and owners[target] != owners[one.id]:
            raise Invalid(
                "Since then %(pid)s was merged into %(target)s: these two cannot be parted.",
                values={"pid": one.pid, "target": pids[target]},
            )
    theirs = [id for id, owner in owners.items() if owner == into.id]
    ours = [id for id, owner in owners.items() if owner == back.guest.id]
    others = [id for (id,) in rows("SELECT id FROM whatsapp_contacts WHERE guest_id = %s", (into.id,))]
    for contacts, of_other in (
        (list(back.contacts), theirs),
        ([id for id in others if id not in back.contacts], ours),
    ):
        for (pid,) in rows(_MIXED, (contacts, of_other, merged.merged_at)):
            raise Invalid(
                "Since the merge both have written in %(pid)s: split the messages of one of them off first.",
                values={"pid": pid},
            )


def _forget_questions(guest: Guest, into: Guest, *, since: datetime) -> None:
    """Which stay is meant was asked of both together: a number is no answer to that any more."""
    rows(
        "UPDATE whatsapp_contacts SET asked = NULL WHERE guest_id = ANY(%s) AND asked IS NOT NULL"
        " AND (asked ->> 'at')::timestamptz >= %s RETURNING id",
        ([guest.id, into.id], since),
    )


def _names_back(into: Guest, guest: Guest, moved: Mapping[str, Any]) -> None:
    """What was borrowed and is still as it was lent."""
    if moved["name"] and into.name == guest.name:
        into.name = ""
    if moved["language"] and into.language == guest.language:
        into.language = ""
    into.save(only=[Guest.name, Guest.language])


def _tickets_back(
    tickets: Iterable[Ticket],
    owners: Mapping[int, int],
    before: Mapping[str, list[Any]],
    back: Side,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """To whom it belongs; a stay or a number that is the other one's is what it was before, or none."""
    book = Ledger()
    event = EventDraft("guests parted", "guest", None, back.guest.name or None)
    for ticket in tickets:
        is_his = owners[ticket.id] == back.guest.id
        was = dict(zip(FIELDS, before.get(str(ticket.id), [None] * len(FIELDS)), strict=True))
        changes: dict[str, object] = {}
        if ticket.guest_id != owners[ticket.id]:
            changes["guest_id"] = owners[ticket.id]
        if (
            ticket.stay_id is not None
            and (ticket.stay_id in back.stays) != is_his
            and ticket.stay_id != was["stay_id"]
        ):
            changes |= {"stay_id": was["stay_id"], "room_id": was["room_id"]}
        if (
            ticket.contact_id is not None
            and (ticket.contact_id in back.contacts) != is_his
            and ticket.contact_id != was["contact_id"]
        ):
            changes["contact_id"] = was["contact_id"]
        if changes:
            apply.write(ticket, Decision(changes=changes, events=(event,)), actor=actor, now=now, ledger=book)
    book.flush()
