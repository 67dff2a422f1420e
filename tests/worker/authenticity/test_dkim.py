"""Signatures of mails, with their keys in DNS: which hold, and why the others do not count."""

import time
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.worker.authenticity.conftest import Asking, assert_open, assert_passes, mail
from tests.worker.authenticity.signing import SIGNED, Signer, rsa_key
from tests.worker.authenticity.stub_dns import StubDns
from workflow import clock

SHORT_KEY = (  # 768 bits, of a key that nobody has
    "MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhALt2yQ0zu45S7BrUPLXePw7/R0qhHJHMMABN//ZC35Bz5U2ntQvUpdVD6oWn3JKIIDtkLpqqDP+PpsPt"
    "lrRnElR13wS4QQUs9cCK7R0Y7EY2vVEYNApN4R6bZLRT4E5t4QIDAQAB"
)


@pytest.fixture(scope="module")
def aurora() -> Signer:
    return Signer()


@pytest.fixture
def published(dns: StubDns, aurora: Signer) -> Signer:
    dns.publish(aurora.name, "TXT", aurora.record)
    return aurora


@pytest.mark.parametrize(
    "canonical", ["relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple"]
)
@pytest.mark.parametrize(
    "text",
    ["They are on their way.\r\n", "", "\r\n\r\n", "no line end", "spaces \t here  \r\n\t\r\n \r\n\r\n"],
)
def test_a_signed_mail_passes(ask: Asking, published: Signer, canonical: str, text: str) -> None:
    """R-MAIL-12; without a policy one aligned DKIM signature is enough."""
    assert_passes(ask(published.sign(mail(text=text), canonical=canonical)), "DKIM", "aurora.example")


def test_an_ed25519_signature_passes(ask: Asking, dns: StubDns) -> None:
    """RFC 8463."""
    signer = Signer(selector="ed", key=Ed25519PrivateKey.generate())
    dns.publish(signer.name, "TXT", signer.record)
    assert_passes(ask(signer.sign(mail())), "DKIM")


FOOTBALL = b"""DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=test; t=1528637909; h=from : to : subject :
 date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
 DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
 dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
""".replace(b"\n", b"\r\n")
FOOTBALL_KEYS = {
    "brisbane": "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    "test": "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQi"
    "Y/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT"
    "+l/K4w3QIDAQAB",
}


@pytest.mark.parametrize("selector", FOOTBALL_KEYS)
def test_the_example_of_the_rfc_passes_by_either_signature(ask: Asking, dns: StubDns, selector: str) -> None:
    """RFC 8463, appendix A.3: one mail signed by RSA and Ed25519; bare LF line ends make no difference."""
    dns.publish(f"{selector}._domainkey.football.example.com", "TXT", FOOTBALL_KEYS[selector])
    assert_passes(ask(FOOTBALL), "football.example.com")
    assert_passes(ask(FOOTBALL.replace(b"\r\n", b"\n")), "football.example.com")


def test_a_changed_body_fails(ask: Asking, published: Signer) -> None:
    """R-MAIL-12."""
    forged = published.sign(mail()).replace(b"on their way", b"on our way")
    assert_open(ask(forged), "text was changed")


@pytest.mark.parametrize("field", [b"Subject: Re: No   towels", b"From: Ana <", b"b=", b"Date: Fri"])
def test_a_changed_header_fails(ask: Asking, published: Signer, field: bytes) -> None:
    """R-MAIL-12: a signed field, or the signature itself."""
    signed = published.sign(mail())
    forged = signed.replace(field, b"b=AAAA" if field == b"b=" else field[:-1] + b"X" + field[-1:], 1)
    assert_open(ask(forged), "does not count")


def test_an_unsigned_field_on_the_way_makes_no_difference(ask: Asking, published: Signer) -> None:
    """R-MAIL-12: relays add theirs on top."""
    assert_passes(ask(b"Received: from a by b\r\nX-Spam: no\r\n" + published.sign(mail())))


def test_a_foreign_domains_signature_does_not_count(ask: Asking, dns: StubDns) -> None:
    """R-MAIL-12: valid, but of somebody else; its key is not even asked for."""
    foreign = Signer(domain="mailer.example")
    dns.publish(foreign.name, "TXT", foreign.record)
    assert_open(ask(foreign.sign(mail())), "signed by mailer.example, not by aurora.example")
    assert (foreign.name, "TXT") not in dns.asked


def test_the_right_signature_counts_among_foreign_and_broken_ones(ask: Asking, published: Signer) -> None:
    """R-MAIL-12: a mailing service signs too, and an older signature broke."""
    broken = published.sign(mail()).partition(b"\r\nFrom:")[0].replace(b"bh=", b"bh=AA")
    signed = published.sign(mail())
    foreign = Signer(domain="mailer.example").sign(signed)
    assert_passes(ask(broken + b"\r\n" + foreign))


def test_many_signatures_cost_no_more_than_a_few(ask: Asking, dns: StubDns, aurora: Signer) -> None:
    """R-MAIL-12: bounded work; the hundredth signature of a hostile mail is not tried."""
    signed = mail()
    for index in range(30):
        signed = Signer(selector=f"s{index}", key=aurora.key).sign(signed)
    assert_open(ask(signed), "its key is not published")
    assert sum("_domainkey" in name for name, _ in dns.asked) <= 4


@pytest.mark.parametrize(
    ("tags", "why"),
    [
        ("l=10;", "covers only a part"),
        ("x=1700000000;", "expired"),
        ("x=soon;", "expired"),
        ("i=@other.example;", "another domain"),
        ("q=http/well-known;", "not in DNS"),
        ("l=10; l=10;", "signed by"),
    ],
)
def test_a_signature_with_such_a_tag_does_not_count(
    ask: Asking, published: Signer, tags: str, why: str
) -> None:
    """R-MAIL-12: length-limited, expired, for somebody else, unreadable."""
    finding = ask(published.sign(mail(), tags=tags))
    assert_open(finding, why if why != "signed by" else "no DKIM signature")


