"""Webhook endpoints (R-WF-8): whom the hotel tells what happens, how each delivery went, and sending one again."""

from __future__ import annotations

from dataclasses import replace

from apiflask.fields import Boolean, Integer, List, Nested, String
from marshmallow import validate

from web.access import current_visit, needs
from web.api import schemas, shapes
from web.api.blueprint import api
from web.api.lists import wanted_of
from web.api.schema import Schema
from web.api.schemas import Moment, Switch, one_of
from web.api.shapes import Json, moment
from web.installation import current_desk
from workflow import clock
from workflow.models import WebhookEndpoint
from workflow.queries import webhooks as webhook_queries
from workflow.queries.webhooks import Attempt, Delivery
from workflow.roles import Action
from workflow.services import webhook_deliveries, webhook_endpoints
from workflow.services.webhook_endpoints import MAX_DESCRIPTION, MAX_URL, Draft
from workflow.webhooks import EventType

TYPES = list(EventType)


class EndpointPatchIn(Schema):
    url = String(validate=validate.Length(1, MAX_URL), metadata={"description": "Begins with https://."})
    description = String(validate=validate.Length(max=MAX_DESCRIPTION))
    events = List(String(validate=one_of(TYPES)), validate=validate.Length(1, len(TYPES) * 2))
    enabled = Switch()


class EndpointIn(EndpointPatchIn):
    url = String(
        required=True,
        validate=validate.Length(1, MAX_URL),
        metadata={"description": "Begins with https://."},
    )
    description = String(load_default="", validate=validate.Length(max=MAX_DESCRIPTION))
    events = List(String(validate=one_of(TYPES)), required=True, validate=validate.Length(1, len(TYPES) * 2))
    enabled = Switch(load_default=True)


class EndpointOut(Schema):
    id = String()
    hotelId = String()
    url = String()
    description = String()
    events = List(String())
    enabled = Boolean()
    offBecause = String(metadata={"description": "Why Bellhop switched it off; empty when a person did."})
    oldSecretUntil = Moment(allow_none=True, metadata={"description": "So long the secret before signs too."})
    deliveredAt = Moment(allow_none=True)
    failingSince = Moment(allow_none=True)
    lastError = String()
    createdAt = Moment()
    updatedAt = Moment()


class EndpointRow(EndpointOut):
    """The same, within the list."""


class EndpointWithSecretOut(EndpointOut):
    secret = String(metadata={"description": "Shown this once: keep it where the receiver can read it."})


class EndpointsOut(Schema):
    data = List(Nested(EndpointRow))
    pagination = Nested(schemas.PaginationOut)


class WebhookAttemptOut(Schema):
    at = Moment()
    status = Integer(allow_none=True, metadata={"description": "null: there was no answer."})
    ms = Integer()
    answer = String(metadata={"description": "How the answer began."})
    error = String()


class WebhookDeliveryOut(Schema):
    id = String()
    endpointId = String()
    eventId = String(metadata={"description": "The webhook-id."})
    type = String()
    ticketPid = String(allow_none=True)
    state = String(metadata={"description": "waiting, delivered, failed or dropped."})
    createdAt = Moment()
    finishedAt = Moment(allow_none=True)
    nextAttemptAt = Moment(allow_none=True)
    body = String(metadata={"description": "The very text that is signed and sent."})
    attempts = List(Nested(WebhookAttemptOut))


class WebhookDeliveryRow(WebhookDeliveryOut):
    """The same, within the list."""


class WebhookDeliveriesOut(Schema):
    data = List(Nested(WebhookDeliveryRow))
    pagination = Nested(schemas.PaginationOut)


@api.get("/webhook-endpoints")
@api.output(EndpointsOut)
@needs(Action.WEBHOOKS)
def list_endpoints() -> Json:
    """The webhook endpoints in the order they were added; never a secret."""
    visit = current_visit()
    with visit.sight.transaction():
        found = webhook_endpoints.every(visit.sight.hotel_ids)
    return shapes.whole(found, _shape)


@api.post("/webhook-endpoints")
@api.input(EndpointIn)
@api.output(EndpointWithSecretOut, status_code=201)
@needs(Action.WEBHOOKS)
def create_endpoint(json_data: Json) -> Json:
    """Adds a webhook endpoint and shows its secret, this once."""
    visit, desk = current_visit(), current_desk()
    with visit.sight.transaction():
        made, secret = webhook_endpoints.create(
            visit.seat.hotel_id,
            Draft(**{**json_data, "events": tuple(json_data["events"])}),
            allow_private=desk.settings.egress_allow_private,
            keys=desk.keys,
            actor=visit.actor,
            now=clock.now(),
        )
    return {**_shape(made), "secret": secret}


@api.get("/webhook-endpoints/<id:id>")
@api.output(EndpointOut)
@needs(Action.WEBHOOKS)
def get_endpoint(id: int) -> Json:
    """One webhook endpoint."""
    visit = current_visit()
    with visit.sight.transaction():
        return _shape(webhook_endpoints.find(visit.sight.hotel_ids, id))


