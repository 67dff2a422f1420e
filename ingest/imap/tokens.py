"""Access tokens for XOAUTH2: asked for at the provider's token endpoint, kept in memory until shortly before they end.

With a refresh token (RFC 6749, section 6), or with the client's own secret (4.4) for accounts of a whole organisation.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from ingest.imap.faults import ConnectionLost, TokenRefused
from workflow import clock
from workflow.mailbox import Account, Secrets
from workflow.reasons import because

SECONDS = 20.0
MAX_ANSWER = 64 * 1024
EARLIER_SECONDS = 60.0  # a token is renewed so long before its end
DEFAULT_LIFE_SECONDS = 300.0  # when the endpoint does not say
MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class Token:
    value: str
    until: float  # by the monotonic clock


class Tokens:
    """The tokens of one account. `keep` is told when the endpoint has replaced the refresh token."""

    def __init__(self, account: Account, *, keep: Callable[[Secrets], Awaitable[None]]) -> None:
        self._account = account
        self._keep = keep
        self._token: Token | None = None

    @property
    def has_one(self) -> bool:
        return self._token is not None and self._token.until > clock.monotonic()

    def forget(self) -> None:
        """The server did not take it."""
        self._token = None

    async def get(self) -> str:
        """Raises TokenRefused when only a person can help, ConnectionLost when the endpoint is away."""
        if self._token is None or self._token.until <= clock.monotonic():
            self._token = await self._new()
        return self._token.value

    async def _new(self) -> Token:
        answer = await asyncio.to_thread(_post, self._account.token_url, _form(self._account))
        value = answer.get("access_token")
        if not isinstance(value, str) or not value.isascii():
            raise ConnectionLost(because("The token endpoint's answer has no access token."))
        await self._keep_refresh_token(answer.get("refresh_token"))
        life = answer.get("expires_in")
        seconds = float(life) if isinstance(life, int | float) else DEFAULT_LIFE_SECONDS
        return Token(value, clock.monotonic() + max(seconds - EARLIER_SECONDS, seconds / 2))

    async def _keep_refresh_token(self, given: object) -> None:
        secrets = self._account.secrets
        if isinstance(given, str) and given and secrets.refresh_token and given != secrets.refresh_token:
            self._account = replace(self._account, secrets=replace(secrets, refresh_token=given))
            await self._keep(self._account.secrets)


def _form(account: Account) -> dict[str, str]:
    secrets = account.secrets
    form = {
        "grant_type": "refresh_token" if secrets.refresh_token else "client_credentials",
        "client_id": account.client_id,
        "client_secret": secrets.client_secret,
        "refresh_token": secrets.refresh_token,
        "scope": account.scope,
    }
    return {name: value for name, value in form.items() if value}


def _post(url: str, form: dict[str, str]) -> dict[str, Any]:
    """The endpoint's JSON. Redirects are not followed: the form holds secrets."""
    parts = urlsplit(url)
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(
            parts.hostname or "", parts.port, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request(
            "POST",
            path,
            urlencode(form),
            {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
        )
        response = connection.getresponse()
        return _read(response.status, response.read(MAX_ANSWER))
    except (OSError, http.client.HTTPException) as error:
        raise ConnectionLost(
            because("The token endpoint cannot be reached: %(kind)s.", kind=type(error).__name__)
        ) from error
    finally:
        connection.close()


def _read(status: int, body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        answer = {}
    if not isinstance(answer, dict):
        answer = {}
    if status == http.client.OK:
        return answer
    if 400 <= status < 500 and status not in (408, 429):
        raise TokenRefused(
            because(
                "The token endpoint refused with %(status)s: %(words)s",
                status=status,
                words=_described(answer),
            )
        )
    raise ConnectionLost(because("The token endpoint answered %(status)s.", status=status))


def _described(answer: dict[str, Any]) -> str:
    """RFC 6749, 5.2: a code, and often a sentence."""
    words = " ".join(str(answer.get(name, "")) for name in ("error", "error_description")).strip()
    return "".join(character for character in words if character.isprintable())[:MAX_TEXT] or because(
        "no reason given"
    )
