"""Whom a desk address believes: its own mail server by name, this machine in the demo hotel, nobody else."""

from datetime import UTC, datetime
from ipaddress import ip_network

import pytest

from workflow.authenticity import Finding, Origin, Trust, Verdict, is_loopback, told

RELAY = "10.1.2.3"
PINNED = Trust(relays=[ip_network("10.0.0.0/8")], authserv_id="mx.aurora.example")
DEMO = Trust(loopback=True)
PASSED = "Authentication-Results: mx.aurora.example; dmarc=pass header.from=aurora.example"
FAILED = "Authentication-Results: mx.aurora.example; dmarc=fail header.from=aurora.example"


def say(*fields: str, peer: str = RELAY, trust: Trust = PINNED, door: str = "smtp", sender: str = "ana@aurora.example") -> Finding | None:  # fmt: skip
    raw = "\r\n".join((*fields, f"From: {sender}", "", "words")).encode()
    return told(
        Origin(raw, sender, door, peer, "helo.example", sender, datetime(2026, 11, 20, tzinfo=UTC)), trust
    )


def verdict(*fields: str, peer: str = RELAY, trust: Trust = PINNED, door: str = "smtp") -> Verdict:
    finding = say(*fields, peer=peer, trust=trust, door=door)
    assert finding is not None
    assert finding.reason.endswith(".")
    return finding.verdict


def test_the_pinned_server_is_believed_either_way() -> None:
    """R-MAIL-12."""
    assert verdict(PASSED) is Verdict.PASS
    assert verdict(FAILED) is Verdict.FAIL
    assert verdict(PASSED.replace("mx.aurora", "MX.Aurora")) is Verdict.PASS


@pytest.mark.parametrize(
    "fields",
    [
        (),
        ("Authentication-Results: mx.elsewhere.example; dmarc=pass header.from=aurora.example",),
        ("Authentication-Results: mx.elsewhere.example; none", PASSED),
        ("Authentication-Results: mx.aurora.example.evil.example; dmarc=pass",),
        ("Authentication-Results: =?utf-8?q?mx.aurora.example?=; dmarc=pass",),
        ("Authentication-Results: dmarc=pass; mx.aurora.example",),
        ("ARC-Authentication-Results: i=1; mx.aurora.example; dmarc=pass",),
        ("X-Authentication-Results: mx.aurora.example; dmarc=pass",),
    ],
)
def test_other_names_are_not_believed(fields: tuple[str, ...]) -> None:
    """R-MAIL-12: missing, foreign, foreign on top of ours, look-alikes, in another field."""
    assert verdict(*fields) is Verdict.NONE


def test_only_the_topmost_counts() -> None:
    """R-MAIL-12: doubled; what stands below may have come with the mail."""
    assert verdict(FAILED, PASSED) is Verdict.FAIL
    assert verdict(PASSED, FAILED) is Verdict.PASS
    assert verdict("Authentication-Results: mx.aurora.example; none", PASSED) is Verdict.NONE


@pytest.mark.parametrize("peer", ["", "192.0.2.1", "127.0.0.1", "::1", "10.1.2.3.example", "unknown"])
def test_a_peer_that_is_no_relay_of_ours_is_not_believed(peer: str) -> None:
    """R-MAIL-12: an Authentication-Results that came with the mail."""
    assert verdict(PASSED, peer=peer) is Verdict.NONE


def test_a_relay_on_an_ipv6_socket_is_the_same_relay() -> None:
    assert verdict(PASSED, peer=f"::ffff:{RELAY}") is Verdict.PASS


