"""What the sender's domain asks for: alignment, policies of parents, and what is said when it fails."""

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
from tests.worker.authenticity.signing import Signer
from tests.worker.authenticity.stub_dns import StubDns


@pytest.fixture(scope="module")
def below() -> Signer:
    """Signs as mail.aurora.example."""
    return Signer(domain="mail.aurora.example")


@pytest.mark.parametrize(
    ("record", "passes"), [("", True), ("p=reject; adkim=r", True), ("p=none; adkim=s", False)]
)
def test_a_signature_of_a_name_below_counts_unless_the_domain_is_strict(
    ask: Asking, dns: StubDns, below: Signer, record: str, passes: bool
) -> None:
    """R-MAIL-12, RFC 7489 section 3.1.1."""
    dns.publish(below.name, "TXT", below.record)
    if record:
        dns.publish("_dmarc.aurora.example", "TXT", f"v=DMARC1; {record}")
    finding = ask(below.sign(mail()))
    if passes:
        assert_passes(finding, "mail.aurora.example")
    else:
        assert_fails(finding, "signed by mail.aurora.example, not by aurora.example")


@pytest.mark.parametrize(("record", "passes"), [("p=reject", True), ("p=reject; aspf=s", False)])
def test_spf_of_a_name_below_counts_unless_the_domain_is_strict(
    ask: Asking, dns: StubDns, record: str, passes: bool
) -> None:
    """R-MAIL-12, RFC 7489 section 3.1.2."""
    dns.publish("bounces.aurora.example", "TXT", "v=spf1 +all")
    dns.publish("_dmarc.aurora.example", "TXT", f"v=DMARC1; {record}")
    finding = ask(mail(), envelope_from="b@bounces.aurora.example")
    if passes:
        assert_passes(finding)
    else:
        assert_fails(finding, "not by aurora.example")


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ("reject", "refuse such mail"),
        ("quarantine", "treat such mail as suspicious"),
        ("none", "report such mail"),
    ],
)
def test_what_the_domain_asks_for_is_said(ask: Asking, dns: StubDns, request_: str, words: str) -> None:
    """R-MAIL-12: it decides about trust, never about acceptance."""
    dns.publish("_dmarc.aurora.example", "TXT", f"v=DMARC1; p={request_}")
    assert_fails(ask(mail(), envelope_from="eve@elsewhere.example"), f"aurora.example asks to {words}")


@pytest.mark.parametrize(
    ("record", "words"),
    [("p=reject; sp=none", "report"), ("p=quarantine", "suspicious"), ("p=none; sp=reject", "refuse")],
)
def test_names_below_have_the_policy_of_whoever_registered_them(
    ask: Asking, dns: StubDns, record: str, words: str
) -> None:
    """R-MAIL-12, RFC 7489 section 6.6.3: the organisational domain, its sp= first."""
    dns.publish("_dmarc.aurora.example", "TXT", f"v=DMARC1; {record}")
    assert_fails(ask(mail(sender="ana@a.desk.aurora.example")), words)


def test_a_name_below_with_a_policy_of_its_own_keeps_it(ask: Asking, dns: StubDns) -> None:
    """RFC 7489, section 6.6.3."""
    dns.publish("_dmarc.aurora.example", "TXT", "v=DMARC1; p=reject")
    dns.publish("_dmarc.desk.aurora.example", "TXT", "v=DMARC1; p=none; sp=quarantine")
    assert_fails(ask(mail(sender="ana@desk.aurora.example")), "report such mail")


@pytest.mark.parametrize(
    ("sender", "signer", "passes"),
    [
        ("ana@hotel.co.uk", "mail.hotel.co.uk", True),
        ("ana@hotel.co.uk", "other.co.uk", False),
        ("ana@hotel.github.io", "other.github.io", False),
        ("ana@hotel.com.br", "com.br", False),
    ],
)
def test_two_customers_of_one_registry_are_not_one(
    ask: Asking, dns: StubDns, sender: str, signer: str, passes: bool
) -> None:
    """R-MAIL-12: by a maintained public suffix list."""
    one = Signer(domain=signer)
    dns.publish(one.name, "TXT", one.record)
    finding = ask(one.sign(mail(sender=sender)))
    assert (finding.verdict == "pass") is passes


def test_a_sender_in_letters_of_his_own_is_compared_in_ascii(ask: Asking, dns: StubDns) -> None:
    """R-MAIL-12: SMTPUTF8 mail has Unicode domains, signatures have A-labels."""
    signer = Signer(domain="xn--mnchen-3ya.example")
    dns.publish(signer.name, "TXT", signer.record)
    assert_passes(ask(signer.sign(mail(sender="ana@münchen.example"))))


@pytest.mark.parametrize(
    "records",
    [
        ["v=DMARC1; p=reject", "v=DMARC1; p=none"],
        ["v=DMARC2; p=reject"],
        ["v=DMARC1; p=banish"],
        ["p=reject; v=DMARC1"],
        ["v=DMARC1; p=reject; p=none"],
    ],
)
def test_what_is_no_policy_counts_as_none(ask: Asking, dns: StubDns, records: list[str]) -> None:
    """RFC 7489, section 6.6.3: two of them, of another version, with a word nobody knows, out of order, doubled."""
    dns.publish("_dmarc.aurora.example", "TXT", *records)
    assert_open(ask(mail()))


def test_a_word_nobody_knows_asks_for_nothing_when_reports_are_wanted(ask: Asking, dns: StubDns) -> None:
    """RFC 7489, section 6.6.3."""
    dns.publish("_dmarc.aurora.example", "TXT", "v=DMARC1; p=banish; rua=mailto:a@aurora.example")
    assert_fails(ask(mail()), "report such mail")


def test_other_texts_at_that_name_do_not_hide_the_policy(ask: Asking, dns: StubDns) -> None:
    """RFC 7489, section 6.6.3."""
    dns.publish("_dmarc.aurora.example", "TXT", "a note", "v=DMARC1; p=reject")
    assert_fails(ask(mail()), "refuse")


def test_spf_alone_satisfies_a_policy(ask: Asking, dns: StubDns) -> None:
    """RFC 7489, section 4.2."""
    dns.publish("aurora.example", "TXT", f"v=spf1 ip4:{PEER} -all")
    dns.publish("_dmarc.aurora.example", "TXT", "v=DMARC1; p=reject")
    assert_passes(ask(mail(), envelope_from=ANA))
