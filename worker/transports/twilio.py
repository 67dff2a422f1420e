"""Messages to and from Twilio by its own SDK: one asked for, one looked up, a list read. No state of ours.

https://www.twilio.com/docs/messaging/api/message-resource. TWILIO_API_BASE names another host, for a fake.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from workflow.errors import DeliveryFailed
from workflow.reasons import because
from workflow.services.whatsapp_channels import Number
from workflow.services.whatsapp_out import Ask, LookUp
from workflow.whatsapp.reports import reason_of

HOST = "api.twilio.com"
SECONDS = 10.0  # for one request, and less than half a lease
CLOCKS_APART = timedelta(minutes=5)  # between Twilio and us, at most
PAGE = 200
TWILIO = "api.twilio.com"
TOO_MANY = frozenset({429, 20429})
NOT_LET_IN = frozenset({401, 403})


class Unknown(Exception):
    """Nobody knows whether Twilio took the message: it may have, before the answer was lost."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as Twilio keeps it."""

    sid: str
    sender: str
    to: str
    body: str
    status: str
    is_inbound: bool
    at: datetime | None
    media: int
    error_code: int | None


class Twilio:
    """May be used from several threads at once."""

    def __init__(self, api_base: str) -> None:
        self._base = api_base
        self._is_stand_in = urlsplit(api_base).hostname != HOST

    def ask(self, ask: Ask) -> Listed:
        """Raises DeliveryFailed when Twilio surely did not take it, Unknown when nobody knows."""
        client, http = self._client(ask.number)
        wanted: dict[str, object] = {"to": ask.to, "status_callback": ask.report_url}
        if ask.content_sid:
            wanted["content_sid"] = ask.content_sid
            if ask.content_variables:
                wanted["content_variables"] = ask.content_variables
        elif ask.media_url:
            wanted["media_url"] = [ask.media_url]
        else:
            wanted["body"] = ask.body
        if ask.number.account.service_sid:
            wanted["messaging_service_sid"] = ask.number.account.service_sid
        wanted["from_"] = ask.number.address
        try:
            return _listed(client.messages.create(**wanted))
        except (TwilioRestException, TwilioServiceException) as error:
            if error.status >= 500:
                raise Unknown(
                    because("Twilio had a fault of its own (%(status)s).", status=error.status)
                ) from error
            raise _failure(error, http) from error
        except (RequestException, TwilioException) as error:
            raise Unknown(because("Twilio did not answer (%(kind)s).", kind=type(error).__name__)) from error

    def find(self, wanted: LookUp) -> Listed | None:
        """The message that was asked for, if Twilio has it. Raises DeliveryFailed when it cannot be asked."""
        ask = wanted.ask
        listed = self.listed(
            ask.number, since=ask.asked_at - CLOCKS_APART, to=ask.to, sender=ask.number.address
        )
        mine = [one for one in listed if one.sid not in wanted.known and not one.is_inbound and _is(one, ask)]
        return min(mine, key=lambda one: (one.at or ask.asked_at, one.sid), default=None)

    def listed(self, number: Number, *, since: datetime, to: str = "", sender: str = "") -> Iterator[Listed]:
        """From the newest to the oldest since then. Raises DeliveryFailed."""
        client, http = self._client(number)
        named = {name: value for name, value in (("to", to), ("from_", sender)) if value}
        try:
            for one in client.messages.stream(date_sent_after=since, page_size=PAGE, **named):
                yield _listed(one)
        except (TwilioRestException, TwilioServiceException) as error:
            raise _failure(error, http) from error
        except (RequestException, TwilioException) as error:
            raise _no_page(error, http) from error

    def media_of(self, number: Number, sid: str) -> tuple[tuple[str, str], ...]:
        """Address and content type of each file of a message. Raises DeliveryFailed."""
        client, http = self._client(number)
        try:
            found = client.messages(sid).media.list(limit=PAGE)
        except (TwilioRestException, TwilioServiceException) as error:
            raise _failure(error, http) from error
        except (RequestException, TwilioException) as error:
            raise _no_page(error, http) from error
        return tuple(
            (f"{self._base}{(one.uri or '').removesuffix('.json')}", one.content_type or "") for one in found
        )

    def approval_of(self, number: Number, content_sid: str) -> str:
        """What WhatsApp said to a template, "approved" among them; "" for one that Twilio does not know.

        https://www.twilio.com/docs/content/content-api-resources#fetch-an-approval-status-request. Raises DeliveryFailed.
        """
        client, http = self._client(number)
        try:
            found = client.content.v1.contents(content_sid).approval_fetch().fetch()
        except (TwilioRestException, TwilioServiceException) as error:
            if error.status == 404:
                return ""
            raise _failure(error, http) from error
        except (RequestException, TwilioException) as error:
            raise _no_page(error, http) from error
        return str((found.whatsapp or {}).get("status", ""))

    def _client(self, number: Number) -> tuple[Client, _Http]:
        """One for each conversation: it remembers the headers of the last answer. Raises DeliveryFailed."""
        if not number.account.token:
            raise DeliveryFailed(
                because("The number's Auth Token cannot be read: give it anew."), permanent=True
            )
        http = _Http(self._base)
        return Client(number.account.user, number.account.token, http_client=http), http