def test_the_provider_of_a_mailbox_is_believed_by_name() -> None:
    """R-MAIL-12, R-MAIL-3: we logged in to it; nobody else writes there."""
    assert verdict(PASSED, peer="", door="imap") is Verdict.PASS
    assert verdict(PASSED.replace("mx.aurora", "mx.evil"), peer="", door="imap") is Verdict.NONE


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ("dkim=pass header.d=aurora.example", Verdict.PASS),
        ("dkim=pass header.i=@aurora.example", Verdict.PASS),
        ("spf=pass smtp.mailfrom=ana@aurora.example", Verdict.PASS),
        ("spf=fail smtp.mailfrom=x@elsewhere.example; dkim=pass header.d=aurora.example", Verdict.PASS),
        ("dkim=pass header.d=elsewhere.example", Verdict.NONE),
        ("dkim=pass header.d=notaurora.example", Verdict.NONE),
        ("dkim=pass header.d=example", Verdict.NONE),
        ("dkim=pass", Verdict.NONE),
        ("spf=pass smtp.mailfrom=elsewhere.example", Verdict.NONE),
        ("spf=softfail smtp.mailfrom=aurora.example; dkim=none", Verdict.NONE),
        ("iprev=pass; auth=pass", Verdict.NONE),
        ("dkim=fail header.d=aurora.example; spf=none", Verdict.FAIL),
        ("dmarc=none; dkim=pass header.d=aurora.example", Verdict.PASS),
        ("dmarc=fail; dkim=pass header.d=aurora.example", Verdict.FAIL),
        ("dmarc=pass", Verdict.NONE),
        ("dmarc=pass (p=reject)", Verdict.NONE),
        ("dmarc=pass header.from=", Verdict.NONE),
        ("dmarc=pass header.from=ana@aurora.example", Verdict.PASS),
        ("dmarc=pass; dkim=pass header.d=aurora.example", Verdict.PASS),
        ("dmarc=pass header.from=desk.aurora.example", Verdict.NONE),
        ("dmarc=pass; dmarc=fail", Verdict.FAIL),
        ("dmarc=fail; dmarc=pass", Verdict.FAIL),
        ("dmarc=pass header.from=elsewhere.example", Verdict.NONE),
        ("dmarc=temperror", Verdict.NONE),
    ],
)
def test_what_the_server_found_is_weighed(results: str, expected: Verdict) -> None:
    """R-MAIL-12: DMARC first; without it one aligned SPF or DKIM."""
    assert verdict(f"Authentication-Results: mx.aurora.example; {results}") is expected


def test_a_domain_above_the_senders_speaks_for_it() -> None:
    """R-MAIL-12: relaxed alignment downwards; the other way would need the list of public suffixes."""
    field = "Authentication-Results: mx.aurora.example; dkim=pass header.d="
    assert say(field + "aurora.example", sender="ana@desk.aurora.example") == Finding(
        Verdict.PASS, "mx.aurora.example says that DKIM passed for desk.aurora.example."
    )


def test_without_a_pinned_name_the_desk_checks_for_itself() -> None:
    """R-MAIL-12: whatever the headers say."""
    assert say(PASSED, trust=Trust(relays=PINNED.relays)) is None
    assert say(FAILED, trust=Trust(relays=PINNED.relays)) is None


def test_a_mail_without_one_sender_is_not_checked() -> None:
    """R-MAIL-12, design rule 8."""
    finding = say(PASSED, sender="")
    assert finding is not None
    assert finding.verdict is Verdict.NONE


def test_our_lmtp_socket_is_open_to_our_own_mail_server_alone() -> None:
    """R-MAIL-12: a socket has no peer that TRUSTED_RELAYS could name; over TCP it must be named there."""
    assert verdict(PASSED, peer="", door="lmtp") is Verdict.PASS
    assert verdict(PASSED.replace("mx.aurora", "mx.evil"), peer="", door="lmtp") is Verdict.NONE
    assert verdict(PASSED, peer="127.0.0.1", door="lmtp") is Verdict.NONE


def test_the_demo_hotel_does_not_believe_a_mail_server_on_this_machine() -> None:
    """R-STAFF-2: whoever speaks LMTP hands on what others sent."""
    assert say(peer="127.0.0.1", trust=DEMO, door="lmtp") is None


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"])
def test_the_demo_hotel_believes_this_machine_unless_a_header_says_otherwise(peer: str) -> None:
    """R-STAFF-2."""
    assert verdict(peer=peer, trust=DEMO) is Verdict.PASS
    assert verdict(FAILED, peer=peer, trust=DEMO) is Verdict.FAIL


@pytest.mark.parametrize("peer", ["", "localhost", "0.0.0.0", "10.0.0.1", "192.0.2.1", "unix:/run/lmtp", "127.0.0.1.example"])  # fmt: skip
def test_the_demo_hotel_believes_no_other_machine(peer: str) -> None:
    """R-STAFF-2: an unknown peer, as of a mailbox or a socket, is nobody."""
    assert not is_loopback(peer)
    assert say(peer=peer, trust=DEMO) is None
