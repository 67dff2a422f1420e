"""Settings: the hotel's members (R-WEB-2). What may be done to whom is services/member_changes."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, make_response, redirect, request

from web import language_names
from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.panel.account_words import ROLES, grantable, said
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from workflow import clock, texts
from workflow.desk import Desk
from workflow.errors import Forbidden, Invalid, Throttled
from workflow.models import Department, Hotel
from workflow.roles import Action
from workflow.sealing import Keys
from workflow.services import factor_demand, member_changes, members
from workflow.services.member_changes import By, Wanted
from workflow.services.members import Colleague
from workflow.values import Role
from workflow.wake import wake_clock

BASE = "/settings/members"


@panel.get(BASE)
@needs(Action.MEMBERS)
def members_page() -> str:
    return _list()


@panel.post(f"{BASE}/second-factor")
@needs(Action.MEMBERS)
def demand_second_factor() -> Response:
    """Of which roles. Those above one's own stand as they are."""

    def work(visit: Visit) -> None:
        stands = factor_demand.of_settings(Hotel.get_by_id(visit.seat.hotel_id).settings)
        offered = grantable(_by(visit))
        wanted = {*request.form.getlist("role"), *(role for role in stands if role not in offered)}
        factor_demand.demand(visit.seat.hotel_id, wanted, by=_by(visit), now=clock.now())

    return _on_list(work, done="saved")


@panel.post(f"{BASE}/join")
@needs(Action.MEMBERS)
def join_hotel() -> Response:
    """By who looks after it through its group."""
    return _on_list(
        lambda visit: member_changes.join(visit.seat.hotel_id, by=_by(visit), now=clock.now()),
        done="hotel_joined",
    )


def _on_list(work: Callable[[Visit], object], *, done: str) -> Response:
    visit = current_visit()
    try:
        with visit.sight.transaction():
            work(visit)
    except (Invalid, Forbidden) as error:
        return make_response(_list(said(error)), problem_of(error).status)
    return make_response(redirect(f"{BASE}?done={done}", 303))


def _list(problem: str = "") -> str:
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        found = members.of_hotels((visit.seat.hotel_id,))
        departments = _departments(visit)
        demanded = factor_demand.of_settings(Hotel.get_by_id(visit.seat.hotel_id).settings)
    own_id = visit.person.staff_id
    return render(
        "members.html",
        frame,
        problem=problem,
        members=found,
        roles=ROLES,
        departments=departments,
        demanded=demanded,
        demandable=grantable(_by(visit)),
        is_stranger=own_id is not None and own_id not in {one.staff_id for one in found},
        may_join=member_changes.may_join(visit.seat.role),
    )


@panel.get(f"{BASE}/new")
@needs(Action.MEMBERS)
def new_member_page() -> str:
    return _new_page({})


@panel.post(f"{BASE}/new")
@needs(Action.MEMBERS)
def invite_member() -> Response:
    visit = current_visit()
    try:
        with visit.sight.transaction():
            member_changes.invite(
                visit.seat.hotel_id,
                request.form.get("email", ""),
                _wanted(request.form.get("name", "")),
                by=_by(visit),
                keys=_keys(),
                now=clock.now(),
            )
    except (Invalid, Forbidden) as error:
        field = error.field if isinstance(error, Invalid) else "role"
        return make_response(_new_page({field: said(error)}), problem_of(error).status)
    wake_clock()
    return make_response(redirect(f"{BASE}?done=invited", 303))


@panel.get(f"{BASE}/<id:id>")
@needs(Action.MEMBERS)
def member_page(id: int) -> str:
    return _page(id, {})


@panel.post(f"{BASE}/<id:id>")
@needs(Action.MEMBERS)
def change_membership(id: int) -> Response:
    def change(visit: Visit, colleague: Colleague) -> None:
        name = request.form.get("name", colleague.name)
        wanted = _wanted(name, role=colleague.role)
        member_changes.change(colleague, wanted, by=_by(visit), now=clock.now())

    return _do(id, change, done="saved")


@panel.post(f"{BASE}/<id:id>/disable")
@needs(Action.MEMBERS)
def disable_member(id: int) -> Response:
    return _do(
        id,
        lambda visit, one: member_changes.disable(one, by=_by(visit), now=clock.now()),
        done="switched_off",
    )


