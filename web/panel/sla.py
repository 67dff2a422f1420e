"""Settings → SLA: what the hotel promises, for which tickets, and whom a breach tells (R-WF-4)."""

from __future__ import annotations

from flask import Response, request

from web.access import Visit, needs
from web.category_words import category_name
from web.languages import N_, gettext
from web.panel.blueprint import panel
from web.panel.settings_forms import Problems, Values, chosen, field, named, show, submit, whole
from workflow import clock
from workflow.models import SlaPolicy
from workflow.roles import Action
from workflow.services import categories, departments, sla_calendars, sla_policies
from workflow.services.sla_policies import MAX_STEPS, PolicyDraft
from workflow.sla import Rung, Target
from workflow.values import Priority

BASE = "/settings/sla"
TARGETS = {
    "accepted": (Target.ACCEPTED, N_("Taken by somebody")),
    "firstResponse": (Target.FIRST_RESPONSE, N_("First answer")),
    "nextResponse": (Target.NEXT_RESPONSE, N_("Next answers")),
    "resolution": (Target.RESOLUTION, N_("Solved")),
}
RUNGS = {
    Rung.ASSIGNEE: N_("who has the ticket"),
    Rung.DEPARTMENT_LEAD: N_("the department's lead"),
    Rung.MANAGER: N_("managers and owners"),
}
PRIORITIES = {
    Priority.LOW: N_("low"),
    Priority.MEDIUM: N_("medium"),
    Priority.HIGH: N_("high"),
    Priority.URGENT: N_("urgent"),
}
ROWS = min(4, MAX_STEPS)  # of the ladder, in the form


@panel.get(BASE)
@needs(Action.SLA)
def policies_page() -> str:
    def read(visit: Visit) -> Values:
        hotel_ids = (visit.seat.hotel_id,)
        return {
            "policies": sla_policies.every(hotel_ids),
            "targets": TARGETS,
            "priorities": PRIORITIES,
            "category_names": {one.id: category_name(one.name) for one in categories.of_hotels(hotel_ids)},
            "department_names": {one.id: one.name for one in departments.of_hotels(hotel_ids)},
            "calendar_names": {one.id: one.name for one in sla_calendars.every(hotel_ids)},
        }

    return show("policies.html", read)


@panel.get(f"{BASE}/new")
@needs(Action.SLA)
def new_policy() -> str:
    return _one(None, {})


@panel.post(f"{BASE}/new")
@needs(Action.SLA)
def add_policy() -> Response:
    def work(visit: Visit) -> None:
        sla_policies.create(visit.seat.hotel_id, _draft(), actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=added", page=lambda problems: _one(None, problems))


@panel.get(f"{BASE}/<id:id>")
@needs(Action.SLA)
def policy_page(id: int) -> str:
    return _one(id, {})


@panel.post(f"{BASE}/<id:id>")
@needs(Action.SLA)
def change_policy(id: int) -> Response:
    def work(visit: Visit) -> None:
        policy = sla_policies.find((visit.seat.hotel_id,), id)
        sla_policies.change(policy, _draft(), actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=edited", page=lambda problems: _one(id, problems))


@panel.post(f"{BASE}/<id:id>/remove")
@needs(Action.SLA)
def remove_policy(id: int) -> Response:
    def work(visit: Visit) -> None:
        policy = sla_policies.find((visit.seat.hotel_id,), id)
        sla_policies.remove(policy, actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=removed", page=lambda problems: _one(id, problems))


def _draft() -> PolicyDraft:
    """Raises Invalid."""
    warn = whole("warnBefore")
    in_minutes = field("warnUnit") == "minutes"
    steps = [
        {"after": whole(f"after{row}") or 0, "to": field(f"to{row}")}
        for row in range(ROWS)
        if field(f"to{row}")
    ]
    return PolicyDraft(
        name=field("name"),
        priority=field("priority") or None,
        category_id=chosen("categoryId"),
        department_id=chosen("departmentId"),
        calendar_id=chosen("calendarId"),
        **{f"{target}_minutes": whole(name) for name, (target, _) in TARGETS.items()},
        warn_minutes=warn if in_minutes else None,
        warn_percent=None if in_minutes else warn,
        ladder=steps,
    )


def _one(id: int | None, problems: Problems) -> str:
    """A policy, or a form for a new one. Raises NotFound."""

    def read(visit: Visit) -> Values:
        hotel_ids = (visit.seat.hotel_id,)
        policy = sla_policies.find(hotel_ids, id) if id is not None else None
        return {
            "policy": policy,
            "values": request.form if "name" in request.form else _values(policy),
            "targets": TARGETS,
            "rungs": RUNGS,
            "rows": ROWS,
            "priorities": [(priority, gettext(said)) for priority, said in PRIORITIES.items()],
            "categories": [(id, category_name(name)) for id, name in named(categories.of_hotels(hotel_ids))],
            "departments": named(departments.of_hotels(hotel_ids)),
            "calendars": named(sla_calendars.every(hotel_ids)),
        }

    at = {"ladder" if name.startswith("after") else name: said for name, said in problems.items()}
    return show("policy.html", read, at)


def _values(policy: SlaPolicy | None) -> dict[str, str]:
    """What stands, as the form writes it; for a new one what is usual."""
    if policy is None:
        ladder = sla_policies.DEFAULT_LADDER
        values: dict[str, object] = {"firstResponse": 60, "warnBefore": 25}
    else:
        ladder = policy.ladder
        values = {
            "name": policy.name,
            "priority": policy.priority,
            "categoryId": policy.category_id,
            "departmentId": policy.department_id,
            "calendarId": policy.calendar_id,
            "warnBefore": policy.warn_minutes or policy.warn_percent,
            "warnUnit": "minutes" if policy.warn_minutes else "percent",
            **{name: getattr(policy, f"{target}_minutes") for name, (target, _) in TARGETS.items()},
        }
    for row, step in enumerate(ladder):
        values |= {f"after{row}": step["after"], f"to{row}": step["to"]}
    return {name: "" if value is None else str(value) for name, value in values.items()}
