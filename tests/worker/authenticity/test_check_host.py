"""SPF's own corners (RFC 7208): tables of records and what they say of a server, by real questions to a stub."""

from ipaddress import ip_address

import pytest

from tests.worker.authenticity.stub_dns import StubDns
from worker.authenticity.lookups import Lookups
from worker.authenticity.resolver import Dns
from worker.authenticity.spf import check_host, identity

V4, V6 = "192.0.2.3", "2001:db8::cb01"


def check(
    stub: StubDns, record: str, *, address: str = V4, sender: str = "strong-bad@email.example.com"
) -> str:
    stub.publish("email.example.com", "TXT", record)
    who = identity(ip_address(address), envelope_from=sender, helo="mx.example.org")
    return str(check_host(who, Lookups(Dns([stub.address]), seconds=5)))


@pytest.mark.parametrize(
    ("record", "result"),
    [
        ("v=spf1", "neutral"),
        ("v=spf1 all", "pass"),
        ("V=SPF1 -ALL", "fail"),
        ("v=spf1 ~all", "softfail"),
        ("v=spf1 ip4:192.0.2.0/24 -all", "pass"),
        ("v=spf1 ip4:192.0.2.3/0 -all", "pass"),
        ("v=spf1 -ip4:192.0.2.3 all", "fail"),
        ("v=spf1 ip6:::/0 -all", "fail"),
        ("v=spf10 all", "none"),
        ("v=spf1 unknown=%{i} x-y_z.1=a -all", "fail"),
        ("v=spf1 redirect=other.example.com -all", "fail"),
    ],
)
def test_a_record_says(dns: StubDns, record: str, result: str) -> None:
    """R-MAIL-12."""
    assert check(dns, record) == result


@pytest.mark.parametrize(
    "term",
    [
        "all.", "all:a", "al", "ip4:192.0.2.3/33", "ip4:192.0.2.3/024", "ip4:192.0.2", "ip4", "ip6:2001:db8::/129",
        "ip6:fe80::1%eth0", "a:192.0.2.3", "a/33", "a//129", "a:", "a:example", "mx/24/64", "exists", "include",
        "include:", "ptr:", "ptr/24", "foo", "foo:bar", "redirect=", "exp=", "redirect=a.example redirect=b.example",
        "exists:%{x}.example.com", "exists:%{d0}.example.com", "exists:%(d).example.com", "exists:%{c}.example.com",
        "exists:%", "a=%", "?", "-", "ip4:192.0.2.3,", "äll",
    ],
)  # fmt: skip
def test_a_mistake_anywhere_spoils_the_record(dns: StubDns, term: str) -> None:
    """R-MAIL-12, RFC 7208 section 4.6: even behind what would have matched."""
    dns.publish("email.example.com", "TXT", "x")
    dns.zone[("email.example.com", "TXT")] = ['"v=spf1 all ' + term.replace("ä", "\\228") + '"']
    who = identity(ip_address(V4), envelope_from="a@email.example.com", helo="mx.example.org")
    assert check_host(who, Lookups(Dns([dns.address]), seconds=5)) == "permerror"


@pytest.mark.parametrize(
    ("macro", "name"),
    [
        ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
        ("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"),
        ("%{l1r-}.%{o}", "strong.email.example.com"),
        ("%{dr}.x", "com.example.email.x"),
        ("%{s}.x", r"strong-bad\@email.example.com.x"),
        ("%{S}.x", "strong-bad%40email.example.com.x"),
        ("%{h}.%%.x", "mx.example.org.%.x"),
        ("%{p}.x", "unknown.x"),
    ],
)
def test_a_macro_becomes_a_name(dns: StubDns, macro: str, name: str) -> None:
    """R-MAIL-12, RFC 7208 section 7.4."""
    dns.publish(name, "A", "127.0.0.2")
    assert check(dns, f"v=spf1 exists:{macro} -all") == "pass"


def test_an_ipv6_server_is_spelt_in_nibbles(dns: StubDns) -> None:
    """RFC 7208, section 7.4."""
    name = "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com"
    dns.publish(name, "A", "127.0.0.2")
    assert check(dns, "v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all", address=V6) == "pass"


