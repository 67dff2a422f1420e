"""What is known of a hotel: its rules, its members, its desk addresses. And setting them up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import peewee

from workflow import password_rules
from workflow.database import before_hotel, hotel, rows
from workflow.duty import Member
from workflow.errors import Invalid, NameTaken
from workflow.models import Channel, Hotel, Membership
from workflow.passwords import hash_password
from workflow.pid import HOTEL_CODE
from workflow.reply_address import MAX_DESK_LOCAL_PART
from workflow.services import hotel_events
from workflow.services.hotel_events import Thing
from workflow.values import Actor, ChannelKind, HotelRules, Role

MAX_NAME = 200
PARENT_REFUSALS = {
    "itself": "A hotel cannot be its own parent.",
    "parent has one": "This hotel belongs to a group itself: groups have one level.",
    "is one": "Other hotels have this one as their parent: groups have one level.",
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")


def rules_of(settings: Mapping[str, object]) -> HotelRules:
    """The hotel's times in days, `reopen_window_days` and so on, and its limits; defaults where it said nothing."""
    default = HotelRules()
    return HotelRules(
        reopen_window=_days(settings, "reopen_window_days", default.reopen_window),
        waiting_reminds_after=_days(settings, "waiting_reminds_after_days", default.waiting_reminds_after),
        waiting_resolves_after=_days(settings, "waiting_resolves_after_days", default.waiting_resolves_after),
        resolved_closes_after=_days(settings, "resolved_closes_after_days", default.resolved_closes_after),
        second_answer_within=_minutes(settings, "second_answer_within_minutes", default.second_answer_within),
        automatic_an_hour=_number(settings, "automatic_an_hour", default.automatic_an_hour),
    )


def _days(settings: Mapping[str, object], name: str, default: timedelta) -> timedelta:
    value = settings.get(name)
    return timedelta(days=value) if isinstance(value, int | float) else default


def _minutes(settings: Mapping[str, object], name: str, default: timedelta) -> timedelta:
    value = settings.get(name)
    return timedelta(minutes=value) if isinstance(value, int | float) else default


def _number(settings: Mapping[str, object], name: str, default: int) -> int:
    value = settings.get(name)
    return value if isinstance(value, int) and value >= 0 else default


def members(hotel_id: int) -> tuple[Member, ...]:
    """The enabled members of a hotel, in the open transaction; on_duty is their own switch, not their shifts.

    Who is on duty at a moment: workflow/services/duty.
    """
    found = rows(
        "SELECT m.staff_id, s.email, s.name, m.role, m.department_id, m.on_duty, m.mail_error, m.has_shifts,"
        " m.alarm_phone, m.language"
        " FROM memberships m JOIN staff s ON s.id = m.staff_id"
        " WHERE m.hotel_id = %s AND m.disabled_at IS NULL AND s.disabled_at IS NULL ORDER BY s.name, s.id",
        (hotel_id,),
    )
    return tuple(
        Member(staff_id, email, name, Role(role), *rest) for staff_id, email, name, role, *rest in found
    )


def create_hotel(
    *,
    code: str,
    name: str,
    time_zone: str,
    language: str,
    is_demo: bool,
    now: datetime,
    parent_id: int | None = None,
    actor: Actor | None = None,
) -> Hotel:
    """A new hotel, in a transaction of its own; its timeline begins with the person who made it, if one did.

    Raises Invalid, NameTaken.
    """
    code = code.upper()
    if not HOTEL_CODE.fullmatch(code):
        raise Invalid("A hotel code has two to eight letters or digits.", "code")
    name, language = checked_hotel_name(name), checked_language(language)
    check_time_zone(time_zone)
    with before_hotel():
        if rows("SELECT bellhop_hotel_id(%s)", (code,))[0][0] is not None:
            raise NameTaken("There is a hotel with the code %(code)s already.", "code", values={"code": code})
        (id,) = rows("SELECT bellhop_new_hotel_id()")[0]
    with _code_is_free(code), hotel(id):
        check_parent(id, parent_id)
        made = Hotel.create(
            id=id,
            code=code,
            name=name,
            time_zone=time_zone,
            language=language,
            parent_id=parent_id,
            is_demo=is_demo,
            created_at=now,
            force_insert=True,
        )
        if actor is not None:
            hotel_events.added(id, Thing.HOTEL, name, actor=actor, now=now)
        return made