@panel.post(f"{BASE}/<id:id>/enable")
@needs(Action.MEMBERS)
def enable_member(id: int) -> Response:
    return _do(
        id, lambda visit, one: member_changes.enable(one, by=_by(visit), now=clock.now()), done="switched_on"
    )


@panel.post(f"{BASE}/<id:id>/remove")
@needs(Action.MEMBERS)
def remove_member(id: int) -> Response:
    return _do(
        id,
        lambda visit, one: member_changes.remove(one, by=_by(visit), now=clock.now()),
        done="removed",
        to=BASE,
    )


@panel.post(f"{BASE}/<id:id>/invitation")
@needs(Action.MEMBERS)
def invite_again(id: int) -> Response:
    answer = _do(
        id,
        lambda visit, one: member_changes.invite_again(one, by=_by(visit), keys=_keys(), now=clock.now()),
        done="invited",
    )
    wake_clock()
    return answer


@panel.post(f"{BASE}/<id:id>/second-factor")
@needs(Action.MEMBERS)
def reset_members_second_factor(id: int) -> Response:
    def reset(visit: Visit, colleague: Colleague) -> None:
        owned = [seat.hotel_id for seat in visit.person.seats if seat.role in (Role.OWNER, Role.PLATFORM)]
        member_changes.reset_second_factor(colleague, owned, by=_by(visit), now=clock.now())

    return _do(id, reset, done="saved")


def _do(id: int, work: Callable[[Visit, Colleague], object], *, done: str, to: str = "") -> Response:
    """Works on one member in a transaction; a refusal is said on his page."""
    visit = current_visit()
    try:
        with visit.sight.transaction():
            work(visit, members.find((visit.seat.hotel_id,), id))
    except (Invalid, Forbidden, Throttled) as error:
        field = error.field if isinstance(error, Invalid) else ""
        return make_response(_page(id, {field: said(error)}), problem_of(error).status)
    return make_response(redirect(f"{to or f'{BASE}/{id}'}?done={done}", 303))


def _page(id: int, problems: dict[str, str]) -> str:
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        colleague = members.find((visit.seat.hotel_id,), id)
        departments = _departments(visit)
    values = {
        "name": colleague.name,
        "role": colleague.role,
        "departmentId": str(colleague.department_id or ""),
        "phone": colleague.phone,
        "language": colleague.language,
    }
    return render(
        "member.html",
        frame,
        member=colleague,
        values=request.form if "phone" in request.form else values,
        problems=problems,
        is_self=_by(visit).is_same(id),
        is_owner=visit.seat.role in (Role.OWNER, Role.PLATFORM),
        **_choices(visit, departments),
    )


def _new_page(problems: dict[str, str]) -> str:
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        departments = _departments(visit)
    return render(
        "member_new.html", frame, values=request.form, problems=problems, **_choices(visit, departments)
    )


def _choices(visit: Visit, departments: dict[int, str]) -> dict[str, object]:
    return {
        "role_names": ROLES,
        "roles": grantable(_by(visit)),
        "departments": departments,
        "languages": language_names.by_name(texts.languages()),
    }


def _departments(visit: Visit) -> dict[int, str]:
    """By id, by name. In the open transaction."""
    found = Department.select().where(Department.hotel_id == visit.seat.hotel_id).order_by(Department.name)
    return {department.id: department.name for department in found}


def _wanted(name: str, role: Role | None = None) -> Wanted:
    """As the form says it. Raises Invalid."""
    form = request.form
    said_role = form.get("role", role or "")
    if said_role not in [one.value for one in Role]:
        raise Invalid("Choose a role.", "role")
    department = form.get("departmentId", "")
    if department and not (department.isascii() and department.isdigit() and len(department) < 19):
        raise Invalid("There is no such department.", "departmentId")
    return Wanted(
        name=name,
        role=Role(said_role),
        department_id=int(department) if department else None,
        phone=form.get("phone", ""),
        language=form.get("language", ""),
    )


def _by(visit: Visit) -> By:
    return By(visit.actor, visit.seat.role)


def _keys() -> Keys:
    desk: Desk = current_app.config["DESK"]
    return desk.keys
