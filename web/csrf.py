"""Forms carry a token bound to the session (or, before log-in, to the visitor's cookie): other sites cannot know it.

SameSite alone does not do: a sibling subdomain is the same site.
"""

from __future__ import annotations

import hmac

from flask import current_app, request

from web import sessions
from workflow.desk import Desk
from workflow.errors import Forbidden

FIELD = "csrf"
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class FormExpired(Forbidden):
    """The form's token is not of this session. Outside: 403, with what to do."""


def token() -> str:
    """For the hidden field of a form."""
    desk: Desk = current_app.config["DESK"]
    return hmac.new(desk.keys.key("csrf"), sessions.form_secret().encode(), "sha256").hexdigest()


def check() -> None:
    """Raises FormExpired when a request that changes something does not come from a form of ours."""
    if request.method not in _UNSAFE:
        return
    sent = request.form.get(FIELD, "")
    if not hmac.compare_digest(sent.encode(), token().encode()):
        raise FormExpired(
            "This form is no longer valid, because the log-in has changed. Load the page again."
        )
