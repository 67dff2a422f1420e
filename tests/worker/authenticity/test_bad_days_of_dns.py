"""DNS that is silent, slow, broken or hostile costs a few seconds and leaves the sender unconfirmed, no more."""

import pytest

from tests.worker.authenticity.conftest import (
    ANA,
    PEER,
    Asking,
    assert_open,
    assert_passes,
    mail,
    settings_for,
)
from tests.worker.authenticity.signing import Signer
from tests.worker.authenticity.stub_dns import StubDns
from worker.authenticity import make_verifier
from worker.authenticity.lookups import MAX_QUESTIONS, Lookups
from worker.authenticity.resolver import Dns, LookupFailed
from workflow import clock
from workflow.authenticity import Origin
from workflow.errors import SettingsError
from workflow.reading import read
from workflow.settings import Listen


@pytest.fixture
def signer(dns: StubDns) -> Signer:
    one = Signer()
    dns.publish(one.name, "TXT", one.record)
    dns.publish("aurora.example", "TXT", f"v=spf1 ip4:{PEER} -all")
    dns.publish("_dmarc.aurora.example", "TXT", "v=DMARC1; p=reject")
    return one


def test_a_black_hole_ends_in_time(ask: Asking, dns: StubDns, signer: Signer) -> None:
    """R-MAIL-12: nobody answers anything."""
    dns.silent = {"example"}
    assert_open(ask(signer.sign(mail()), envelope_from=ANA, seconds=1.0), "in time")


def test_a_server_that_is_not_there_ends_in_time() -> None:
    """R-MAIL-12: the port is closed."""
    with pytest.raises(LookupFailed):
        Lookups(Dns([Listen("127.0.0.1", 9)]), seconds=1).texts("aurora.example")


def test_a_broken_domain_is_not_confirmed_and_not_failed(ask: Asking, dns: StubDns, signer: Signer) -> None:
    """R-MAIL-12: SERVFAIL for the key, and for SPF."""
    dns.broken = {"_domainkey.aurora.example"}
    assert_open(ask(signer.sign(mail())), "DKIM key of aurora.example could not be looked up")
    dns.broken = {"_domainkey.aurora.example", "aurora.example"}
    assert_open(ask(signer.sign(mail()), envelope_from=ANA), "could not be looked up")


def test_one_way_is_enough_when_the_other_is_broken(ask: Asking, dns: StubDns, signer: Signer) -> None:
    """R-MAIL-12: SPF confirms what DKIM could not tell."""
    dns.broken = {"_domainkey.aurora.example"}
    assert_passes(ask(signer.sign(mail()), envelope_from=ANA), "SPF")


def test_without_the_policy_only_the_very_domain_counts(ask: Asking, dns: StubDns, signer: Signer) -> None:
    """R-MAIL-12: it might be a strict one."""
    dns.broken = {"_dmarc.aurora.example"}
    assert_passes(ask(signer.sign(mail())))
    below = Signer(domain="mail.aurora.example")
    dns.publish(below.name, "TXT", below.record)
    assert_open(ask(below.sign(mail())), "policy of aurora.example could not be looked up")


def test_an_answer_too_long_for_udp_comes_by_tcp(ask: Asking, dns: StubDns) -> None:
    """R-MAIL-12: keys of 4096 bits."""
    dns.publish("aurora.example", "TXT", f"v=spf1 ip4:{PEER} -all", "x" * 400, "y" * 400)
    assert_passes(ask(mail(), envelope_from=ANA))
    assert dns.asked.count(("aurora.example", "TXT")) == 2


def test_answers_are_remembered_as_long_as_they_may_be(dns: StubDns) -> None:
    """R-MAIL-12: also that there is none, and that nobody answered."""
    asked = Dns([dns.address])
    dns.publish("aurora.example", "TXT", "one")
    dns.silent = {"dead.example"}
    for _ in range(3):
        lookups = Lookups(asked, seconds=2)
        assert lookups.texts("Aurora.example") == (b"one",)
        assert lookups.texts("nothing.example") == ()
        with pytest.raises(LookupFailed):
            lookups.texts("dead.example")
    assert dns.asked.count(("aurora.example", "TXT")) == 1
    assert dns.asked.count(("nothing.example", "TXT")) == 1
    assert dns.asked.count(("dead.example", "TXT")) <= 3  # the tries of one question
    dns.ttl = 0
    dns.publish("short.example", "TXT", "one")
    Lookups(asked, seconds=2).texts("short.example")
    Lookups(asked, seconds=2).texts("short.example")
    assert dns.asked.count(("short.example", "TXT")) == 2


def test_a_record_that_leads_on_and_on_stops(ask: Asking, dns: StubDns) -> None:
    """R-MAIL-12, RFC 7208 section 4.6.4: ten terms, and no more questions than a mail may ask."""
    for index in range(100):
        dns.publish(f"s{index}.aurora.example", "TXT", f"v=spf1 include:s{index + 1}.aurora.example -all")
    assert_open(ask(mail(), envelope_from="ana@s0.aurora.example"), "does not say by SPF")
    names = [f"mx{index}.aurora.example." for index in range(10)]
    dns.publish(
        "wide.aurora.example", "TXT", "v=spf1 " + " ".join(f"mx:m{i}.aurora.example" for i in range(10))
    )
    for index in range(10):
        dns.publish(f"m{index}.aurora.example", "MX", *(f"10 {index}{name}" for name in names))
        for name in names:
            dns.publish(f"{index}{name}".rstrip("."), "A", "192.0.2.1")
    dns.asked.clear()
    ask(mail(), envelope_from="ana@wide.aurora.example")
    assert len(dns.asked) <= MAX_QUESTIONS


def test_names_that_dns_cannot_hold_have_no_records(dns: StubDns) -> None:
    """R-MAIL-12: hostile names never raise."""
    lookups = Lookups(Dns([dns.address]), seconds=2)
    for name in (
        "a..b",
        "x" * 64 + ".example",
        "y." * 150 + "example",
        ".",
        "",
        "\udcff.example",
        "bücher.example",
        "a b",
    ):
        assert lookups.texts(name) == ()
        assert lookups.addresses(name, 6) == ()


def test_a_machine_without_name_servers_confirms_nobody(ask: Asking, dns: StubDns) -> None:
    """R-MAIL-12: a fault is told to the log, never raised."""
    raw = mail()
    verify = make_verifier(settings_for(dns), seconds=-1)
    finding = verify(Origin(raw, read(raw).from_address, "smtp", PEER, "x", ANA, clock.now()))
    assert_open(finding, "in time")


@pytest.mark.parametrize(
    "servers", ["dns.example:53", "192.0.2.53", "192.0.2.53:dns", "192.0.2.53:53 192.0.2.54:53"]
)
def test_name_servers_are_addresses_with_ports(dns: StubDns, servers: str) -> None:
    """R-RUN-3: loud at start."""
    with pytest.raises(SettingsError, match="DNS_SERVERS"):
        settings_for(dns, DNS_SERVERS=servers)


def test_several_name_servers_stand_in_for_each_other(dns: StubDns) -> None:
    """R-MAIL-12: the first is not there."""
    servers = settings_for(dns, DNS_SERVERS=f"127.0.0.1:9, {dns.address}").dns_servers
    dns.publish("aurora.example", "TXT", "one")
    assert Lookups(Dns(servers), seconds=3).texts("aurora.example") == (b"one",)