@contextmanager
def _code_is_free(code: str) -> Iterator[None]:
    """Two who take one code at the same moment: the later one is refused."""
    try:
        yield
    except peewee.IntegrityError:
        raise NameTaken(
            "There is a hotel with the code %(code)s already.", "code", values={"code": code}
        ) from None


def checked_hotel_name(name: str) -> str:
    """One line. Raises Invalid."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= MAX_NAME:
        raise Invalid("A hotel's name has 1 to %(most)s characters.", "name", values={"most": MAX_NAME})
    return name


def check_time_zone(name: str) -> None:
    """Raises Invalid."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid(
            "There is no time zone %(name)s; write it like Europe/Rome.",
            "timeZone",
            values={"name": f"{name!r}"},
        ) from None


def checked_language(language: str) -> str:
    """A code like en, de or pt-BR. Raises Invalid."""
    if not _LANGUAGE.fullmatch(language):
        raise Invalid("A language is written like en, de or pt-BR.", "language")
    return language


def check_parent(id: int, parent_id: int | None) -> None:
    """Groups have one level. Locked until the transaction ends. Raises Invalid."""
    if parent_id is None:
        return
    (refusal,) = rows("SELECT bellhop_parent_refusal(%s, %s)", (id, parent_id))[0]
    if refusal:
        raise Invalid(PARENT_REFUSALS[refusal], "parentId")


def hotel_id_of(code: str) -> int:
    """The id of a hotel by its code. Raises Invalid when there is none."""
    with before_hotel():
        (id,) = rows("SELECT bellhop_hotel_id(%s)", (code.upper(),))[0]
    if id is None:
        raise Invalid("There is no hotel with the code %(code)s.", "hotel", values={"code": code.upper()})
    return int(id)


def add_member(
    *,
    hotel_id: int,
    email: str,
    name: str,
    password: str,
    role: Role,
    now: datetime,
    department_id: int | None = None,
) -> int:
    """Gives a person a membership, making the account when there is none; returns the account's id.

    An account that exists keeps its name and password: one hotel cannot change them for another.
    """
    if "@" not in email.strip("@ "):
        raise Invalid("%(email)s is not an e-mail address.", "email", values={"email": f"{email!r}"})
    password_rules.check(password, about=(email, name))
    with before_hotel():
        (staff_id,) = rows(
            "SELECT bellhop_account_save(%s, %s, %s, %s)", (email.strip(), name, hash_password(password), now)
        )[0]
    with hotel(hotel_id):
        Membership.insert(
            hotel_id=hotel_id, staff_id=staff_id, role=role, department_id=department_id
        ).on_conflict(
            conflict_target=(Membership.hotel_id, Membership.staff_id),
            update={Membership.role: role, Membership.department_id: department_id},
        ).execute()
    return int(staff_id)


def add_mail_channel(
    *, hotel_id: int, address: str, display_name: str, settings: Mapping[str, object], now: datetime
) -> Channel:
    """A desk address, in the open transaction. Raises Invalid."""
    address = address.strip().lower()
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or " " in address:
        raise Invalid("%(address)s is not an e-mail address.", "address", values={"address": f"{address!r}"})
    if "+" in local or len(local) > MAX_DESK_LOCAL_PART:
        raise Invalid(
            "The part before the @ has no plus sign and at most %(most)s characters, so that signed reply addresses fit.",
            "address",
            values={"most": MAX_DESK_LOCAL_PART},
        )
    return Channel.create(
        hotel_id=hotel_id,
        kind=ChannelKind.EMAIL,
        address=address,
        display_name=display_name,
        settings=dict(settings),
        created_at=now,
    )
