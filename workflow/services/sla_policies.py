"""The SLA policies of a hotel (R-WF-4): list, make, change, remove, and who leads a department.

In the caller's transaction. Every change gives the hotel's live tickets new clocks (sla_recompute).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from workflow import escalation
from workflow.database import rows
from workflow.duty import PEOPLE
from workflow.errors import Invalid, NotFound
from workflow.models import Department, SlaPolicy
from workflow.services import hotel_events, sla_calendars, sla_recompute
from workflow.services.hotel_events import Thing
from workflow.services.hotels import members
from workflow.sla import WORDS, Rung, Target
from workflow.values import Actor, Priority

MAX_MINUTES = 366 * 24 * 60
MAX_STEPS = 10
DEFAULT_LADDER: tuple[Mapping[str, object], ...] = (
    {"after": 0, "to": Rung.ASSIGNEE},
    {"after": 30, "to": Rung.MANAGER},
)
TARGET_COLUMNS = {target: f"{target}_minutes" for target in Target}


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """Minutes of open time; None: not promised. ladder: steps {after, to}, after in minutes since the breach."""

    name: str
    priority: str | None = None
    category_id: int | None = None
    department_id: int | None = None
    calendar_id: int | None = None
    accepted_minutes: int | None = None
    first_response_minutes: int | None = None
    next_response_minutes: int | None = None
    resolution_minutes: int | None = None
    warn_minutes: int | None = None
    warn_percent: int | None = None
    ladder: Sequence[Mapping[str, object]] = field(default=DEFAULT_LADDER)

    def minutes(self) -> dict[Target, int]:
        """What is promised."""
        promised = {target: getattr(self, column) for target, column in TARGET_COLUMNS.items()}
        return {target: minutes for target, minutes in promised.items() if minutes is not None}


def every(hotel_ids: Sequence[int]) -> list[SlaPolicy]:
    """By hotel and name."""
    chosen = SlaPolicy.select().where(SlaPolicy.hotel_id.in_(hotel_ids))
    return list(chosen.order_by(SlaPolicy.hotel_id, SlaPolicy.name))


def find(hotel_ids: Sequence[int], id: int) -> SlaPolicy:
    """Raises NotFound."""
    found = SlaPolicy.get_or_none(SlaPolicy.id == id, SlaPolicy.hotel_id.in_(hotel_ids))
    if found is None:
        raise NotFound("There is no such policy.")
    return found


def draft_of(policy: SlaPolicy) -> PolicyDraft:
    return PolicyDraft(**{name: getattr(policy, name) for name in PolicyDraft.__dataclass_fields__})


def create(hotel_id: int, draft: PolicyDraft, *, actor: Actor, now: datetime) -> SlaPolicy:
    """Raises Invalid, naming the field."""
    values = _checked(hotel_id, draft, but=None)
    sla_recompute.begin(hotel_id, now=now)
    made = SlaPolicy.create(hotel_id=hotel_id, **values, in_force_since=now, created_at=now, updated_at=now)
    hotel_events.added(hotel_id, Thing.POLICY, made.name, actor=actor, now=now)
    return made


def change(policy: SlaPolicy, draft: PolicyDraft, *, actor: Actor, now: datetime) -> SlaPolicy:
    """Raises Invalid, naming the field."""
    values = _checked(policy.hotel_id, draft, but=policy.id)
    sla_recompute.begin(policy.hotel_id, now=now)
    SlaPolicy.update(**values, updated_at=now).where(SlaPolicy.id == policy.id).execute()
    before, after = _facts({name: getattr(policy, name) for name in values}), _facts(values)
    hotel_events.changed(policy.hotel_id, Thing.POLICY, policy.name, before, after, actor=actor, now=now)
    return SlaPolicy.get_by_id(policy.id)


def remove(policy: SlaPolicy, *, actor: Actor, now: datetime) -> None:
    """Its tickets fall under the next policy that fits, or have no clocks any more."""
    sla_recompute.begin(policy.hotel_id, now=now)
    SlaPolicy.delete().where(SlaPolicy.id == policy.id).execute()
    hotel_events.removed(policy.hotel_id, Thing.POLICY, policy.name, actor=actor, now=now)


def set_lead(
    hotel_id: int, department_id: int, staff_id: int | None, *, actor: Actor, now: datetime
) -> Department:
    """Who leads the department, or nobody. Raises NotFound, Invalid."""
    department = Department.get_or_none(Department.id == department_id, Department.hotel_id == hotel_id)
    if department is None:
        raise NotFound("There is no such department.")
    people = {member.staff_id: member.name for member in members(hotel_id) if member.role in PEOPLE}
    if staff_id is not None and staff_id not in people:
        raise Invalid("This person is not a member of the hotel.", "staffId")
    Department.update(lead_id=staff_id).where(Department.id == department_id).execute()
    before, after = ({"lead": people.get(id or 0, "")} for id in (department.lead_id, staff_id))
    hotel_events.changed(hotel_id, Thing.DEPARTMENT, department.name, before, after, actor=actor, now=now)
    return Department.get_by_id(department_id)


def _checked(hotel_id: int, draft: PolicyDraft, *, but: int | None) -> dict[str, object]:
    """The columns. Raises Invalid."""
    others = [policy.name for policy in every([hotel_id]) if policy.id != but]
    name = sla_calendars.checked_name(draft.name, taken=others, what="policy")
    if draft.priority is not None and draft.priority not in set(Priority):
        raise Invalid(
            "A priority is one of %(priority)s.", "priority", values={"priority": ", ".join(Priority)}
        )
    _check_place(hotel_id, draft)
    _check_minutes(draft)
    _check_warning(draft)
    ladder = _ladder(draft.ladder)
    _refuse_ladder_to_nobody(hotel_id, draft, ladder)
    return {**asdict(draft), "name": name, "ladder": ladder}


def _facts(values: Mapping[str, object]) -> dict[str, object]:
    """As the timeline names them: what stands behind the ids by its name."""
    facts = dict(values)
    for table, column, named in (
        ("categories", "category_id", "category"),
        ("departments", "department_id", "department"),
        ("sla_calendars", "calendar_id", "calendar"),
    ):
        found = rows(f"SELECT name FROM {table} WHERE id = %s", (facts.pop(column),))
        facts[named] = found[0][0] if found else None
    return facts


def _check_place(hotel_id: int, draft: PolicyDraft) -> None:
    for id, table, named, what in (
        (draft.category_id, "categories", "categoryId", "category"),
        (draft.department_id, "departments", "departmentId", "department"),
        (draft.calendar_id, "sla_calendars", "calendarId", "calendar"),
    ):
        shared = " OR hotel_id IS NULL" if table == "categories" else ""
        if id is not None and not rows(
            f"SELECT id FROM {table} WHERE id = %s AND (hotel_id = %s{shared})", (id, hotel_id)
        ):
            raise Invalid("There is no such %(what)s.", named, values={"what": what})


def _check_minutes(draft: PolicyDraft) -> None:
    promised = draft.minutes()
    if not promised:
        raise Invalid("A policy promises something: give at least one target in minutes.", "targets")
    for target, minutes in promised.items():
        if not 1 <= minutes <= MAX_MINUTES:
            raise Invalid(
                "%(target)s: from 1 to %(most)s minutes (a year).",
                f"targets.{_camel(target)}",
                values={"target": _said(target), "most": f"{MAX_MINUTES:,}"},
            )


def _check_warning(draft: PolicyDraft) -> None:
    if draft.warn_minutes is not None and draft.warn_percent is not None:
        raise Invalid("The warning comes some minutes or some percent before; choose one.", "warnBefore")
    if draft.warn_percent is not None and not 1 <= draft.warn_percent <= 99:
        raise Invalid("The warning comes 1 to 99 percent of the time before.", "warnBefore.percent")
    if draft.warn_minutes is None:
        return
    shortest = min(draft.minutes(), key=draft.minutes().__getitem__)
    if not 1 <= draft.warn_minutes < draft.minutes()[shortest]:
        raise Invalid(
            "A warning %(warn_minutes)s minutes before makes no sense: the shortest target, %(shortest)s, has %(minutes)s minutes.",
            "warnBefore.minutes",
            values={
                "warn_minutes": draft.warn_minutes,
                "shortest": _said(shortest).lower(),
                "minutes": draft.minutes()[shortest],
            },
        )


def _ladder(written: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    if not written:
        raise Invalid("This ladder leads to nobody: name who is told when something is overdue.", "ladder")
    if len(written) > MAX_STEPS:
        raise Invalid("A ladder has at most %(most)s steps.", "ladder", values={"most": MAX_STEPS})
    found: list[dict[str, object]] = []
    for number, step in enumerate(written):
        to, after = step.get("to"), step.get("after", 0)
        if to not in set(Rung):
            raise Invalid(
                "%(to)s is nobody a ladder can lead to; it is one of %(rungs)s.",
                f"ladder[{number}].to",
                values={"to": f"{to!r}", "rungs": ", ".join(Rung)},
            )
        if not isinstance(after, int) or isinstance(after, bool) or not 0 <= after <= MAX_MINUTES:
            raise Invalid("Whole minutes after the breach, from 0.", f"ladder[{number}].after")
        if number == 0 and after:
            raise Invalid("The first step is the breach itself: 0 minutes after it.", "ladder[0].after")
        if found and after <= _after(found[-1]):
            raise Invalid("Each step comes later than the one before it.", f"ladder[{number}].after")
        found.append({"after": after, "to": str(to)})
    return found


def _after(step: Mapping[str, object]) -> int:
    after = step["after"]
    assert isinstance(after, int)
    return after


def _refuse_ladder_to_nobody(
    hotel_id: int, draft: PolicyDraft, ladder: Sequence[Mapping[str, object]]
) -> None:
    """A step is refused when nobody in the house could ever be told by it."""
    people = {member.staff_id: member for member in members(hotel_id) if member.role in PEOPLE}
    departments = Department.select().where(Department.hotel_id == hotel_id)
    of_policy = [one for one in departments if draft.department_id in (None, one.id)]
    for number, step in enumerate(ladder):
        if step["to"] == Rung.MANAGER and not escalation.managers(list(people.values())):
            raise Invalid("The hotel has no manager and no owner to tell.", f"ladder[{number}].to")
        if step["to"] == Rung.DEPARTMENT_LEAD and not any(one.lead_id in people for one in of_policy):
            where = "This department has no lead" if draft.department_id else "No department has a lead"
            raise Invalid(
                "%(where)s: this step would tell nobody. Set a lead first.",
                f"ladder[{number}].to",
                values={"where": where},
            )


def _camel(target: Target) -> str:
    first, *others = target.split("_")
    return first + "".join(other.capitalize() for other in others)


def _said(target: Target) -> str:
    return WORDS[target].capitalize()
