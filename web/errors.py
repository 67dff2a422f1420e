"""Refusals and faults as answers: problem+json for the API (RFC 9457), a page with a plain sentence for people.

What went wrong inside is logged and never shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import quote, urlsplit

import structlog
from apiflask import APIFlask
from apiflask.exceptions import HTTPError
from flask import (
    Response,
    current_app,
    has_request_context,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.exceptions import HTTPException

from web import refusal_words
from web.access import SignInNeeded, is_api_request
from web.api.versions import PreconditionFailed
from web.csrf import FormExpired
from web.languages import N_, gettext
from web.requests import shown_path
from web.sessions import GUEST_PAGES
from workflow.errors import (
    AlreadyTaken,
    BellhopError,
    CodeNeeded,
    CodeNotYet,
    CodeOver,
    CodeRefused,
    CodeRevoked,
    CodeUsed,
    FactorDemanded,
    FileHeld,
    FilesUnavailable,
    Forbidden,
    InUse,
    Invalid,
    LoginRefused,
    MoveRefused,
    NameTaken,
    NotFound,
    Refused,
    StoreUnavailable,
    Throttled,
    VersionStale,
)

_log = structlog.get_logger(__name__)

# The first class that fits counts.
STATUS: tuple[tuple[type[BellhopError], int, str], ...] = (
    (SignInNeeded, 401, "sign-in-needed"),
    (LoginRefused, 401, "login-refused"),
    (CodeNeeded, 401, "totp-needed"),
    (FormExpired, 403, "form-expired"),
    (FactorDemanded, 403, "totp-demanded"),
    (Forbidden, 403, "forbidden"),
    (NotFound, 404, "not-found"),
    (MoveRefused, 409, "move-refused"),
    (PreconditionFailed, 412, "precondition-failed"),
    (AlreadyTaken, 409, "already-taken"),
    (VersionStale, 409, "version-stale"),
    (InUse, 409, "in-use"),
    (FileHeld, 409, "file-held"),
    (Invalid, 422, "invalid"),
    (Throttled, 429, "throttled"),
    (CodeUsed, 409, "code-used"),
    (CodeNotYet, 409, "code-not-yet-active"),
    (CodeOver, 410, "code-expired"),
    (CodeRevoked, 410, "code-revoked"),
    (CodeRefused, 400, "code-unknown"),
    (Refused, 400, "refused"),
    (StoreUnavailable, 503, "unavailable"),
)
SENTENCES = {
    400: N_("This request could not be understood."),
    404: N_("There is no such page."),
    405: N_("This address does not take this kind of request."),
    413: N_("This is too large."),
    415: N_("This kind of content is not taken here."),
    500: N_("Something went wrong on our side. It has been written down; please try again."),
    503: N_("The desk cannot reach its database at the moment. Nothing was lost; please try again shortly."),
}
FILES_AWAY = N_("The desk cannot reach its store of files at the moment. Please try again shortly.")


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal: status, a short name for programs, a sentence for people."""

    status: int
    name: str
    detail: str
    extra: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return HTTPStatus(self.status).phrase

    def body(self) -> dict[str, object]:
        """As programs read it (RFC 9457)."""
        return {
            "type": f"urn:bellhop:problem:{self.name}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.extra,
        }


def problem_of(error: BellhopError) -> Problem:
    """How a refusal of the core looks from outside."""
    found = next(((status, name) for kind, status, name in STATUS if isinstance(error, kind)), None)
    if found is None:
        return fault()
    status, name = found
    if isinstance(error, StoreUnavailable):
        sentence = FILES_AWAY if isinstance(error, FilesUnavailable) else SENTENCES[503]
        return Problem(status, name, _said(sentence), headers={"Retry-After": "5"})
    headers: dict[str, str] = {}
    if isinstance(error, Throttled):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, SignInNeeded):
        headers["WWW-Authenticate"] = "Bearer"
    return Problem(status, name, _sentence(error), _extra(error), headers)


def fault() -> Problem:
    return Problem(500, "fault", _said(SENTENCES[500]))


def _sentence(error: BellhopError) -> str:
    """Pages speak the reader's language, the API English."""
    return refusal_words.said(error) if isinstance(error, Refused) and _is_page() else str(error)


