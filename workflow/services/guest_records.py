"""The hotel's guests: make one, change name and language, add and take away addresses. In the caller's transaction.

An address belongs to one guest of a hotel. Merging is guest_merging, erasing is erasing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from workflow.database import rows
from workflow.errors import AlreadyTaken, Invalid, NotFound
from workflow.models import Guest, GuestAddress
from workflow.services.whatsapp_channels import checked_number
from workflow.values import Actor, ChannelKind

EMAIL, PHONE = "email", "phone"
KINDS = (EMAIL, PHONE)
MAX_NAME = 200
MAX_ADDRESSES = 20
MAX_EMAIL = 320
_EMAIL = re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;]{1,255}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """kind: email or phone; value as it is stored: in small letters, or with its country."""

    kind: str
    value: str


class AddressTaken(AlreadyTaken):
    """Another guest of the hotel has it. Outside: 409; only who may look after guests is told whose it is."""


def find(hotel_ids: Sequence[int], id: int) -> Guest:
    """Also one that became part of another. Raises NotFound."""
    guest = Guest.get_or_none(Guest.id == id, Guest.hotel_id.in_(list(hotel_ids)))
    if guest is None:
        raise NotFound("There is no such guest.")
    return guest


def lock(hotel_id: int, id: int) -> Guest:
    """One who can be changed, locked until the transaction ends. Raises NotFound, Invalid for a merged one."""
    # Rows that point to him do not wait for it.
    rows("SELECT id FROM guests WHERE id = %s AND hotel_id = %s FOR NO KEY UPDATE", (id, hotel_id))
    guest = Guest.get_or_none(Guest.id == id, Guest.hotel_id == hotel_id)
    if guest is None:
        raise NotFound("There is no such guest.")
    if guest.erased_at is not None:
        raise Invalid("This guest was erased.")
    if guest.merged_into_id is not None:
        raise Invalid("This guest was merged into another one: what is to be changed is changed there.")
    return guest


def named(hotel_id: int, text: str, field: str = "") -> int:
    """The guest that somebody types: by number, mail address or phone. Raises Invalid."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 19:
        found = rows("SELECT id FROM guests WHERE hotel_id = %s AND id = %s", (hotel_id, int(text)))
    else:
        kind = EMAIL if "@" in text else PHONE
        address = checked_address(kind, text, field)
        owner = owner_of(hotel_id, address)
        found = [] if owner is None else [(owner,)]
    if not found:
        raise Invalid("No guest of this hotel has this number or address.", field)
    return int(found[0][0])


def create(
    hotel_id: int, name: str, language: str, addresses: Sequence[Address], *, actor: Actor, now: datetime
) -> Guest:
    """Raises Invalid, naming the field, AddressTaken."""
    name = checked_name(name)
    if not name and not addresses:
        raise Invalid("A guest has a name, or an address.", "name")
    guest = Guest.create(hotel_id=hotel_id, name=name, language=checked_language(language), created_at=now)
    add_addresses(guest, addresses, actor=actor)
    _log.info("guest_created", hotel=hotel_id, guest=guest.id, by=actor.kind, by_id=actor.id)
    return guest


def change(guest: Guest, *, name: str | None = None, language: str | None = None, actor: Actor) -> None:
    """For a guest that `lock` gave. None leaves a field as it is. Raises Invalid."""
    if name is not None:
        guest.name = checked_name(name)
    if language is not None:
        guest.language = checked_language(language)
    guest.save(only=[Guest.name, Guest.language])
    _log.info("guest_changed", hotel=guest.hotel_id, guest=guest.id, by=actor.kind, by_id=actor.id)


def add_addresses(guest: Guest, addresses: Sequence[Address], *, actor: Actor) -> None:
    """What he has already is not added twice. Raises Invalid, AddressTaken."""
    has = {(kind, value) for kind, value in of_guest(guest)}
    for address in addresses:
        if (address.kind, address.value) in has:
            continue
        if len(has) >= MAX_ADDRESSES:
            raise Invalid(
                "A guest has at most %(most)s addresses.", "addresses", values={"most": MAX_ADDRESSES}
            )
        if not take(guest, address):
            raise _taken(guest.hotel_id, address)
        has.add((address.kind, address.value))
        _log.info("address_added", hotel=guest.hotel_id, guest=guest.id, by=actor.kind, by_id=actor.id)