def test_an_expiry_in_the_future_counts_until_then(ask: Asking, published: Signer) -> None:
    """R-MAIL-12: what counts is when the mail came, not when a worker looks."""
    signed = published.sign(mail(), tags=f"x={int(clock.now().timestamp()) + 3600};")
    assert_passes(ask(signed))
    assert_open(ask(signed, came_after=timedelta(hours=2)), "expired")


def test_the_sender_must_be_covered(ask: Asking, published: Signer) -> None:
    """R-MAIL-12."""
    assert_open(ask(published.sign(mail(), names=("Subject", "Date"))), "does not cover the sender")


def test_sha1_is_not_safe(ask: Asking, published: Signer) -> None:
    """RFC 8301."""
    assert_open(ask(published.sign(mail(), algorithm="rsa-sha1")), "rsa-sha1 is not safe")


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (f"v=DKIM1; p={SHORT_KEY}", "768 bits"),
        ("v=DKIM1; p=", "withdrawn"),
        ("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "another kind"),
        ("v=DKIM1; p=@@@", "cannot be read"),
        ("v=DKIM2; p=AAAA", "cannot be read"),
        ("a note", "cannot be read"),
    ],
)
def test_such_a_key_does_not_count(ask: Asking, dns: StubDns, aurora: Signer, record: str, why: str) -> None:
    """R-MAIL-12: too short, withdrawn, of another kind, unreadable."""
    dns.publish(aurora.name, "TXT", record)
    assert_open(ask(aurora.sign(mail())), why)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("t=y;", "only testing"),
        ("h=sha1;", "another digest"),
        ("s=tlsrpt;", "not for mail"),
        ("t=s;", ""),
        ("h=sha1:sha256; s=*; n=note;", ""),
    ],
)
def test_what_a_key_says_of_itself_is_kept(
    ask: Asking, dns: StubDns, aurora: Signer, more: str, why: str
) -> None:
    """RFC 6376, section 3.6.1."""
    dns.publish(aurora.name, "TXT", aurora.record.replace("p=", more + " p="))
    finding = ask(aurora.sign(mail()))
    if why:
        assert_open(finding, why)
    else:
        assert_passes(finding)


def test_a_key_for_its_own_name_only_does_not_sign_for_those_below(
    ask: Asking, dns: StubDns, aurora: Signer
) -> None:
    """RFC 6376, section 3.6.1, t=s."""
    dns.publish(aurora.name, "TXT", aurora.record.replace("p=", "t=s; p="))
    assert_open(ask(aurora.sign(mail(), tags="i=@desk.aurora.example;")), "another domain")


def test_a_very_long_key_costs_nothing(ask: Asking, dns: StubDns, aurora: Signer) -> None:
    """R-MAIL-12: bounded work; a hostile domain publishes what takes minutes to compute."""
    long = Signer(selector="long", key=rsa_key(5120))
    dns.publish(long.name, "TXT", long.record)
    assert_open(ask(long.sign(mail())), "5120 bits")


def test_a_key_behind_an_alias_is_found(ask: Asking, dns: StubDns, aurora: Signer) -> None:
    """R-MAIL-12: providers have their customers publish a CNAME."""
    dns.publish(aurora.name, "CNAME", "key.provider.example.")
    dns.publish("key.provider.example", "TXT", aurora.record)
    assert_passes(ask(aurora.sign(mail())))


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (b"\r\nSubject:", b"\r\nSubject: Please call\r\nSubject:", "more than once"),
        (b"\r\nFrom:", b"\r\nContent-Type: text/html\r\nContent-Type: text/plain\r\nFrom:", "more than once"),
        (b"\r\nTo:", b"\r\nX-Note: a\r\rLeave now.\r\nTo:", "line ends"),
        (b"\r\nFrom:", b"\r\nX-Note: a\0\r\nFrom:", "line ends"),
        (b"\r\nTo:", b"\r\nLeave your room now\r\nTo:", "no fields"),
    ],
)
def test_what_we_might_read_differently_from_the_signer_is_not_believed(
    ask: Asking, published: Signer, before: bytes, after: bytes, why: str
) -> None:
    """R-MAIL-12: fields and text put in on the way, where the signature itself still holds or nearly does."""
    finding = ask(published.sign(mail()).replace(before, after, 1))
    assert_open(finding, why)


def test_a_second_from_names_no_sender(ask: Asking, published: Signer) -> None:
    """R-MAIL-12: identity is the one From."""
    signed = published.sign(mail(), names=("From", "Subject"))
    assert_open(ask(b"From: eve@elsewhere.example\r\n" + signed), "does not name one sender")
    assert_open(ask(published.sign(mail(sender="ana@aurora.example, eve@elsewhere.example"))), "one sender")


def test_a_large_mail_is_checked_in_time(ask: Asking, published: Signer) -> None:
    """R-MAIL-12: linear in the mail; 20 MB with the worst of white space."""
    text = ("x" + " \t" * 500 + "\r\n") * 10_000 + " " * 5_000_000 + "\r\n" * 2_000_000
    signed = published.sign(mail(text=text))
    assert len(signed) > 18_000_000
    began = time.process_time()  # work, which a busy machine makes no more of
    assert_passes(ask(signed, seconds=120))
    assert time.process_time() - began < 15


def test_names_are_signed_in_the_order_they_are_listed() -> None:
    """The signer of these tests is honest: it signs what SIGNED says, From twice so that none can be added."""
    assert SIGNED.count("From") == 2
