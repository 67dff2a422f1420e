"""Which host a URL means, and which addresses may be connected to for it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from workflow.errors import DeliveryFailed
from workflow.reasons import because

_PORTS = {"http": 80, "https": 443}
MAX_URL = 2000
# Networks of IPv6 that carry an IPv4 address within, which must be public too: RFC 6052, RFC 3056, RFC 4380.
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_TUNNELLED = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))


@dataclass(frozen=True, slots=True)
class Target:
    url: str
    is_tls: bool
    host: str  # ASCII, lower case
    port: int
    path: str

    @property
    def origin(self) -> tuple[bool, str, int]:
        return self.is_tls, self.host, self.port


def read_target(url: str) -> Target:
    """Raises DeliveryFailed (permanent) for what is not a plain http or https URL."""
    try:
        if len(url) > MAX_URL or not url.isprintable() or set(url) & set(' \\"<>'):
            raise ValueError
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode().lower()
        port = parts.port or _PORTS[parts.scheme]
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if not host or parts.username is not None or not path.isascii():
            raise ValueError
    except (ValueError, KeyError):
        raise DeliveryFailed(because("This is not a URL that can be called."), permanent=True) from None
    return Target(url=url, is_tls=parts.scheme == "https", host=host, port=port, path=path)


def public_addresses(target: Target, *, allow_private: bool) -> tuple[str, ...]:
    """The host's addresses, resolved once. Raises DeliveryFailed when one of them is not public.

    How long the resolver takes is the system's setting (resolv.conf), not ours.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DeliveryFailed(
            because("The name %(host)s is not known.", host=target.host), permanent=False
        ) from error
    addresses = tuple(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
    if not allow_private and not all(map(is_public, addresses)):
        raise DeliveryFailed(because("%(host)s is not a public address.", host=target.host), permanent=True)
    return addresses


def is_public(address: str) -> bool:
    """Whether anybody on the Internet could reach this address, whichever way it is written."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip.scope_id is not None or ip.is_site_local or any(ip in network for network in _TUNNELLED):
            return False
        elif any(ip in network for network in _TRANSLATED):
            ip = IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