def _said(sentence: str) -> str:
    return gettext(sentence) if _is_page() else sentence


def _is_page() -> bool:
    return has_request_context() and not is_api_request()


def problem_response(problem: Problem) -> Response:
    """As programs read it."""
    return Response(
        json.dumps(problem.body()),
        problem.status,
        dict(problem.headers),
        content_type="application/problem+json",
    )


def install(app: APIFlask) -> None:
    app.register_error_handler(BellhopError, _refusal)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)
    app.register_error_handler(HTTPError, _of_schema)


def _refusal(error: BellhopError) -> Response:
    problem = problem_of(error)
    if problem.status >= 500:
        _log.error("request_failed", path=shown_path(), exc_info=error)
    if isinstance(error, SignInNeeded) and not is_api_request() and request.blueprint != GUEST_PAGES:
        return make_response(redirect(f"/login?next={quote(_return_to(), safe='/')}", 303))
    if isinstance(error, FactorDemanded) and not is_api_request():
        return make_response(redirect("/account/second-factor", 303))
    return _answer(problem)


def _http(error: HTTPException) -> Response:
    """Werkzeug's own: no such route, wrong method, too large, a body that is no form."""
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    headers = dict(error.get_headers())
    kept = {name: headers[name] for name in ("Allow",) if name in headers}
    name = HTTPStatus(status).phrase.lower().replace(" ", "-")
    return _answer(Problem(status, name, _said(SENTENCES.get(status, SENTENCES[400])), headers=kept))


def _fault(error: Exception) -> Response:
    _log.error("request_failed", path=shown_path(), exc_info=error)
    return _answer(fault())


def _of_schema(error: HTTPError) -> Response:
    """APIFlask's: a body or query that does not fit its schema. Names the first field that is wrong."""
    by_place = error.detail if isinstance(error.detail, Mapping) else {}
    fields = [(name, reasons) for place in by_place.values() for name, reasons in _items(place)]
    if not fields:
        return problem_response(
            Problem(error.status_code, "invalid", SENTENCES.get(error.status_code, SENTENCES[400]))
        )
    sentence = " ".join(f"{name}: {reasons}" for name, reasons in fields)
    return problem_response(Problem(422, "invalid", sentence, {"errors": dict(fields)}))


def _items(place: object) -> list[tuple[str, str]]:
    if not isinstance(place, Mapping):
        return []
    found = []
    for name, reasons in place.items():
        if isinstance(reasons, Mapping) and all(isinstance(inner, str) for inner in reasons):
            found += [(f"{name}.{inner}", words) for inner, words in _items(reasons)]
        else:
            found.append((str(name), _flat(reasons)))
    return found


def _flat(reasons: object) -> str:
    if isinstance(reasons, Mapping):
        return " ".join(_flat(reason) for reason in reasons.values())
    if isinstance(reasons, list | tuple):
        return " ".join(_flat(reason) for reason in reasons)
    return str(reasons)


def _extra(error: BellhopError) -> dict[str, object]:
    if isinstance(error, MoveRefused):
        return {"allowed": [str(state) for state in error.allowed]}
    if isinstance(error, Invalid | NameTaken) and error.field:
        return {"field": error.field}
    return {}


def _return_to() -> str:
    """Where a person goes on after the log-in: the page he asked for, or the one his form stands on."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    pid = (request.view_args or {}).get("pid")
    if pid:
        return f"/tickets/{pid}"
    routes = current_app.create_url_adapter(request)
    page = urlsplit(request.referrer or "")
    if routes is not None and page.netloc == request.host and routes.test(page.path, method="GET"):
        return f"{page.path}?{page.query}" if page.query else page.path
    return request.path if routes is not None and routes.test(method="GET") else "/queue"


def _typed() -> str:
    """The words of a form that was refused, so that nobody has to write them again; "" where there are none."""
    try:
        return next((request.form[name] for name in ("body", "description") if request.form.get(name)), "")
    except HTTPException:
        return ""


def _answer(problem: Problem) -> Response:
    if is_api_request():
        return problem_response(problem)
    page = render_template(
        "guest_problem.html" if request.blueprint == GUEST_PAGES else "error.html",
        problem=problem,
        typed=_typed(),
    )
    return make_response(page, problem.status, dict(problem.headers))
