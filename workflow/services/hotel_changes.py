"""What owners and managers set of their hotel: its name and zone, its group, its guests' page; archiving it (R-WEB-4).

In the caller's transaction, except what concerns a hotel that is nobody's seat. Its times are hotel_times'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from workflow import hotel_settings, texts
from workflow.database import before_hotel, hotel, rows
from workflow.errors import InUse, NotFound
from workflow.hotel_settings import GuestPageSettings
from workflow.models import Channel, Hotel, MailboxRow
from workflow.services import duty_changes, hotel_events
from workflow.services.hotel_events import Thing
from workflow.services.hotels import check_parent, check_time_zone, checked_hotel_name, checked_language
from workflow.values import Actor


@dataclass(frozen=True, slots=True)
class About:
    """None leaves it as it is."""

    name: str | None = None
    time_zone: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class GuestPageChange:
    """As people and programs write it; None leaves it as it is. logo: the SHA-256 of what lies in the store."""

    colour: str | None = None
    logo: str | None = None
    check_out: str | None = None
    public_form: bool | None = None
    wishes: Sequence[str] | None = None
    wishes_in: Mapping[str, Sequence[str]] | None = None
    sign_words: str | None = None
    sign_languages: Sequence[str] | None = None


def change(hotel_id: int, wanted: About, *, actor: Actor, now: datetime) -> None:
    """Local times, of shifts and check-outs, are those of the new zone at once. Raises Invalid."""
    of = _lock(hotel_id)
    after = {
        "name": of.name if wanted.name is None else checked_hotel_name(wanted.name),
        "time zone": of.time_zone if wanted.time_zone is None else wanted.time_zone,
        "language": of.language if wanted.language is None else checked_language(wanted.language),
    }
    check_time_zone(after["time zone"])
    before = {"name": of.name, "time zone": of.time_zone, "language": of.language}
    with duty_changes.changing(of, now=now):
        of.name, of.time_zone, of.language = after.values()
        of.save(only=(Hotel.name, Hotel.time_zone, Hotel.language))
    hotel_events.changed(hotel_id, Thing.HOTEL, "", before, after, actor=actor, now=now)


def set_parent(hotel_id: int, parent_id: int | None, *, actor: Actor, now: datetime) -> None:
    """Its owners and managers look after this hotel from their next request on; those of the last do no more.

    The caller sees to it that the actor may do this in both hotels. Raises Invalid.
    """
    of = _lock(hotel_id)
    if of.parent_id == parent_id:
        return
    check_parent(hotel_id, parent_id)
    before, after = {"parent": _code(of.parent_id)}, {"parent": _code(parent_id)}
    Hotel.update(parent_id=parent_id).where(Hotel.id == hotel_id).execute()
    hotel_events.changed(hotel_id, Thing.HOTEL, "", before, after, actor=actor, now=now)


def set_guest_page(
    hotel_id: int, wanted: GuestPageChange, *, actor: Actor, now: datetime
) -> GuestPageSettings:
    """What stands from now on. Raises Invalid, naming the field."""
    of = _lock(hotel_id)
    before = hotel_settings.guest_page(of.settings)
    after = _changed(before, wanted)
    of.settings = {
        **of.settings,
        hotel_settings.COLOUR: after.colour,
        hotel_settings.LOGO: after.logo,
        hotel_settings.CHECK_OUT: f"{after.check_out:%H:%M}",
        hotel_settings.PUBLIC_FORM: after.public_form,
        hotel_settings.WISHES: list(after.wishes),
        hotel_settings.WISHES_IN: {code: list(wishes) for code, wishes in after.wishes_in.items()},
        hotel_settings.SIGN_WORDS: after.sign_words,
        hotel_settings.SIGN_LANGUAGES: list(after.sign_languages),
    }
    of.save(only=(Hotel.settings,))
    hotel_events.changed(hotel_id, Thing.HOTEL, "", _said(before), _said(after), actor=actor, now=now)
    return after


def archive(hotel_id: int, *, actor: Actor, now: datetime) -> None:
    """Its addresses and numbers are switched off and nobody works in it any more; all it has stays.

    Raises InUse for the parent of others.
    """
    _lock(hotel_id)
    if rows("SELECT bellhop_parent_refusal(%s, NULL)", (hotel_id,))[0][0]:
        raise InUse("Other hotels have this one as their parent: take them out of its group first.")
    Channel.update(enabled=False).where(Channel.hotel_id == hotel_id).execute()
    MailboxRow.update(enabled=False).where(MailboxRow.hotel_id == hotel_id).execute()
    Hotel.update(archived_at=now).where(Hotel.id == hotel_id).execute()
    hotel_events.changed(
        hotel_id, Thing.HOTEL, "", {"archived": False}, {"archived": True}, actor=actor, now=now
    )


def children(hotel_id: int) -> list[tuple[str, str]]:
    """Code and name of the hotels of its group, in a transaction of its own."""
    with before_hotel():
        found = rows("SELECT hotel_id, code, hotel_name FROM bellhop_covered(%s, 'owner')", (hotel_id,))
    return [(code, name) for id, code, name in found if id != hotel_id]


def archived() -> list[Hotel]:
    """Every hotel that is archived, in a transaction of its own."""
    with before_hotel():
        ids = [id for (id,) in rows("SELECT hotel_id FROM bellhop_archived_hotels()")]
    found = []
    for id in ids:
        with hotel(id):
            found.append(Hotel.get_by_id(id))
    return found


def restore(hotel_id: int, *, actor: Actor, now: datetime) -> None:
    """In a transaction of its own. Its addresses stay off until somebody switches them on. Raises NotFound."""
    with before_hotel():
        ids = [id for (id,) in rows("SELECT hotel_id FROM bellhop_archived_hotels()")]
    if hotel_id not in ids:
        raise NotFound("There is no such hotel.")
    with hotel(hotel_id):
        Hotel.update(archived_at=None).where(Hotel.id == hotel_id).execute()
        hotel_events.changed(
            hotel_id, Thing.HOTEL, "", {"archived": True}, {"archived": False}, actor=actor, now=now
        )


def _lock(hotel_id: int) -> Hotel:
    found: Hotel = Hotel.select().where(Hotel.id == hotel_id).for_update().get()
    return found


def _changed(page: GuestPageSettings, wanted: GuestPageChange) -> GuestPageSettings:
    """Raises Invalid, naming the field."""
    if wanted.colour is not None:
        page = replace(page, colour=hotel_settings.checked_colour(wanted.colour))
    if wanted.logo is not None:
        page = replace(page, logo=wanted.logo)
    if wanted.check_out is not None:
        page = replace(page, check_out=hotel_settings.checked_check_out(wanted.check_out))
    if wanted.public_form is not None:
        page = replace(page, public_form=wanted.public_form)
    if wanted.wishes is not None:
        page = replace(page, wishes=hotel_settings.checked_wishes(wanted.wishes))
    if wanted.wishes_in is not None:
        known = texts.page_languages("guest")
        page = replace(page, wishes_in=hotel_settings.checked_wishes_in(wanted.wishes_in, known=known))
    if wanted.sign_words is not None:
        page = replace(page, sign_words=hotel_settings.checked_sign_words(wanted.sign_words))
    if wanted.sign_languages is not None:
        known = texts.page_languages("guest")
        page = replace(
            page, sign_languages=hotel_settings.checked_sign_languages(wanted.sign_languages, known=known)
        )
    return page


def _said(page: GuestPageSettings) -> dict[str, object]:
    """As the timeline names them."""
    return {
        "colour": page.colour,
        "logo": page.logo[:12],
        "check-out": f"{page.check_out:%H:%M}",
        "public form": page.public_form,
        "wishes": page.wishes,
        "wishes in other languages": page.wishes_in,
        "greeting on signs": page.sign_words,
        "languages of signs": ", ".join(page.sign_languages),
    }


def _code(id: int | None) -> str | None:
    """A hotel that this transaction does not see is named by its id."""
    if id is None:
        return None
    found = rows("SELECT code FROM hotels WHERE id = %s", (id,))
    return str(found[0][0]) if found else f"hotel {id}"