def take(guest: Guest, address: Address) -> bool:
    """Whether the address is this guest's now: False when somebody else has it."""
    made = rows(
        "INSERT INTO guest_addresses (hotel_id, guest_id, kind, value) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (hotel_id, kind, value) DO NOTHING RETURNING id",
        (guest.hotel_id, guest.id, address.kind, address.value),
    )
    return bool(made) or owner_of(guest.hotel_id, address) == guest.id


def remove_address(guest: Guest, id: int, *, actor: Actor) -> None:
    """What came from it stays his. Raises NotFound."""
    gone = (
        GuestAddress.delete()
        .where(
            GuestAddress.id == id, GuestAddress.guest_id == guest.id, GuestAddress.hotel_id == guest.hotel_id
        )
        .execute()
    )
    if not gone:
        raise NotFound("This guest has no such address.")
    _log.info("address_removed", hotel=guest.hotel_id, guest=guest.id, by=actor.kind, by_id=actor.id)


def of_guest(guest: Guest) -> list[tuple[str, str]]:
    """Kind and value of each of his addresses."""
    return [
        (kind, value)
        for kind, value in rows(
            "SELECT kind, value FROM guest_addresses WHERE guest_id = %s AND hotel_id = %s ORDER BY id",
            (guest.id, guest.hotel_id),
        )
    ]


def owner_of(hotel_id: int, address: Address) -> int | None:
    """The guest who has this address."""
    found = rows(
        "SELECT guest_id FROM guest_addresses WHERE hotel_id = %s AND kind = %s AND value = %s",
        (hotel_id, address.kind, address.value),
    )
    return int(found[0][0]) if found else None


def checked_address(kind: str, value: str, field: str = "addresses") -> Address:
    """As it is stored. Raises Invalid."""
    value = value.replace("\x00", "").strip()
    if kind == EMAIL:
        value = value.lower()
        if len(value) > MAX_EMAIL or not _EMAIL.fullmatch(value):
            raise Invalid("This is not an e-mail address; it looks like name@example.com.", field)
        return Address(EMAIL, value)
    if kind == PHONE:
        try:
            return Address(PHONE, checked_number(value))
        except Invalid:
            raise Invalid("A number is written with its country, like +4930123456.", field) from None
    raise Invalid(
        "An address is of one of these kinds: %(kinds)s.", field, values={"kinds": ", ".join(KINDS)}
    )


def checked_name(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if len(name) > MAX_NAME:
        raise Invalid("A name has at most %(most)s characters.", "name", values={"most": MAX_NAME})
    return name


def checked_language(language: str) -> str:
    """A tag like de or pt-br; "" when it is not known."""
    language = language.strip().lower().replace("_", "-")
    if language and not (len(language) <= 20 and _LANGUAGE.fullmatch(language)):
        raise Invalid("A language is written like de or pt-BR.", "language")
    return language


def _taken(hotel_id: int, address: Address) -> AddressTaken:
    owner = owner_of(hotel_id, address)
    name = next((name for (name,) in rows("SELECT name FROM guests WHERE id = %s", (owner,)) if name), "")
    values = {"name": name, "id": owner}
    if address.kind == ChannelKind.EMAIL:
        return AddressTaken(
            "This address belongs to %(name)s (guest %(id)s). If they are one person, merge the two guests."
            if name
            else "This address belongs to guest %(id)s. If they are one person, merge the two guests.",
            values=values,
        )
    return AddressTaken(
        "This number belongs to %(name)s (guest %(id)s). If they are one person, merge the two guests."
        if name
        else "This number belongs to guest %(id)s. If they are one person, merge the two guests.",
        values=values,
    )
