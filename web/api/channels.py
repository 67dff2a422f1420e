"""The addresses and numbers that guests write to: desk addresses of mail and WhatsApp numbers, each with its live test."""

from __future__ import annotations

from dataclasses import replace

from web.access import Visit, current_visit, needs
from web.api import channel_schemas as schemas
from web.api.blueprint import api
from web.api.shapes import Json, moment, whole
from web.channel_words import shown
from web.installation import current_desk
from workflow import clock
from workflow.channel_test import Way
from workflow.errors import Invalid, NotFound
from workflow.models import Channel
from workflow.queries import channels as channel_queries
from workflow.queries import numbers as number_queries
from workflow.queries.channels import ChannelLine
from workflow.queries.numbers import NumberLine
from workflow.roles import Action
from workflow.services import channel_tests, channels, number_checks, number_settings
from workflow.services.channels import Wanted
from workflow.services.whatsapp_channels import Account
from workflow.values import ChannelKind
from workflow.wake import wake_clock
from workflow.whatsapp.checking import Outcome

OF_MAIL = frozenset({"authservId"})
OF_WHATSAPP = frozenset({"accountSid", "token", "serviceSid", "templates", "alarmTemplates", "prefersMail"})
RESULTS = {Outcome.OK: "done", Outcome.WARN: "warning", Outcome.FAIL: "failed"}

Line = ChannelLine | NumberLine


@api.get("/channels")
@api.output(schemas.ChannelsOut)
@needs(Action.CHANNELS)
def list_channels() -> Json:
    """The channels, mail first; never a secret."""
    visit = current_visit()
    with visit.sight.transaction():
        return whole(
            [shape for hotel_id in visit.sight.hotel_ids for shape in _of_hotel(hotel_id)], lambda one: one
        )


@api.post("/channels")
@api.input(schemas.ChannelIn)
@api.output(schemas.ChannelOut, status_code=201)
@needs(Action.CHANNELS)
def create_channel(json_data: Json) -> Json:
    """Adds a desk address, or a WhatsApp number with its account at Twilio."""
    visit = current_visit()
    hotel_id, kind, now = visit.seat.hotel_id, json_data["kind"], clock.now()
    _refuse_of_others(kind, json_data)
    with visit.sight.transaction():
        if kind == ChannelKind.EMAIL:
            wanted = Wanted(json_data.get("displayName", ""), json_data.get("authservId", ""))
            made = channels.add(hotel_id, json_data["address"], wanted, actor=visit.actor, now=now)
        else:
            made = number_settings.add(
                hotel_id,
                json_data["address"],
                _account(Account(), json_data),
                display_name=json_data.get("displayName", ""),
                keys=current_desk().keys,
                actor=visit.actor,
                now=now,
            )
        if json_data.get("enabled") is False:
            _switch(made, enabled=False, visit=visit)
        return _shape(hotel_id, made.id)


@api.get("/channels/<id:id>")
@api.output(schemas.ChannelOut)
@needs(Action.CHANNELS)
def get_channel(id: int) -> Json:
    """One channel; never a secret."""
    visit = current_visit()
    with visit.sight.transaction():
        channel = _find(visit, id)
        return _shape(channel.hotel_id, id)


@api.patch("/channels/<id:id>")
@api.input(schemas.ChannelPatchIn)
@api.output(schemas.ChannelOut)
@needs(Action.CHANNELS)
def change_channel(id: int, json_data: Json) -> Json:
    """Changes the named fields of a channel. Its address stays: tickets and reply addresses point to it."""
    visit = current_visit()
    with visit.sight.transaction():
        channel = _find(visit, id)
        _refuse_of_others(channel.kind, json_data)
        if set(json_data) - {"enabled"}:
            _change(channel, json_data, visit)
        if "enabled" in json_data and json_data["enabled"] != channel.enabled:
            _switch(channel, enabled=json_data["enabled"], visit=visit)
        return _shape(channel.hotel_id, id)


@api.post("/channels/<id:id>/test")
@api.input(schemas.ChannelTestIn)
@api.output(schemas.ChannelTestOut, status_code=202)
@needs(Action.CHANNELS)
def start_channel_test(id: int, json_data: Json) -> Json:
    """Tests a channel. Mail: a letter goes out and comes back. WhatsApp: Twilio is asked whether it agrees; nothing is sent."""
    visit, now = current_visit(), clock.now()
    with visit.sight.transaction():
        channel = _find(visit, id)
        if channel.kind == ChannelKind.EMAIL:
            channel_tests.start(
                id,
                hotel_id=channel.hotel_id,
                way=Way(json_data["way"]),
                actor=visit.actor,
                settings=current_desk().settings,
                now=now,
            )
        else:
            number_checks.start(channel.hotel_id, id, actor=visit.actor, now=now)
        result = _test(channel)
    wake_clock()
    return result


@api.get("/channels/<id:id>/test")
@api.output(schemas.ChannelTestOut)
@needs(Action.CHANNELS)
def get_channel_test(id: int) -> Json:
    """How the last test of a channel goes, or went."""
    visit = current_visit()
    with visit.sight.transaction():
        return _test(_find(visit, id))


