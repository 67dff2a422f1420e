"""`create_app`: the panel, the API and the health routes put together, with what every request goes through."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import structlog
from apiflask import APIFlask
from flask import Flask, Response, g, request, url_for
from werkzeug.routing import IntegerConverter, Map

from web import access, category_words, csrf, errors, headers, language_names, languages, sessions, uploads
from web.api import install_api
from web.guest.routes import guest
from web.health import health_routes
from web.limits import Limits
from web.panel import looks, panel
from web.proxies import behind_proxies
from web.requests import CleanRequest, shown_path
from workflow import clock
from workflow.desk import Desk
from workflow.files import FileStore
from workflow.sealing import Keys
from workflow.settings import Settings
from workflow.texts import TEMPLATES

MAX_REQUEST_BYTES = 2 * 1024 * 1024

_log = structlog.get_logger(__name__)


def create_app(settings: Settings) -> Flask:
    """The WSGI application. The models are connected by the caller."""
    app = APIFlask(
        "web",
        title="Bellhop",
        version="1",
        spec_path="/api/v1/openapi.json",
        docs_path=None,
        json_errors=False,
        template_folder=str(TEMPLATES / "panel"),
        static_folder=str(Path(__file__).parent / "static"),
    )
    app.request_class = CleanRequest
    app.url_map.converters["id"] = RowId
    app.config.update(MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES, MAX_FORM_MEMORY_SIZE=MAX_REQUEST_BYTES)
    furnish(app, settings)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.filters["category"] = category_words.category_name
    app.jinja_env.filters["language"] = language_names.language_name
    app.jinja_env.globals.update(
        csrf_token=csrf.token, asset=_asset, language_name=language_names.language_name
    )
    languages.install(app)
    looks.install(app)
    app.wsgi_app = behind_proxies(app.wsgi_app, settings)  # type: ignore[assignment, method-assign]
    app.before_request(_begin)
    app.before_request(lambda: access.guard(app))
    app.before_request(uploads.make_room)
    app.after_request(_cookies)
    app.after_request(headers.add)
    app.after_request(_record)
    app.register_blueprint(panel)
    app.register_blueprint(guest)
    app.register_blueprint(health_routes)
    install_api(app)
    errors.install(app)
    return app


def furnish(app: Flask, settings: Settings) -> None:
    """What the views find in the application: settings, keys, files, limits."""
    app.config.update(
        SETTINGS=settings,
        LIMITS=Limits(settings.redis_url),
        DESK=Desk(settings, Keys(settings.secret), FileStore(settings.storage_url)),
    )


class RowId(IntegerConverter):
    """An id in an address: no larger than the database's, so that larger ones are simply not there."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=2**63 - 1)


def _begin() -> None:
    g.began = clock.monotonic()


def _cookies(response: Response) -> Response:
    visit = access.visit_or_none()
    if request.blueprint == guest.name:
        sessions.keep_visitor(response)
    if request.blueprint == panel.name:
        sessions.keep_visitor(response)
        if visit is not None and len(visit.seats) == 1:
            sessions.keep_hotel(response, visit.seats[0])
    return response


def _record(response: Response) -> Response:
    """One line a request; the query is left out, for it holds what people search for."""
    if request.blueprint != health_routes.name and request.endpoint != "static":
        _log.info(
            "request",
            method=request.method,
            path=shown_path(),
            status=response.status_code,
            ms=round((clock.monotonic() - g.began) * 1000, 1),
        )
    return response


@cache
def _asset(name: str) -> str:
    """The address of a static file, with its digest, so that browsers may keep it for good."""
    content = (Path(__file__).parent / "static" / name).read_bytes()
    return url_for("static", filename=name, v=hashlib.sha256(content).hexdigest()[:12])
