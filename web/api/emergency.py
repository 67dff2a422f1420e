"""The hotel's words for emergencies, whom they wake, and how often (R-TKT-12)."""

from __future__ import annotations

from apiflask.fields import Integer, List, Nested, String
from marshmallow import validate

from web.access import current_visit, needs
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.shapes import Json
from workflow import clock
from workflow.duty import PEOPLE
from workflow.models import Hotel
from workflow.roles import Action
from workflow.services import alarm_routes, emergencies
from workflow.services.emergencies import EmergencySettings
from workflow.services.hotels import members


class AlarmPhoneOut(Schema):
    id = String()
    name = String()
    alarmPhone = String(metadata={"description": "Empty: by mail only. PUT /duty/members/{id} changes it."})


class EmergencyOut(Schema):
    words = List(String(), metadata={"description": "The hotel's own, besides those of the house."})
    harmless = List(String(), metadata={"description": "What never is an emergency here."})
    people = List(String(), metadata={"description": "Ids of members; none: owners, managers, all on duty."})
    minutes = Integer(metadata={"description": "Until the alarm is repeated."})
    times = Integer(metadata={"description": "How often it goes out in all."})
    phones = List(Nested(AlarmPhoneOut))
    mailOnly = String(metadata={"description": "Why alarms go by mail only; empty: by WhatsApp too."})


class EmergencyIn(Schema):
    words = List(String())
    harmless = List(String())
    people = List(String(validate=validate.Regexp(r"^[0-9]{1,18}$")))
    minutes = Integer()
    times = Integer()


@api.get("/emergency")
@api.output(EmergencyOut)
@needs(Action.DUTY)
def emergency_settings() -> Json:
    """The words of an emergency, and who is alarmed."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(Hotel.get_by_id(visit.seat.hotel_id))


@api.put("/emergency")
@api.input(EmergencyIn)
@api.output(EmergencyOut)
@needs(Action.DUTY)
def change_emergency_settings(json_data: Json) -> Json:
    """Changes the named settings of emergencies."""
    visit = current_visit()
    with visit.sight.transaction():
        hotel = Hotel.get_by_id(visit.seat.hotel_id)
        said = emergencies.settings_of(hotel.settings)
        wanted = EmergencySettings(
            words=tuple(json_data.get("words", said.words)),
            harmless=tuple(json_data.get("harmless", said.harmless)),
            people=tuple(map(int, json_data.get("people", said.people))),
            minutes=json_data.get("minutes", said.minutes),
            times=json_data.get("times", said.times),
        )
        emergencies.set_settings(hotel, wanted, actor=visit.actor, now=clock.now())
        return _shape(hotel)


def _shape(hotel: Hotel) -> Json:
    said = emergencies.settings_of(hotel.settings)
    people = [member for member in members(hotel.id) if member.role in PEOPLE]
    return {
        "words": list(said.words),
        "harmless": list(said.harmless),
        "people": [str(id) for id in said.people],
        "minutes": said.minutes,
        "times": said.times,
        "phones": [
            {"id": str(one.staff_id), "name": one.name, "alarmPhone": one.alarm_phone} for one in people
        ],
        "mailOnly": alarm_routes.missing(hotel.id, people),
    }
