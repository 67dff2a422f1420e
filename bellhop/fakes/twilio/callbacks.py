"""Requests that Twilio makes: the webhook of an incoming message, status callbacks. Signed as Twilio signs.

https://www.twilio.com/docs/usage/security#validating-requests: base64 of HMAC-SHA1, under the account's token, of the
URL followed by each POST field's name and value, fields sorted by name.
"""

import base64
import hashlib
import hmac
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from bellhop.fakes.twilio.account import Account, Record

TIMEOUT_SECONDS = 15


@dataclass(frozen=True)
class Answer:
    """What the desk said; status 0: it could not be reached."""

    status: int
    content_type: str = ""
    body: str = ""


def signature(url: str, form: Mapping[str, str], *, token: str) -> str:
    signed = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def post(
    url: str, form: Mapping[str, str], *, token: str, signed_url: str = "", header: str | None = None
) -> Answer:
    """Twilio posts the form to `url`; `signed_url` is the public one when a proxy stands between."""
    request = urllib.request.Request(url, data=urlencode(form).encode(), method="POST")
    request.add_header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
    request.add_header("User-Agent", "TwilioProxy/1.1")
    value = signature(signed_url or url, form, token=token) if header is None else header
    if value:
        request.add_header("X-Twilio-Signature", value)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
            return Answer(response.status, response.headers.get("Content-Type", ""), response.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers.get("Content-Type", ""), error.read().decode())
    except OSError:
        return Answer(0)


def incoming_form(
    account: Account, record: Record, *, media_base: str, name: str, extra: Mapping[str, str]
) -> dict[str, str]:
    """The fields of an incoming WhatsApp message (https://www.twilio.com/docs/messaging/guides/webhook-request)."""
    number = record.sender.removeprefix("whatsapp:")
    form = {
        "SmsMessageSid": record.sid,
        "NumMedia": str(len(record.media)),
        "ProfileName": name,
        "MessageType": record.media[0].content_type.partition("/")[0] if record.media else "text",
        "SmsSid": record.sid,
        "WaId": number.removeprefix("+"),
        "SmsStatus": "received",
        "Body": record.body,
        "To": record.to,
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "MessageSid": record.sid,
        "AccountSid": account.sid,
        "From": record.sender,
        "ApiVersion": "2010-04-01",
    }
    if record.messaging_service_sid:
        form["MessagingServiceSid"] = record.messaging_service_sid
    for number_, medium in enumerate(record.media):
        form[f"MediaContentType{number_}"] = medium.content_type
        form[f"MediaUrl{number_}"] = (
            f"{media_base}/2010-04-01/Accounts/{account.sid}/Messages/{record.sid}/Media/{medium.sid}"
        )
    return {**form, **extra}


def status_form(account: Account, record: Record, status: str, *, code: int | None) -> dict[str, str]:
    """The fields of a status callback (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status)."""
    form = {
        "ChannelPrefix": "whatsapp",
        "ApiVersion": "2010-04-01",
        "MessageStatus": status,
        "SmsSid": record.sid,
        "SmsStatus": status,
        "To": record.to,
        "ChannelToAddress": record.to.removeprefix("whatsapp:")[:-4] + "XXXX",
        "From": record.sender,
        "MessageSid": record.sid,
        "AccountSid": account.sid,
    }
    if record.messaging_service_sid:
        form["MessagingServiceSid"] = record.messaging_service_sid
    if status in ("delivered", "read"):
        form["EventType"] = status.upper()
    if code:
        form["ErrorCode"] = str(code)
    return form
