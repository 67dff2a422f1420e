"""Inviting members, changing what they are, disabling and removing them (R-WEB-2, R-STAFF-6).

In the caller's transaction. Everything a member may do is asked for at the moment it is done, so what is disabled is
dead at once: his session's seat, his tokens, reply addresses and links, what he wrote and has not gone out yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from workflow import roles
from workflow.database import rows
from workflow.errors import Forbidden, Invalid
from workflow.models import Department, Hotel, Membership
from workflow.reading.charsets import clean
from workflow.sealing import Keys
from workflow.services import account_links, api_tokens, duty_changes, hotel_events, members, notice_settings
from workflow.services.hotels import checked_language
from workflow.services.members import Colleague
from workflow.services.whatsapp_channels import checked_number
from workflow.values import Actor, ActorKind, Role

MEMBER = "member"
MAX_NAME, MAX_EMAIL = 200, 254
NOT_YOURSELF = "You cannot do this to yourself; somebody else may."
LAST_OWNER = "This is the last owner of the hotel: make somebody else owner first."
OWN_NAME = "This person has set a password: the name is changed by the person, under My account."
WORKS_ELSEWHERE = (
    "This second factor can be reset by whoever runs the installation: `bellhop staff reset-totp`."
)


@dataclass(frozen=True, slots=True)
class By:
    """Who does it, and as what in this hotel."""

    actor: Actor
    role: Role

    def is_same(self, staff_id: int) -> bool:
        return self.actor.kind is ActorKind.STAFF and self.actor.id == staff_id


@dataclass(frozen=True, slots=True)
class Wanted:
    """A member as a form or the API says it."""

    name: str
    role: Role
    department_id: int | None = None
    phone: str = ""
    language: str = ""


def wanted_of(colleague: Colleague) -> Wanted:
    """As he is now."""
    return Wanted(
        colleague.name, colleague.role, colleague.department_id, colleague.phone, colleague.language
    )


def invite(hotel_id: int, email: str, wanted: Wanted, *, by: By, keys: Keys, now: datetime) -> int:
    """The account's id. Who has an account keeps its name and password and gets a membership; a mail tells him.

    Raises Invalid, Forbidden.
    """
    email, wanted = checked_email(email), _checked(hotel_id, wanted)
    _check_grant(by, wanted.role)
    (staff_id,) = rows("SELECT bellhop_account_save(%s, %s, NULL, %s)", (email, wanted.name, now))[0]
    known = Membership.get_or_none(Membership.hotel_id == hotel_id, Membership.staff_id == staff_id)
    if known is not None and known.removed_at is None:
        raise Invalid("This person is a member already.", "email")
    if known is not None and by.is_same(staff_id):
        raise Forbidden(NOT_YOURSELF)
    values = {**_columns(wanted), "disabled_at": None, "removed_at": None}
    with duty_changes.changing(Hotel.get_by_id(hotel_id), now=now):
        Membership.insert(hotel_id=hotel_id, staff_id=staff_id, **values).on_conflict(
            conflict_target=(Membership.hotel_id, Membership.staff_id), update=values
        ).execute()
    colleague = members.find((hotel_id,), staff_id)
    account_links.invite(hotel_id, staff_id, has_password=not colleague.is_invited, keys=keys, now=now)
    hotel_events.added(hotel_id, MEMBER, f"{email}, {wanted.role}", actor=by.actor, now=now)
    return int(staff_id)


def may_join(role: Role) -> bool:
    """Whether this seat is one by a group, once its owner is known to be no member: the platform's is not."""
    return role in (Role.OWNER, Role.MANAGER)


def join(hotel_id: int, *, by: By, now: datetime) -> None:
    """Who looks after this hotel by its group becomes its member, as what he is there: he gets notices and tickets, and
    may keep shifts. Raises Forbidden, Invalid."""
    if by.actor.kind is not ActorKind.STAFF or not may_join(by.role):
        raise Forbidden("Only owners and managers of its group join a hotel by themselves.")
    known = Membership.get_or_none(Membership.hotel_id == hotel_id, Membership.staff_id == by.actor.id)
    if known is not None and known.removed_at is None:
        raise Invalid("You are a member of this hotel already, or somebody has disabled you here.")
    values: dict[str, object] = {"role": by.role, "disabled_at": None, "removed_at": None}
    with duty_changes.changing(Hotel.get_by_id(hotel_id), now=now):
        Membership.insert(hotel_id=hotel_id, staff_id=by.actor.id, **values).on_conflict(
            conflict_target=(Membership.hotel_id, Membership.staff_id), update=values
        ).execute()
    hotel_events.added(hotel_id, MEMBER, f"{by.actor.name}, {by.role}", actor=by.actor, now=now)