class _Http(TwilioHttpClient):  # type: ignore[misc] # twilio has no types
    """Waits so long and no longer, and goes to the host of the settings."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=SECONDS)
        self._base = urlsplit(base)
        self.headers: Mapping[str, str] = {}
        self.status = 0  # of the last answer

    def request(self, method: str, url: str, *args: Any, **named: Any) -> Response:
        there = urlsplit(url)
        if self._base.netloc != TWILIO:  # Twilio itself has several hosts
            there = there._replace(scheme=self._base.scheme, netloc=self._base.netloc)
        response = super().request(method, urlunsplit(there), *args, **named)
        self.headers = response.headers or {}
        self.status = int(response.status_code)
        return response


def _is(listed: Listed, ask: Ask) -> bool:
    """Whose words are Twilio's own (a template's), or none (a file's), is told by what else there is of the guest."""
    return bool(ask.content_sid) or listed.body.strip() == ask.body.strip()


def _listed(message: Any) -> Listed:
    sent: datetime | None = message.date_sent or message.date_created
    return Listed(
        sid=message.sid,
        sender=message.from_ or "",
        to=message.to or "",
        body=message.body or "",
        status=str(message.status),
        is_inbound=str(message.direction) == "inbound",
        at=sent.replace(tzinfo=sent.tzinfo or UTC) if sent else None,
        media=int(message.num_media or 0),
        error_code=message.error_code,
    )


def _failure(error: TwilioRestException | TwilioServiceException, http: _Http) -> DeliveryFailed:
    code = int(error.code or 0)
    if error.status in TOO_MANY or code in TOO_MANY:
        return DeliveryFailed(
            because("Twilio takes no more for now."), permanent=False, retry_after=_seconds(http.headers)
        )
    if error.status in NOT_LET_IN:
        return DeliveryFailed(
            because(
                "Twilio does not accept the hotel's Account SID and Auth Token: see the number's settings."
            ),
            permanent=True,
        )
    if error.status >= 500:
        return DeliveryFailed(
            because("Twilio had a fault of its own (%(status)s).", status=error.status), permanent=False
        )
    return DeliveryFailed(reason_of(code), permanent=True)


def _no_page(error: Exception, http: _Http) -> DeliveryFailed:
    """The SDK says of a list only that it could not be read: what the answer was stands with the connection."""
    if http.status in NOT_LET_IN | TOO_MANY:
        return _failure(TwilioRestException(http.status, ""), http)
    return DeliveryFailed(
        because("Twilio did not answer (%(kind)s).", kind=type(error).__name__), permanent=False
    )


def _seconds(headers: Mapping[str, str]) -> int | None:
    value = next((text for name, text in headers.items() if name.lower() == "retry-after"), "")
    return int(value) if value.isdecimal() else None
