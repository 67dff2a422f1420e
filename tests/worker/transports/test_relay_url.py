"""SMTP_RELAY_URL."""

import pytest

from worker.transports.relay_url import read_relay_url
from workflow.errors import SettingsError


@pytest.mark.parametrize(
    ("url", "host", "port", "is_tls", "user", "password"),
    [
        ("smtp://relay.example", "relay.example", 25, False, "", ""),
        ("smtp://u:p@relay.example", "relay.example", 587, False, "u", "p"),
        ("smtps://u%40x:p%2F%3A@relay.example", "relay.example", 465, True, "u@x", "p/:"),
        ("smtp://[::1]:2525", "::1", 2525, False, "", ""),
    ],
)
def test_its_parts(url: str, host: str, port: int, is_tls: bool, user: str, password: str) -> None:
    relay = read_relay_url(url)
    assert (relay.host, relay.port, relay.is_tls, relay.user, relay.password) == (
        host,
        port,
        is_tls,
        user,
        password,
    )


@pytest.mark.parametrize(
    "url", ["", "relay.example", "http://x", "smtp://", "smtp://u:topsecret@x:port", "smtp://[::1"]
)
def test_what_is_none_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        read_relay_url(url)
    assert "topsecret" not in str(refusal.value)


def test_the_password_does_not_show() -> None:
    relay = read_relay_url("smtp://desk:topsecret@relay.example:587")
    assert "topsecret" not in f"{relay} {relay!r}"
    assert str(relay) == "relay.example:587"
