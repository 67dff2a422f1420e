"""What a hotel promises and when its clocks run."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, IntegerField, TextField

from workflow.models.base import JSONField, Moment, TenantTable


class SlaCalendar(TenantTable):
    """week: lists of intervals by the name of the day; what they look like is workflow/calendars'."""

    personal = ()
    id = BigAutoField()
    name = TextField()
    time_zone = TextField()
    week = JSONField()
    holidays = JSONField(default=list)
    created_at = Moment()
    updated_at = Moment()

    class Meta:
        table_name = "sla_calendars"


class SlaPolicy(TenantTable):
    """ladder: steps {after, to}, after in minutes."""

    personal = ()
    id = BigAutoField()
    name = TextField()
    priority = TextField(null=True)
    category_id = BigIntegerField(null=True)
    department_id = BigIntegerField(null=True)
    calendar_id = BigIntegerField(null=True)
    accepted_minutes = IntegerField(null=True)
    first_response_minutes = IntegerField(null=True)
    next_response_minutes = IntegerField(null=True)
    resolution_minutes = IntegerField(null=True)
    warn_minutes = IntegerField(null=True)
    warn_percent = IntegerField(null=True)
    ladder = JSONField()
    in_force_since = Moment()
    created_at = Moment()
    updated_at = Moment()

    class Meta:
        table_name = "sla_policies"
