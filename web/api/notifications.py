"""How a member and a hotel want to be told by mail: quiet hours, and how many notices make a flood."""

from __future__ import annotations

from web.access import Access, Visit, current_visit, needs
from web.api import schemas
from web.api.blueprint import api
from web.api.shapes import Json
from workflow import clock
from workflow.errors import Forbidden
from workflow.models import Hotel
from workflow.roles import Action
from workflow.services import notice_settings
from workflow.services.notice_settings import NONE, NoticeSettings


@api.get("/me/notifications")
@api.output(schemas.NotificationsOut)
@needs(Access.PERSON)
def my_notifications() -> Json:
    """One's own quiet hours, and those of the hotel."""
    visit = current_visit()
    with visit.sight.transaction():
        return _mine(visit, notice_settings.of_member(visit.seat.hotel_id, own_id(visit)))


@api.patch("/me/notifications")
@api.input(schemas.NotificationsIn)
@api.output(schemas.NotificationsOut)
@needs(Access.PERSON)
def change_my_notifications(json_data: Json) -> Json:
    """Changes one's own quiet hours: `22:00-07:00` by the hotel's clocks, `none`, or `hotel` for its default. Urgent tickets wait for nothing."""
    visit = current_visit()
    with visit.sight.transaction():
        chosen = notice_settings.set_of_member(
            visit.seat.hotel_id, own_id(visit), json_data["quietHours"], now=clock.now()
        )
        return _mine(visit, chosen)


@api.get("/notification-settings")
@api.output(schemas.NotificationSettingsOut)
@needs(Action.HOTEL)
def notification_settings() -> Json:
    """The hotel's quiet hours, and how many notices to one person within the window go one by one."""
    visit = current_visit()
    with visit.sight.transaction():
        return _settings(notice_settings.of_hotel(Hotel.get_by_id(visit.seat.hotel_id)))


@api.patch("/notification-settings")
@api.input(schemas.NotificationSettingsIn)
@api.output(schemas.NotificationSettingsOut)
@needs(Action.HOTEL)
def change_notification_settings(json_data: Json) -> Json:
    """Changes the hotel's quiet hours and limits of notices. 0 for `single` or `singleNew`: always one by one."""
    visit = current_visit()
    with visit.sight.transaction():
        changed = notice_settings.set_of_hotel(
            Hotel.get_by_id(visit.seat.hotel_id),
            quiet_hours=json_data.get("quietHours"),
            single=json_data.get("single"),
            single_new=json_data.get("singleNew"),
            window_minutes=json_data.get("windowMinutes"),
            actor=visit.actor,
            now=clock.now(),
        )
        return _settings(changed)


def own_id(visit: Visit) -> int:
    """Raises Forbidden for a program, which gets no mail."""
    if visit.person.staff_id is None:
        raise Forbidden("A token is no person: it gets no notifications.")
    return visit.person.staff_id


def _mine(visit: Visit, chosen: str) -> Json:
    quiet = notice_settings.of_hotel(Hotel.get_by_id(visit.seat.hotel_id)).quiet
    return {"quietHours": chosen, "hotelQuietHours": str(quiet) if quiet else NONE}


def _settings(found: NoticeSettings) -> Json:
    return {
        "quietHours": str(found.quiet) if found.quiet else NONE,
        "single": found.limits.single,
        "singleNew": found.limits.single_new,
        "windowMinutes": int(found.limits.window.total_seconds() // 60),
    }
