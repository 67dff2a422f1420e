"""Whether Twilio signed a request, by Twilio's own validator.

https://www.twilio.com/docs/usage/security#validating-requests
"""

from __future__ import annotations

from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict


def is_signed(url: str, form: MultiDict[str, str], body: str, signature: str, *, token: str) -> bool:
    """`url` as Twilio knows it, with its query. A body that is no form is signed by its digest in the query.

    False for whatever cannot be a signature; never raises.
    """
    if not signature or not token:
        return False
    signed = body if "bodySHA256=" in url else form
    try:
        return bool(RequestValidator(token).validate(url, signed, signature))
    except ValueError:  # words that are no text, a port that is no number
        return False