def invite_again(colleague: Colleague, *, by: By, keys: Keys, now: datetime) -> None:
    """Another link to set the password. Raises Invalid, Forbidden."""
    _check_rank(by, colleague)
    if not colleague.is_invited or colleague.disabled_at is not None:
        raise Invalid("This person has set a password, or is disabled: there is nothing to invite to.", "id")
    account_links.invite(colleague.hotel_id, colleague.staff_id, has_password=False, keys=keys, now=now)


def change(colleague: Colleague, wanted: Wanted, *, by: By, now: datetime) -> None:
    """Raises Invalid, Forbidden."""
    _check_rank(by, colleague)
    wanted = _checked(colleague.hotel_id, wanted)
    if wanted.role is not colleague.role:
        _check_new_role(colleague, wanted.role, by)
    if wanted.name != colleague.name:
        _rename(colleague, wanted.name)
    before = wanted_of(colleague)
    with duty_changes.changing(Hotel.get_by_id(colleague.hotel_id), now=now):
        _update(colleague, **_columns(wanted))
    api_tokens.end_beyond(colleague.hotel_id, colleague.staff_id, wanted.role, now=now)
    hotel_events.changed(
        colleague.hotel_id, MEMBER, colleague.email, _facts(before), _facts(wanted), actor=by.actor, now=now
    )


def disable(colleague: Colleague, *, by: By, now: datetime) -> None:
    """He is out at once, wherever he is; the clock gives his tickets to others. Raises Invalid, Forbidden."""
    if by.is_same(colleague.staff_id):
        raise Invalid(NOT_YOURSELF, "id")
    _check_rank(by, colleague)
    if colleague.disabled_at is None:
        _check_other_owner(colleague)
        _put_out(colleague, now=now)
        _note(colleague, False, True, by=by, now=now)


def enable(colleague: Colleague, *, by: By, now: datetime) -> None:
    """He is a member again, with the role and shifts he had. What was stopped meanwhile stays stopped."""
    if by.is_same(colleague.staff_id):
        raise Invalid(NOT_YOURSELF, "id")
    _check_rank(by, colleague)
    if colleague.disabled_at is not None:
        with duty_changes.changing(Hotel.get_by_id(colleague.hotel_id), now=now):
            _update(colleague, disabled_at=None)
        _note(colleague, True, False, by=by, now=now)


def remove(colleague: Colleague, *, by: By, now: datetime) -> None:
    """He is no member any more; his name stays where he worked. Raises Invalid, Forbidden."""
    if by.is_same(colleague.staff_id):
        raise Invalid(NOT_YOURSELF, "id")
    _check_rank(by, colleague)
    if colleague.disabled_at is None:
        _check_other_owner(colleague)
        _put_out(colleague, now=now)
    _update(colleague, disabled_at=now, removed_at=now)
    hotel_events.removed(colleague.hotel_id, MEMBER, colleague.email, actor=by.actor, now=now)


def reset_second_factor(colleague: Colleague, owned: Iterable[int], *, by: By, now: datetime) -> None:
    """He lost his phone: the password alone does again. owned: the hotels in which the asking person is owner.

    Only where all of the person's hotels are these, or one hotel would open the doors of another. Raises Forbidden.
    """
    hotels = list(owned)
    if colleague.hotel_id not in hotels or by.is_same(colleague.staff_id):
        raise Forbidden("Only an owner may do this, and not for himself.")
    (done,) = rows("SELECT bellhop_totp_reset(%s, %s)", (colleague.staff_id, hotels))[0]
    if not done:
        raise Forbidden(WORKS_ELSEWHERE)
    hotel_events.removed(colleague.hotel_id, "second factor", colleague.email, actor=by.actor, now=now)


def checked_email(email: str) -> str:
    """Raises Invalid."""
    email = email.strip().lower()
    local, at, domain = email.rpartition("@")
    if (
        not (local and at and domain)
        or len(email) > MAX_EMAIL
        or any(sign.isspace() or not sign.isprintable() for sign in email)
    ):
        raise Invalid("This is not an e-mail address.", "email")
    return email


