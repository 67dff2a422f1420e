"""The one way out for HTTP: webhooks go out and media comes in through here (safety rule 10).

A name is resolved once, every address it has must be public, and the connection goes to that very address. Time and
bytes are capped whatever the other side does. Proxies of the environment are not used, cookies not kept.
"""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urljoin

from worker.egress_address import Target, public_addresses, read_target
from worker.header_lines import clean
from worker.pinned_connection import Deadline, PinnedConnection
from workflow import clock
from workflow.errors import DeliveryFailed
from workflow.reasons import because

SECONDS = 10.0
MAX_BYTES = 256 * 1024
MAX_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_FOR_OTHERS = frozenset({"authorization", "cookie"})
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class EgressRequest:
    """redirect_hosts: the only hosts a GET may be sent on to; ".example" stands for all below it. max_bytes: of the answer's body."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    redirect_hosts: frozenset[str] = frozenset()
    seconds: float = SECONDS
    max_bytes: int = MAX_BYTES


@dataclass(frozen=True, slots=True)
class EgressResponse:
    """Whatever status was answered, a refused redirect too. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_truncated: bool  # the body was longer than max_bytes


@cache
def _system_trust() -> ssl.SSLContext:
    """One for the process: to read all its certificates costs more than the requests of a quiet hour."""
    return ssl.create_default_context()


class EgressClient:
    """`tls` is given only where another context than the system's is trusted."""

    def __init__(self, *, allow_private: bool, tls: ssl.SSLContext | None = None) -> None:
        self._allow_private = allow_private
        self._tls = tls or _system_trust()

    def request(self, request: EgressRequest) -> EgressResponse:
        """Raises DeliveryFailed: permanent when this URL is never called, else when it could not be reached."""
        deadline = clock.monotonic() + request.seconds
        target, headers = read_target(request.url), dict(request.headers)
        for _ in range(MAX_REDIRECTS):
            response = self._once(request, target, headers, deadline)
            onward = _onward(request, target, response)
            if onward is None:
                return response
            if onward.origin != target.origin:
                headers = {name: text for name, text in headers.items() if name.lower() not in NOT_FOR_OTHERS}
            target = onward
        return self._once(request, target, headers, deadline)

    def _once(
        self, request: EgressRequest, target: Target, headers: Mapping[str, str], deadline: float
    ) -> EgressResponse:
        addresses = public_addresses(target, allow_private=self._allow_private)
        connection = PinnedConnection(target, addresses, tls=self._tls, deadline=deadline)
        try:
            with Deadline(connection, deadline) as alarm:
                connection.request(
                    request.method,
                    target.path,
                    body=request.body,
                    headers={"User-Agent": "Bellhop", "Accept-Encoding": "identity", **_cleaned(headers)},
                )
                response = _read(connection.getresponse(), request.max_bytes)
                if alarm.has_rung:
                    raise TimeoutError  # what was read is only a part
                return response
        except ssl.SSLCertVerificationError as error:
            raise DeliveryFailed(
                because("The certificate of %(host)s is not trusted.", host=target.host), permanent=False
            ) from error
        except (http.client.HTTPException, OSError) as error:
            late = clock.monotonic() >= deadline
            why = (
                because(
                    "%(host)s did not answer within %(seconds)s seconds.",
                    host=target.host,
                    seconds=f"{request.seconds:g}",
                )
                if late
                else because("%(host)s could not be reached.", host=target.host)
            )
            raise DeliveryFailed(why, permanent=False) from error
        finally:
            connection.close()


def _cleaned(headers: Mapping[str, str]) -> dict[str, str]:
    return {clean(name): clean(value) for name, value in headers.items()}


def _read(response: http.client.HTTPResponse, max_bytes: int) -> EgressResponse:
    body = bytearray()
    while len(body) <= max_bytes and (chunk := response.read1(_CHUNK)):
        body += chunk
    if len(body) <= max_bytes and response.length:
        raise http.client.IncompleteRead(bytes(body), response.length)
    return EgressResponse(
        status=response.status,
        headers={name.lower(): value for name, value in response.getheaders()},
        body=bytes(body[:max_bytes]),
        is_truncated=len(body) > max_bytes,
    )


def _onward(request: EgressRequest, target: Target, response: EgressResponse) -> Target | None:
    """Where a GET is sent on to, if that host is listed and the way there is as safe."""
    if response.status not in REDIRECTS or request.method != "GET" or "location" not in response.headers:
        return None
    try:
        onward = read_target(urljoin(target.url, response.headers["location"]))
    except (DeliveryFailed, ValueError):
        return None
    is_downgrade = target.is_tls and not onward.is_tls
    return onward if _is_listed(onward.host, request.redirect_hosts) and not is_downgrade else None


def _is_listed(host: str, hosts: frozenset[str]) -> bool:
    return host in hosts or any(listed.startswith(".") and host.endswith(listed) for listed in hosts)
