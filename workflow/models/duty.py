"""Shifts, rules of assignment and whose turn it is, and the lists handed over at the end of a shift."""

from __future__ import annotations

from peewee import (
    BigAutoField,
    BigIntegerField,
    CompositeKey,
    DateField,
    IntegerField,
    SmallIntegerField,
    TextField,
    TimeField,
)

from workflow.models.base import JSONField, Moment, TenantTable


class Shift(TenantTable):
    """weekday: every week; day: that day only, off when it has no hours. Times are local."""

    personal = ("weekday", "day", "starts", "ends")
    id = BigAutoField()
    staff_id = BigIntegerField()
    weekday = SmallIntegerField(null=True)
    day = DateField(null=True)
    starts = TimeField(null=True)
    ends = TimeField(null=True)
    created_at = Moment()

    class Meta:
        table_name = "shifts"


class AssignmentRuleRow(TenantTable):
    personal = ()
    id = BigAutoField()
    position = IntegerField()
    name = TextField(default="")
    category_id = BigIntegerField(null=True)
    words = JSONField(default=list)
    rooms_from = TextField(default="")
    rooms_to = TextField(default="")
    language = TextField(default="")
    department_id = BigIntegerField(null=True)
    to_staff_id = BigIntegerField(null=True)
    to_department_id = BigIntegerField(null=True)
    to_category_id = BigIntegerField(null=True)
    to_priority = TextField(null=True)
    created_at = Moment()

    class Meta:
        table_name = "assignment_rules"


class AssignmentTurns(TenantTable):
    """turns: the number of each member's last turn, by his id."""

    personal = ()
    hotel_id = BigIntegerField(primary_key=True)
    turns = JSONField(default=dict)

    class Meta:
        table_name = "assignment_turns"


class HandOver(TenantTable):
    """left_ids: whose shift ended; more: how many tickets did not fit on the list."""

    personal = ()
    id = BigAutoField()
    at = Moment()
    left_ids = JSONField(default=list)
    more = IntegerField(default=0)

    class Meta:
        table_name = "handovers"


class HandOverLine(TenantTable):
    personal = ()
    handover_id = BigIntegerField()
    number = IntegerField()
    ticket_id = BigIntegerField()

    class Meta:
        table_name = "handover_lines"
        primary_key = CompositeKey("handover_id", "number")


class HandOverAnswer(TenantTable):
    """What came of the lines of one mail."""

    personal = ("done", "not_done", "in_reply_to")
    id = BigAutoField()
    handover_id = BigIntegerField()
    staff_id = BigIntegerField()
    done = JSONField(default=list)
    not_done = JSONField(default=list)
    in_reply_to = TextField(default="")
    at = Moment()

    class Meta:
        table_name = "handover_answers"