def checked_name(name: str) -> str:
    """One line. Raises Invalid."""
    name = " ".join(clean(name).split())
    if not 1 <= len(name) <= MAX_NAME or not name.isprintable():
        raise Invalid(
            "A name has 1 to %(most)s characters, all on one line.", "name", values={"most": MAX_NAME}
        )
    return name


def _checked(hotel_id: int, wanted: Wanted) -> Wanted:
    if wanted.department_id is not None and not (
        Department.select()
        .where(Department.id == wanted.department_id, Department.hotel_id == hotel_id)
        .exists()
    ):
        raise Invalid("There is no such department.", "departmentId")
    try:
        phone = checked_number(wanted.phone) if wanted.phone.strip() else ""
    except Invalid as error:
        raise Invalid(error.sentence, "phone", values=error.values) from None
    language = checked_language(wanted.language) if wanted.language else ""
    return replace(wanted, name=checked_name(wanted.name), phone=phone, language=language)


def _check_new_role(colleague: Colleague, role: Role, by: By) -> None:
    if by.is_same(colleague.staff_id):
        raise Forbidden("Nobody changes his own role; somebody else may.")
    _check_grant(by, role)
    _check_other_owner(colleague)


def _check_grant(by: By, role: Role) -> None:
    if role in (Role.PLATFORM, Role.GUEST):
        raise Invalid("This is no role of a member.", "role")
    if not roles.may_grant(by.role, role):
        raise Forbidden("Nobody gives a role that may more than his own.")


def _check_rank(by: By, colleague: Colleague) -> None:
    if colleague.role is Role.OWNER and by.role not in (Role.OWNER, Role.PLATFORM):
        raise Forbidden("Only an owner may do this to an owner.")


def _check_other_owner(colleague: Colleague) -> None:
    """Two who take each other's role away at the same moment: the later one is refused. Raises Invalid."""
    if colleague.role is not Role.OWNER:
        return
    owners = rows(
        "SELECT staff_id FROM memberships WHERE hotel_id = %s AND role = 'owner' AND disabled_at IS NULL"
        " ORDER BY staff_id FOR UPDATE",
        (colleague.hotel_id,),
    )
    others = {staff_id for (staff_id,) in owners} - {colleague.staff_id}
    if not any(
        not other.is_invited for other in members.of_hotels((colleague.hotel_id,)) if other.staff_id in others
    ):
        raise Invalid(LAST_OWNER, "role")


def _rename(colleague: Colleague, name: str) -> None:
    (done,) = rows("SELECT bellhop_invited_rename(%s, %s)", (colleague.staff_id, name))[0]
    if not done:
        raise Invalid(OWN_NAME, "name")


def _put_out(colleague: Colleague, *, now: datetime) -> None:
    with duty_changes.changing(Hotel.get_by_id(colleague.hotel_id), now=now, gone=(colleague.staff_id,)):
        _update(colleague, disabled_at=now)
    rows("SELECT bellhop_sessions_end(%s)", (colleague.staff_id,))
    api_tokens.end_of_member(colleague.hotel_id, colleague.staff_id, now=now)
    notice_settings.drop_waiting(colleague.hotel_id, colleague.staff_id, now=now)


def _columns(wanted: Wanted) -> dict[str, object]:
    return {
        "role": wanted.role,
        "department_id": wanted.department_id,
        "alarm_phone": wanted.phone,
        "language": wanted.language,
    }


def _facts(wanted: Wanted) -> dict[str, object]:
    """As the timeline names them."""
    found = rows("SELECT name FROM departments WHERE id = %s", (wanted.department_id,))
    return {
        "name": wanted.name,
        "role": wanted.role,
        "department": found[0][0] if found else None,
        "alarm_phone": wanted.phone,
        "language": wanted.language,
    }


def _note(colleague: Colleague, before: bool, after: bool, *, by: By, now: datetime) -> None:
    hotel_events.changed(
        colleague.hotel_id,
        MEMBER,
        colleague.email,
        {"disabled": before},
        {"disabled": after},
        actor=by.actor,
        now=now,
    )


def _update(colleague: Colleague, **values: object) -> None:
    Membership.update(**values).where(
        Membership.hotel_id == colleague.hotel_id, Membership.staff_id == colleague.staff_id
    ).execute()
