"""SPF by real DNS questions, through the whole check; every corner of the RFC is in test_check_host.py."""

import pytest

from tests.worker.authenticity.conftest import (
    ANA,
    PEER,
    Asking,
    assert_fails,
    assert_open,
    assert_passes,
    mail,
)
from tests.worker.authenticity.stub_dns import StubDns


def test_a_server_that_the_senders_domain_allows_passes(ask: Asking, dns: StubDns) -> None:
    """R-MAIL-12: aligned by MAIL FROM."""
    dns.publish("aurora.example", "TXT", f"v=spf1 ip4:{PEER} -all")
    assert_passes(ask(mail(), envelope_from=ANA), "SPF", "aurora.example", PEER)


def test_with_a_null_sender_the_name_of_the_server_counts(ask: Asking, dns: StubDns) -> None:
    """R-MAIL-12, RFC 7208 section 2.4: aligned by HELO."""
    dns.publish("mx.aurora.example", "TXT", "v=spf1 a -all")
    dns.publish("mx.aurora.example", "A", PEER)
    assert_passes(ask(mail(), envelope_from="", helo="mx.aurora.example"), "mx.aurora.example")
    assert_open(ask(mail(), envelope_from=ANA, helo="mx.aurora.example"))


def test_a_pass_of_another_domain_does_not_count(ask: Asking, dns: StubDns) -> None:
    """R-MAIL-12: everybody can pass for his own domain."""
    dns.publish("elsewhere.example", "TXT", "v=spf1 +all")
    assert_open(
        ask(mail(), envelope_from="eve@elsewhere.example"), "sent by elsewhere.example, not by aurora.example"
    )


@pytest.mark.parametrize("record", ["v=spf1 -all", "v=spf1 ip4:192.0.2.1 -all"])
def test_a_server_that_the_senders_domain_forbids_fails(ask: Asking, dns: StubDns, record: str) -> None:
    """R-MAIL-12."""
    dns.publish("aurora.example", "TXT", record)
    assert_fails(ask(mail(), envelope_from=ANA), "does not allow", PEER)


@pytest.mark.parametrize("record", ["v=spf1 ~all", "v=spf1 ?all", "v=spf1 foo:bar -all", "something else"])
def test_a_domain_that_leaves_it_open_confirms_nothing(ask: Asking, dns: StubDns, record: str) -> None:
    """R-MAIL-12: softfail, neutral, a record with a mistake, none."""
    dns.publish("aurora.example", "TXT", record)
    assert_open(ask(mail(), envelope_from=ANA))


@pytest.mark.parametrize(
    "peer", ["", "127.0.0.1", "10.1.2.3", "::ffff:10.1.2.3", "192.168.1.1", "not an address"]
)
def test_a_server_of_our_own_is_not_asked_about(ask: Asking, dns: StubDns, peer: str) -> None:
    """R-MAIL-12: a relay passes on the mail of others, and a mailbox has no peer at all."""
    dns.publish("aurora.example", "TXT", "v=spf1 +all")
    dns.publish("_dmarc.aurora.example", "TXT", "v=DMARC1; p=reject")
    assert_open(ask(mail(), envelope_from=ANA, peer=peer), "a server of our own")


def test_a_trusted_relay_is_not_asked_about(ask: Asking, dns: StubDns) -> None:
    """R-MAIL-12: TRUSTED_RELAYS may stand out in the world."""
    dns.publish("aurora.example", "TXT", "v=spf1 -all")
    assert_open(ask(mail(), envelope_from=ANA, relays=PEER), "a server of our own")


def test_an_ipv4_peer_on_an_ipv6_socket_is_an_ipv4_peer(ask: Asking, dns: StubDns) -> None:
    """R-MAIL-12."""
    dns.publish("aurora.example", "TXT", f"v=spf1 ip4:{PEER} -all")
    assert_passes(ask(mail(), envelope_from=ANA, peer=f"::ffff:{PEER}"))
