"""/livez, /readyz and, for this machine only, /metrics on the web port. METRICS_LISTEN opens them on their own."""

from __future__ import annotations

from ipaddress import ip_address

from flask import Blueprint, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest

from web.access import Access, needs
from workflow.errors import NotFound, StoreUnavailable
from workflow.health import database_answers

health_routes = Blueprint("health", "web.health")


@health_routes.get("/livez")
@needs(Access.EVERYBODY)
def livez() -> Response:
    return Response("alive\n", mimetype="text/plain")


@health_routes.get("/readyz")
@needs(Access.EVERYBODY)
def readyz() -> Response:
    try:
        database_answers()
    except StoreUnavailable:
        return Response("not ready: database\n", 503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")


@health_routes.get("/metrics")
@needs(Access.EVERYBODY)
def metrics() -> Response:
    if not _is_from_this_machine():
        raise NotFound("There is no such page.")
    return Response(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _is_from_this_machine() -> bool:
    """A proxy on this machine speaks for others: what it forwards does not count."""
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via")):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
