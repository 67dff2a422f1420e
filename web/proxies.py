"""Who sends a request when proxies stand before us (TRUSTED_PROXIES): so many hops, or those of certain networks.

Without it forwarded headers are ignored; with it only what trusted proxies wrote counts, never what a visitor put before.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

from workflow.settings import Network, Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_SCHEMES = frozenset({"http", "https"})


def behind_proxies(app: WSGIApplication, settings: Settings) -> WSGIApplication:
    """The application as the settings say."""
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        return ProxyFix(app, x_for=hops, x_proto=hops, x_host=0)
    if settings.trusted_proxy_networks:
        return BehindNetworks(app, settings.trusted_proxy_networks)
    return app


class BehindNetworks:
    """WSGI middleware: the right-most address that no trusted proxy has is the visitor's."""

    def __init__(self, app: WSGIApplication, networks: Sequence[Network]) -> None:
        self._app = app
        self._networks = tuple(networks)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        peer = environ.get("REMOTE_ADDR", "")
        if is_within(peer, self._networks):
            environ["REMOTE_ADDR"] = visitor(
                peer, environ.get("HTTP_X_FORWARDED_FOR", ""), networks=self._networks
            )
            scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip().lower()
            if scheme in _SCHEMES:
                environ["wsgi.url_scheme"] = scheme
        return self._app(environ, start_response)


def visitor(peer: str, forwarded: str, *, networks: Sequence[Network]) -> str:
    """From the right past trusted proxies; what is no address ends the walk at the last one that was. Pure."""
    for entry in reversed(forwarded.split(",")):
        address = _bare(entry)
        if address is None:
            return peer
        peer = address
        if not is_within(peer, networks):
            return peer
    return peer


def is_within(address: str, networks: Sequence[Network]) -> bool:
    """An IPv4 address that came over IPv6 (::ffff:…) counts as itself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(_as_ipv4(found) in network for network in networks)


def _bare(entry: str) -> str | None:
    """Without port and brackets: 192.0.2.1:5000, [2001:db8::1]:5000."""
    entry = entry.strip()
    if entry.startswith("["):
        entry = entry[1:].partition("]")[0]
    elif entry.count(":") == 1:
        entry = entry.partition(":")[0]
    try:
        return str(_as_ipv4(ipaddress.ip_address(entry)))
    except ValueError:
        return None


def _as_ipv4(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    return getattr(address, "ipv4_mapped", None) or address