def _find(visit: Visit, id: int) -> Channel:
    """Raises NotFound, the same for a channel of others."""
    found: Channel | None = Channel.get_or_none(
        Channel.id == id, Channel.hotel_id.in_(list(visit.sight.hotel_ids)), Channel.kind.in_(schemas.KINDS)
    )
    if found is None:
        raise NotFound("There is no such channel.")
    return found


def _change(channel: Channel, given: Json, visit: Visit) -> None:
    name, now = given.get("displayName", channel.display_name), clock.now()
    if channel.kind == ChannelKind.EMAIL:
        authserv_id = given.get("authservId", channel.settings.get("authserv_id", ""))
        channels.change(channel.hotel_id, channel.id, Wanted(name, authserv_id), actor=visit.actor, now=now)
        return
    line = number_queries.one_of_hotel(channel.hotel_id, channel.id)
    before = Account(
        account_sid=line.account_sid,
        service_sid=line.service_sid,
        templates=line.templates,
        prefers_mail=line.prefers_mail,
        alarm_templates=line.alarm_templates,
    )
    number_settings.change(
        channel.hotel_id,
        channel.id,
        _account(before, given),
        display_name=name,
        keys=current_desk().keys,
        actor=visit.actor,
        now=now,
    )


def _switch(channel: Channel, *, enabled: bool, visit: Visit) -> None:
    service = channels if channel.kind == ChannelKind.EMAIL else number_settings
    switch = service.switch_on if enabled else service.switch_off
    switch(channel.hotel_id, channel.id, actor=visit.actor, now=clock.now())


def _account(before: Account, given: Json) -> Account:
    """What is named, over what stands; an empty token leaves the one that stands."""
    return replace(
        before,
        account_sid=given.get("accountSid", before.account_sid).strip(),
        token=given.get("token", "").strip(),
        service_sid=given.get("serviceSid", before.service_sid).strip(),
        templates=given.get("templates", before.templates),
        prefers_mail=given.get("prefersMail", before.prefers_mail),
        alarm_templates=given.get("alarmTemplates", before.alarm_templates),
    )


def _refuse_of_others(kind: str, given: Json) -> None:
    foreign = set(given) & (OF_WHATSAPP if kind == ChannelKind.EMAIL else OF_MAIL)
    if foreign:
        raise Invalid(
            "A channel of the kind %(kind)s has no such field.", min(foreign), values={"kind": kind}
        )


def _of_hotel(hotel_id: int) -> list[Json]:
    mail = [_mail_shape(line, hotel_id) for line in channel_queries.of_hotels((hotel_id,))]
    return mail + [_number_shape(line, hotel_id) for line in number_queries.of_hotel(hotel_id)]


def _shape(hotel_id: int, id: int) -> Json:
    return next(shape for shape in _of_hotel(hotel_id) if shape["id"] == str(id))


def _mail_shape(line: ChannelLine, hotel_id: int) -> Json:
    return {
        "id": str(line.id),
        "hotelId": str(hotel_id),
        "kind": ChannelKind.EMAIL,
        "address": line.address,
        "displayName": line.display_name,
        "enabled": line.enabled,
        "lastMessageAt": moment(line.last_mail_at),
        "error": line.error,
        "authservId": line.authserv_id,
        "mailboxIds": [str(box.id) for box in line.mailboxes],
    }


def _number_shape(line: NumberLine, hotel_id: int) -> Json:
    message, status = number_settings.webhooks(current_desk().settings, line.id)
    failing = line.check is not None and line.check.outcome is Outcome.FAIL
    return {
        "id": str(line.id),
        "hotelId": str(hotel_id),
        "kind": ChannelKind.WHATSAPP,
        "address": line.number,
        "displayName": line.display_name,
        "enabled": line.enabled,
        "lastMessageAt": moment(line.heard_at),
        "error": "Twilio does not agree with this number." if failing else "",
        "accountSid": line.account_sid,
        "serviceSid": line.service_sid,
        "templates": dict(line.templates),
        "alarmTemplates": dict(line.alarm_templates),
        "prefersMail": line.prefers_mail,
        "webhooks": {"message": message, "status": status},
    }


def _test(channel: Channel) -> Json:
    if channel.kind == ChannelKind.EMAIL:
        known = channel_tests.newest([channel.id]).get(channel.id)
        if known is None:
            return _never()
        test = shown(known)
        stages = [_stage(one.name, one.progress, one.words, one.advice) for one in test.stages]
        return _result(test.result, known.asked_by, moment(known.started_at), stages)
    check = number_checks.newest([channel.id]).get(channel.id)
    if check is None:
        return _never()
    lines = [_stage("Twilio", RESULTS[line.outcome], line.says, line.remedy) for line in check.lines]
    result = RESULTS[check.outcome] if check.outcome else "waiting"
    return _result(result, check.asked_by, moment(check.asked_at), lines)


def _never() -> Json:
    return _result("none", "", None, [])


def _result(result: str, asked_by: str, started_at: str | None, stages: list[Json]) -> Json:
    return {"result": result, "askedBy": asked_by, "startedAt": started_at, "stages": stages}


def _stage(name: str, progress: str, words: str, advice: str) -> Json:
    return {"name": name, "progress": progress, "words": words, "advice": advice}