@api.patch("/webhook-endpoints/<id:id>")
@api.input(EndpointPatchIn)
@api.output(EndpointOut)
@needs(Action.WEBHOOKS)
def change_endpoint(id: int, json_data: Json) -> Json:
    """Changes the named fields of an endpoint. Switched off, what waits for it is dropped; it stays in the log."""
    visit = current_visit()
    with visit.sight.transaction():
        endpoint = webhook_endpoints.find(visit.sight.hotel_ids, id, lock=True)
        draft = replace(webhook_endpoints.draft_of(endpoint), **json_data)
        webhook_endpoints.change(
            endpoint,
            draft,
            allow_private=current_desk().settings.egress_allow_private,
            actor=visit.actor,
            now=clock.now(),
        )
        return _shape(webhook_endpoints.find(visit.sight.hotel_ids, id))


@api.delete("/webhook-endpoints/<id:id>")
@api.output({}, status_code=204)
@needs(Action.WEBHOOKS)
def remove_endpoint(id: int) -> str:
    """Removes a webhook endpoint with its log. What waits for it is dropped."""
    visit = current_visit()
    with visit.sight.transaction():
        endpoint = webhook_endpoints.find(visit.sight.hotel_ids, id, lock=True)
        webhook_endpoints.remove(endpoint, actor=visit.actor, now=clock.now())
    return ""


@api.post("/webhook-endpoints/<id:id>/rotate-secret")
@api.output(EndpointWithSecretOut)
@needs(Action.WEBHOOKS)
def rotate_endpoint_secret(id: int) -> Json:
    """Gives an endpoint a new secret, shown this once. For a day the one before signs too."""
    visit = current_visit()
    with visit.sight.transaction():
        endpoint = webhook_endpoints.find(visit.sight.hotel_ids, id, lock=True)
        secret = webhook_endpoints.rotate_secret(
            endpoint, keys=current_desk().keys, actor=visit.actor, now=clock.now()
        )
        return {**_shape(webhook_endpoints.find(visit.sight.hotel_ids, id)), "secret": secret}


@api.post("/webhook-endpoints/<id:id>/test")
@api.output({}, status_code=202)
@needs(Action.WEBHOOKS)
def test_endpoint(id: int) -> Json:
    """Sends an endpoint an event of the type webhook.test; its log shows how that went."""
    visit = current_visit()
    with visit.sight.transaction():
        endpoint = webhook_endpoints.find(visit.sight.hotel_ids, id, lock=True)
        webhook_endpoints.test(endpoint, actor=visit.actor, now=clock.now())
    return {}


@api.get("/webhook-endpoints/<id:id>/deliveries")
@api.input(schemas.PageIn, location="query")
@api.output(WebhookDeliveriesOut)
@needs(Action.WEBHOOKS)
def list_deliveries(id: int, query_data: Json) -> Json:
    """What an endpoint was told of in the last thirty days, newest first, with each attempt."""
    visit = current_visit()
    wanted = wanted_of(query_data)
    with visit.sight.transaction():
        endpoint = webhook_endpoints.find(visit.sight.hotel_ids, id)
        found = webhook_queries.deliveries(endpoint.id, wanted)
    return shapes.page(found, _delivery)


@api.post("/webhook-endpoints/<id:id>/deliveries/<id:delivery_id>/redeliver")
@api.output(WebhookDeliveryOut, status_code=202)
@needs(Action.WEBHOOKS)
def redeliver(id: int, delivery_id: int) -> Json:
    """Sends a delivery once more, with all its tries, under the same webhook-id."""
    visit = current_visit()
    with visit.sight.transaction():
        endpoint = webhook_endpoints.find(visit.sight.hotel_ids, id)
        webhook_deliveries.redeliver(endpoint, delivery_id, now=clock.now())
        return _delivery(webhook_queries.delivery(endpoint.id, delivery_id))


def _shape(endpoint: WebhookEndpoint) -> Json:
    return {
        "id": str(endpoint.id),
        "hotelId": str(endpoint.hotel_id),
        "url": endpoint.url,
        "description": endpoint.description,
        "events": list(endpoint.events),
        "enabled": endpoint.enabled,
        "offBecause": endpoint.off_because,
        "oldSecretUntil": moment(endpoint.old_secret_until),
        "deliveredAt": moment(endpoint.delivered_at),
        "failingSince": moment(endpoint.failing_since),
        "lastError": endpoint.last_error,
        "createdAt": moment(endpoint.created_at),
        "updatedAt": moment(endpoint.updated_at),
    }


def _delivery(delivery: Delivery) -> Json:
    return {
        "id": str(delivery.id),
        "endpointId": str(delivery.endpoint_id),
        "eventId": delivery.event_key,
        "type": delivery.type,
        "ticketPid": delivery.pid,
        "state": delivery.state,
        "createdAt": moment(delivery.created_at),
        "finishedAt": moment(delivery.finished_at),
        "nextAttemptAt": moment(delivery.next_at),
        "body": delivery.body,
        "attempts": [_attempt(attempt) for attempt in delivery.attempts],
    }


def _attempt(attempt: Attempt) -> Json:
    return {
        "at": moment(attempt.at),
        "status": attempt.status,
        "ms": attempt.ms,
        "answer": attempt.answer,
        "error": attempt.error,
    }
