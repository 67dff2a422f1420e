"""Which hosts the desk may be sent to by somebody else's URL (safety rule 10)."""

import pytest

from worker.egress_address import is_public, public_addresses, read_target
from workflow.errors import DeliveryFailed


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:0:7f00:1::", "not an address",
    ],
)  # fmt: skip
def test_whatever_is_inside_or_in_disguise_is_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
    ],
)
def test_loopback_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(DeliveryFailed) as refusal:
        public_addresses(read_target(f"http://{host}:8000/"), allow_private=False)
    assert refusal.value.permanent


def test_tests_may_allow_it() -> None:
    assert public_addresses(read_target("http://127.0.0.1/"), allow_private=True) == ("127.0.0.1",)


def test_a_name_nobody_knows_may_be_known_later() -> None:
    with pytest.raises(DeliveryFailed) as refusal:
        public_addresses(read_target("https://no-such-name.invalid/"), allow_private=False)
    assert not refusal.value.permanent


@pytest.mark.parametrize(
    "url",
    [
        "", "hook.example", "ftp://hook.example/", "file:///etc/passwd", "gopher://x/", "http://", "http:///x",
        "https://user:word@hook.example/", "https://public.example@127.0.0.1/", "http://x/\r\nHost: y", "http://x y/",
        "http://x\\@y/", "http://[::1", "http://x:99999/", "http://x:port/", "http://x/ä", "https://" + "a" * 3000,
        "javascript:alert(1)", "http://" + "a" * 64 + ".example/", "http://x\u2028/",
    ],
)  # fmt: skip
def test_what_is_no_plain_url_is_never_called(url: str) -> None:
    with pytest.raises(DeliveryFailed) as refusal:
        read_target(url)
    assert refusal.value.permanent


def test_a_url_in_parts() -> None:
    target = read_target("https://Hook.Example:8443/a/b?c=d&e=%20#part")
    assert (target.is_tls, target.host, target.port, target.path) == (
        True,
        "hook.example",
        8443,
        "/a/b?c=d&e=%20",
    )
    assert read_target("http://gäste.example").host == "xn--gste-loa.example"
