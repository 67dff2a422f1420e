"""Whom or what a command means: members, departments, tags and canned replies of the hotel by name.

With several that fit, or none, the writer is asked back; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

from workflow.database import rows
from workflow.duty import Member
from workflow.errors import Invalid
from workflow.models import CannedReply
from workflow.name_match import Named, match, match_start
from workflow.services import canned, tags
from workflow.services.hotels import members
from workflow.texts import say
from workflow.values import Role

SHOWN = 8


def member(hotel_id: int, wanted: str, *, language: str) -> Member:
    """Raises Invalid, naming the candidates."""
    people = _people(hotel_id)
    found = _one(wanted, [_named(person) for person in people], language)
    return next(person for person in people if person.staff_id == found.id)


def person_or_department(
    hotel_id: int, text: str, *, language: str
) -> tuple[Member | None, int | None, str, str]:
    """The member or the department's id that the text begins with, its name, and the words behind it. Raises Invalid."""
    people = {person.staff_id: person for person in _people(hotel_id)}
    departments = [
        Named(-id, name)
        for id, name in rows("SELECT id, name FROM departments WHERE hotel_id = %s", (hotel_id,))
    ]
    everybody = [*map(_named, people.values()), *departments]
    found, rest = match_start(text, everybody)
    one = _chosen(text.split()[0] if len(found) != 1 else text, found, everybody, language)
    return people.get(one.id), (-one.id if one.id < 0 else None), one.name, rest


def tag(hotel_id: int, wanted: str, *, language: str) -> str:
    """The tag as the hotel writes it. Raises Invalid."""
    return _one(wanted, [Named(row.id, row.name) for row in tags.of_hotels([hotel_id])], language).name


def canned_reply(hotel_id: int, wanted: str, *, language: str) -> CannedReply:
    """Raises Invalid."""
    replies = canned.of_hotels([hotel_id])
    found = _one(wanted, [Named(reply.id, reply.name) for reply in replies], language)
    return next(reply for reply in replies if reply.id == found.id)


def _people(hotel_id: int) -> list[Member]:
    return [person for person in members(hotel_id) if person.role is not Role.AI_AGENT]


def _named(person: Member) -> Named:
    return Named(person.staff_id, person.name, (person.email, person.email.partition("@")[0]))


def _one(wanted: str, among: Sequence[Named], language: str) -> Named:
    return _chosen(wanted, match(wanted, among), among, language)


def _chosen(wanted: str, found: Sequence[Named], among: Sequence[Named], language: str) -> Named:
    if len(found) == 1:
        return found[0]
    asked = {"wanted": wanted.strip()[:60], "names": _list(found or among)}
    if found:
        raise Invalid(say(language, "“%(wanted)s” could be %(names)s: write the whole name.", asked))
    if not among:
        raise Invalid(say(language, "There is no “%(wanted)s” in this hotel.", asked))
    raise Invalid(say(language, "There is no “%(wanted)s” in this hotel; there are %(names)s.", asked))


def _list(found: Sequence[Named]) -> str:
    """Two of the same name are told apart by their addresses."""
    names = [one.name for one in found]
    shown = [
        f"{one.name} ({one.also[0]})" if one.also and names.count(one.name) > 1 else one.name
        for one in found[:SHOWN]
    ]
    return ", ".join(sorted(shown)) + (", …" if len(found) > SHOWN else "")
