"""Who sends a request when proxies stand before the panel (R-WEB-1, TRUSTED_PROXIES)."""

import dataclasses
from ipaddress import ip_network

import pytest

from tests.builders import PASSWORD
from tests.web.conftest import Browser, House
from web.app import create_app
from web.proxies import visitor
from workflow.errors import SettingsError
from workflow.settings import Settings, load_settings

NETWORKS = (ip_network("10.0.0.0/8"), ip_network("192.0.2.7/32"), ip_network("2001:db8::/32"))


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("203.0.113.5, 198.51.100.1", "198.51.100.1"),
        ("203.0.113.5, 198.51.100.1, 10.0.0.9, 192.0.2.7", "198.51.100.1"),
        ("198.51.100.1:5000, 10.1.1.1:80", "198.51.100.1"),
        ("[2001:db9::1]:5000, 2001:db8::5", "2001:db9::1"),
        ("::ffff:198.51.100.4, ::ffff:10.0.0.3", "198.51.100.4"),
        ("10.0.0.9, 10.0.0.8", "10.0.0.9"),
        ("198.51.100.1, nonsense, 10.0.0.9", "10.0.0.9"),
        ("", "10.0.0.1"),
        (",", "10.0.0.1"),
        ("127.0.0.1\r\nX: y", "10.0.0.1"),
    ],
)
def test_the_right_most_address_that_is_no_proxy_counts(forwarded: str, expected: str) -> None:
    assert visitor("10.0.0.1", forwarded, networks=NETWORKS) == expected


def tries(settings: Settings, house: House, *, peer: str, forwarded: list[str]) -> list[int]:
    """What each of these log-ins with a wrong password is answered."""
    app, answers = create_app(settings), []
    for header in forwarded:
        browser = Browser(app.test_client())
        browser.client.environ_base.update({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": header})
        answers.append(browser.post("/login", email=house.ana.email, password="a guess").status_code)
    return answers


FORGED = [f"203.0.113.{number}, 198.51.100.1" for number in range(11)]


def test_by_networks_a_forged_header_dodges_nothing(house: House, settings: Settings) -> None:
    """R-WEB-1: behind a trusted proxy what the visitor put before it does not count."""
    behind = dataclasses.replace(settings, trusted_proxy_networks=NETWORKS)
    assert tries(behind, house, peer="10.0.0.1", forwarded=FORGED) == [401] * 10 + [429]


def test_who_does_not_come_by_a_trusted_proxy_is_not_heard(house: House, settings: Settings) -> None:
    """R-WEB-1: straight to the port, with another address claimed each time."""
    behind = dataclasses.replace(settings, trusted_proxy_networks=NETWORKS)
    straight = [f"203.0.113.{number}" for number in range(11)]
    assert tries(behind, house, peer="198.51.100.9", forwarded=straight) == [401] * 10 + [429]
    house.browser().client.environ_base["REMOTE_ADDR"] = "192.0.2.200"
    assert house.browser().post("/login", email=house.ana.email, password=PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("value", "hops", "networks"),
    [
        ("", 0, ()),
        ("0", 0, ()),
        ("2", 2, ()),
        ("10.0.0.0/8, 192.0.2.7,2001:db8::/32", 0, NETWORKS),
    ],
)
def test_the_setting_is_a_number_or_networks(
    settings: Settings, value: str, hops: int, networks: object
) -> None:
    read = load_settings(_environment(settings) | {"TRUSTED_PROXIES": value})
    assert (read.trusted_proxies, read.trusted_proxy_networks) == (hops, networks)


@pytest.mark.parametrize("value", ["nonsense", "-1", "1.5", "10.0.0.1/8", "11"])
def test_what_is_neither_stops_the_start(settings: Settings, value: str) -> None:
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES"):
        load_settings(_environment(settings) | {"TRUSTED_PROXIES": value})


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "BELLHOP_HOME": str(settings.home),
        "BELLHOP_SECRET": settings.secret,
    }
