"""What is held about one guest, found through every way that leads to him: the basis of export and erasing (R-PRIV-1).

In the open transaction. His: the guest with those who became part of him, their addresses, numbers, tickets (also
those that came from his address before he was known), messages he wrote elsewhere, and the mails as they came.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.database import rows
from workflow.errors import Invalid, NotFound
from workflow.models import Guest


@dataclass(frozen=True, slots=True)
class Held:
    """Ids, and the names by which he stands elsewhere. messages: all of his tickets, and his in others'."""

    hotel_id: int
    guest_id: int
    guests: tuple[int, ...]
    names: tuple[str, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    contacts: tuple[int, ...]
    tickets: tuple[int, ...]
    pids: tuple[str, ...]
    messages: tuple[int, ...]
    mails: tuple[int, ...]

    @property
    def values(self) -> dict[str, object]:
        """For statements that name their places."""
        return {
            "hotel": self.hotel_id,
            "guests": list(self.guests),
            "names": list(self.names),
            "addresses": [*self.emails, *self.phones],
            "patterns": [_pattern(one) for one in (*self.emails, *self.phones)],
            "contacts": list(self.contacts),
            "tickets": list(self.tickets),
            "pids": list(self.pids),
            "messages": list(self.messages),
            "mails": list(self.mails),
        }


_GUESTS = """
WITH RECURSIVE his (id) AS (
  SELECT id FROM guests WHERE id = %s AND hotel_id = %s
  UNION SELECT g.id FROM guests g JOIN his ON g.merged_into_id = his.id)
SELECT g.id, g.name FROM guests g JOIN his USING (id) ORDER BY g.id
"""
_TICKETS = """
SELECT id, pid FROM tickets
WHERE hotel_id = %s AND (guest_id = ANY(%s) OR requester_address = ANY(%s) OR contact_id = ANY(%s)) ORDER BY id
"""
_MESSAGES = """
SELECT id FROM messages WHERE ticket_id = ANY(%s)
UNION SELECT id FROM messages WHERE hotel_id = %s AND (author_address = ANY(%s) OR contact_id = ANY(%s))
"""
_MAILS = """
SELECT id FROM inbox WHERE hotel_id = %s AND (ticket_id = ANY(%s) OR message_id = ANY(%s)
  OR lower(sender) = ANY(%s) OR lower(envelope_from) = ANY(%s) OR envelope_from = ANY(%s)) ORDER BY id
"""


def of_guest(hotel_id: int, guest_id: int) -> Held:
    """Raises NotFound, Invalid for one who became part of another."""
    guest = Guest.get_or_none(Guest.id == guest_id, Guest.hotel_id == hotel_id)
    if guest is None:
        raise NotFound("There is no such guest.")
    if guest.merged_into_id is not None:
        raise Invalid("This guest was merged into another one: what is held is held of that one.")
    found = rows(_GUESTS, (guest_id, hotel_id))
    ids = [id for id, _ in found]
    addresses = rows("SELECT kind, value FROM guest_addresses WHERE guest_id = ANY(%s) ORDER BY id", (ids,))
    emails = [value for kind, value in addresses if kind == "email"]
    phones = [value for kind, value in addresses if kind == "phone"]
    contacts = rows(
        "SELECT id, phone, address FROM whatsapp_contacts WHERE hotel_id = %s AND (guest_id = ANY(%s)"
        " OR (phone <> '' AND phone = ANY(%s))) ORDER BY id",
        (hotel_id, ids, phones),
    )
    phones = list(dict.fromkeys([*phones, *(phone for _, phone, _ in contacts if phone)]))
    contact_ids = [id for id, _, _ in contacts]
    wrote_from = [*(address for _, _, address in contacts if address), *phones]
    tickets = rows(_TICKETS, (hotel_id, ids, [*emails, *phones], contact_ids))
    ticket_ids = [id for id, _ in tickets]
    messages = [id for (id,) in rows(_MESSAGES, (ticket_ids, hotel_id, [*emails, *phones], contact_ids))]
    mails = rows(_MAILS, (hotel_id, ticket_ids, messages, emails, emails, wrote_from))
    return Held(
        hotel_id=hotel_id,
        guest_id=guest_id,
        guests=tuple(ids),
        names=tuple(name for _, name in found if name),
        emails=tuple(emails),
        phones=tuple(phones),
        contacts=tuple(contact_ids),
        tickets=tuple(ticket_ids),
        pids=tuple(pid for _, pid in tickets),
        messages=tuple(sorted(messages)),
        mails=tuple(id for (id,) in mails),
    )


def _pattern(address: str) -> str:
    escaped = address.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
