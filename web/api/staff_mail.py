"""What a hotel and each of its members decide about the mails that answer theirs."""

from __future__ import annotations

from apiflask.fields import Boolean, Float, String

from web.access import Access, current_visit, needs
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.schemas import Switch, one_of
from web.api.shapes import Json
from workflow.errors import Forbidden, NotFound
from workflow.roles import Action
from workflow.services import receipts, staff_mail_rules
from workflow.services.staff_mail_rules import Receipts


class StaffMailIn(Schema):
    secondAnswerWithinMinutes = Float()
    receipts = String(validate=one_of(list(Receipts)))


class StaffMailOut(Schema):
    secondAnswerWithinMinutes = Float(
        metadata={"description": "An answer by mail this soon after a colleague's is held; 0: never."}
    )
    receipts = String(metadata={"description": "all, or failures: nothing is sent for what went well."})


class ReceiptsIn(Schema):
    muted = Switch(
        required=True,
        metadata={"description": "true: no receipt for what went well. What was not done is told always."},
    )


class ReceiptsOut(Schema):
    muted = Boolean()


@api.get("/hotels/<id:id>/staff-mail")
@api.output(StaffMailOut)
@needs(Action.INSIDE)
def get_staff_mail(id: int) -> Json:
    """How the hotel handles answers that members write by mail."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(_covered(id))


@api.patch("/hotels/<id:id>/staff-mail")
@api.input(StaffMailIn)
@api.output(StaffMailOut)
@needs(Action.HOTEL)
def change_staff_mail(id: int, json_data: Json) -> Json:
    """Changes the named rules for answers that members write by mail."""
    visit = current_visit()
    wanted = json_data.get("receipts")
    with visit.sight.transaction():
        staff_mail_rules.change(
            _covered(id),
            minutes=json_data.get("secondAnswerWithinMinutes"),
            receipts=Receipts(wanted) if wanted else None,
        )
        return _shape(id)


@api.put("/me/receipts")
@api.input(ReceiptsIn)
@api.output(ReceiptsOut)
@needs(Access.PERSON)
def choose_receipts(json_data: Json) -> Json:
    """Sets whether one gets a receipt by mail for each mail of one's own that went well, in every hotel of the token."""
    visit = current_visit()
    staff_id = visit.person.staff_id
    if staff_id is None:
        raise Forbidden("A token is no person: it gets no receipts.")
    with visit.sight.transaction():
        for hotel_id in visit.sight.hotel_ids:
            (receipts.mute if json_data["muted"] else receipts.unmute)(hotel_id, staff_id)
    return {"muted": json_data["muted"]}


def _covered(id: int) -> int:
    """Raises NotFound, the same for a hotel of others."""
    if id not in current_visit().sight.hotel_ids:
        raise NotFound("There is no such hotel.")
    return id


def _shape(hotel_id: int) -> Json:
    rules = staff_mail_rules.of_hotel(hotel_id)
    return {"secondAnswerWithinMinutes": rules.second_answer_within_minutes, "receipts": rules.receipts}