def test_hosts_and_mail_servers_match_with_their_networks(dns: StubDns) -> None:
    """R-MAIL-12."""
    dns.publish("near.example.com", "A", "192.0.2.77")
    dns.publish("near.example.com", "AAAA", "2001:db8::1")
    dns.publish("mail.example.com", "MX", "10 near.example.com.", "5 far.example.com.")
    assert check(dns, "v=spf1 a:near.example.com -all") == "fail"
    assert check(dns, "v=spf1 a:near.example.com/24 -all") == "pass"
    assert check(dns, "v=spf1 a:near.example.com/24//112 -all", address=V6) == "pass"
    assert check(dns, "v=spf1 mx:mail.example.com/24 -all") == "pass"
    assert check(dns, "v=spf1 mx:mail.example.com/25//128 -all", address=V6) == "fail"


def test_an_included_record_only_helps_to_pass(dns: StubDns) -> None:
    """RFC 7208, section 5.2."""
    dns.publish("yes.example.com", "TXT", "v=spf1 +all")
    dns.publish("no.example.com", "TXT", "v=spf1 -all")
    assert check(dns, "v=spf1 include:yes.example.com -all") == "pass"
    assert check(dns, "v=spf1 include:no.example.com ?all") == "neutral"
    assert check(dns, "v=spf1 include:nothing.example.com ?all") == "permerror"
    dns.broken = {"broken.example.com"}
    assert check(dns, "v=spf1 include:broken.example.com ?all") == "temperror"


def test_a_redirect_decides_where_nothing_matched(dns: StubDns) -> None:
    """RFC 7208, section 6.1."""
    dns.publish("no.example.com", "TXT", "v=spf1 -all")
    assert check(dns, "v=spf1 ip4:198.51.100.1 redirect=no.example.com") == "fail"
    assert check(dns, "v=spf1 redirect=nothing.example.com") == "permerror"


def test_the_servers_own_name_must_lead_back_to_it(dns: StubDns) -> None:
    """RFC 7208, section 5.5."""
    dns.publish("3.2.0.192.in-addr.arpa", "PTR", "out.example.com.", "liar.email.example.com.")
    dns.publish("out.example.com", "A", V4)
    dns.publish("liar.email.example.com", "A", "198.51.100.1")
    assert check(dns, "v=spf1 ptr:example.com -all") == "pass"
    assert check(dns, "v=spf1 ptr -all") == "fail"
    assert check(dns, "v=spf1 exists:%{p}.x.example.com -all") == "fail"
    dns.publish("out.example.com.x.example.com", "A", "127.0.0.2")
    assert check(dns, "v=spf1 exists:%{p}.x.example.com -all") == "pass"


@pytest.mark.parametrize(
    ("record", "result"),
    [
        ("v=spf1 " + "a:near.example.com " * 10 + "-all", "fail"),
        ("v=spf1 " + "a:near.example.com " * 11 + "-all", "permerror"),
        ("v=spf1 a:n1.example.com a:n2.example.com -all", "fail"),
        ("v=spf1 a:n1.example.com a:n2.example.com a:n3.example.com -all", "permerror"),
        ("v=spf1 include:email.example.com -all", "permerror"),
        ("v=spf1 mx:many.example.com -all", "permerror"),
    ],
)
def test_the_limits_of_the_rfc(dns: StubDns, record: str, result: str) -> None:
    """RFC 7208, section 4.6.4: ten terms, two void look-ups, ten mail servers; a record that includes itself."""
    dns.publish("near.example.com", "A", "198.51.100.1")
    dns.publish("many.example.com", "MX", *(f"10 m{index}.example.com." for index in range(11)))
    assert check(dns, record) == result


@pytest.mark.parametrize(
    "sender",
    ["", "@", "a@", "a@localhost", "a@" + "x" * 64 + ".example", "a@b..example", '"a@b"@[192.0.2.3]', "a"],
)
def test_a_sender_without_a_domain_has_no_policy(dns: StubDns, sender: str) -> None:
    """RFC 7208, section 4.3."""
    who = identity(ip_address(V4), envelope_from=sender, helo="[192.0.2.3]")
    assert check_host(who, Lookups(Dns([dns.address]), seconds=5)) == "none"


def test_two_records_are_a_mistake(dns: StubDns) -> None:
    """RFC 7208, section 4.5."""
    dns.publish("two.example.com", "TXT", "v=spf1 -all", "v=spf1 +all")
    who = identity(ip_address(V4), envelope_from="a@two.example.com", helo="mx.example.org")
    assert check_host(who, Lookups(Dns([dns.address]), seconds=5)) == "permerror"
