"""The two routes that Twilio calls. Checked first, then kept, then answered; nothing else happens here.

https://www.twilio.com/docs/messaging/guides/webhook-request and …/usage/security#validating-requests
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from flask import Flask, Request, Response, request
from prometheus_client import Counter
from werkzeug.exceptions import HTTPException

from ingest.whatsapp.directory import Directory
from ingest.whatsapp.signature import is_signed
from workflow.errors import StoreUnavailable
from workflow.services.hooks import HookWriter
from workflow.services.whatsapp_channels import Number

MAX_BODY = 256 * 1024
MAX_FIELDS = 500
RETRY_AFTER_SECONDS = "15"
EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

ANSWERS = Counter(
    "bellhop_hooks_requests_total", "Requests of the webhook door by route and answer", ["route", "status"]
)
_log = structlog.get_logger(__name__)


def create_app(
    directory: Directory, writer: HookWriter, *, public_url: str, tick: Callable[[], datetime]
) -> Flask:
    """`public_url` is where Twilio thinks the door stands: what it signs is that, whatever a proxy says."""
    app = Flask(__name__, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, MAX_FORM_MEMORY_SIZE=MAX_BODY, MAX_FORM_PARTS=MAX_FIELDS)

    @app.post("/twilio/<int:channel_id>/message")
    def message(channel_id: int) -> Response:
        number = directory.find(channel_id)
        if number is None:
            return _answer("message", 404)
        raw = request.get_data(cache=True)
        if not _is_twilios(request, number, directory, public_url=public_url, desk_field="To"):
            return _answer("message", 403)
        if not request.form.get("MessageSid"):
            return _answer("message", 400)
        writer.keep_message(number, request.form, raw, now=tick())
        return _answer("message", 200, EMPTY_TWIML)

    @app.post("/twilio/<int:channel_id>/status")
    def status(channel_id: int) -> Response:
        number = directory.find(channel_id)
        if number is None:
            return _answer("status", 404)
        request.get_data(cache=True)
        if not _is_twilios(request, number, directory, public_url=public_url, desk_field="From"):
            return _answer("status", 403)
        if not request.form.get("MessageSid") or not request.form.get("MessageStatus"):
            return _answer("status", 400)
        writer.keep_report(number, request.form, now=tick())
        return _answer("status", 204)

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        return _answer("other", error.code or 500)

    @app.errorhandler(StoreUnavailable)
    def away(error: StoreUnavailable) -> Response:
        """Our fault, and temporary: Twilio may try again, and what it does not is fetched from its list."""
        _log.warning("hook_not_kept", reason=str(error))
        response = _answer("other", 503)
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
        return response

    @app.errorhandler(Exception)
    def fault(_: Exception) -> Response:
        _log.exception("hook_fault")
        return _answer("other", 503)

    return app


def _answer(route: str, status: int, body: str = "") -> Response:
    """Never a word about why: who is not Twilio learns nothing."""
    ANSWERS.labels(route, str(status)).inc()
    return Response(body, status, content_type="text/xml; charset=utf-8" if body else "text/plain")


def _is_twilios(
    request: Request, number: Number, directory: Directory, *, public_url: str, desk_field: str
) -> bool:
    """Signed under the number's own token for this very address, and about this number."""
    query = request.query_string.decode("ascii", "replace")
    url = f"{public_url}{request.path}{'?' + query if query else ''}"
    signature = request.headers.get("X-Twilio-Signature", "")
    body = request.get_data(as_text=True)
    return is_signed(url, request.form, body, signature, token=number.account.token) and _is_about(
        request.form, number, directory, desk_field=desk_field
    )


def _is_about(form: Mapping[str, str], number: Number, directory: Directory, *, desk_field: str) -> bool:
    """A Messaging Service may have several numbers, of several hotels: one that is set up here has its own route."""
    account = number.account
    if account.account_sid and form.get("AccountSid") != account.account_sid:
        return False
    address = form.get(desk_field, "").lower()
    if address == number.address:
        return True
    is_of_service = bool(account.service_sid) and form.get("MessagingServiceSid") == account.service_sid
    return is_of_service and not directory.is_anothers(address, number)
