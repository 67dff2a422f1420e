"""A stub name server, and a verifier that asks it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from tests.worker.authenticity.stub_dns import StubDns
from worker.authenticity import make_verifier
from workflow import clock
from workflow.authenticity import Finding, Origin, Verdict
from workflow.reading import read
from workflow.settings import Settings, load_settings

PEER = "8.8.4.4"  # somewhere out in the world
ANA = "ana@aurora.example"


@pytest.fixture
def dns() -> Iterator[StubDns]:
    with StubDns() as stub:
        yield stub


def settings_for(stub: StubDns, **environ: str) -> Settings:
    return load_settings(
        {
            "DATABASE_URL": "postgresql://not-used",
            "REDIS_URL": "redis://not-used",
            "BELLHOP_SECRET": "a secret that only tests know, 32 characters and more",
            "DNS_SERVERS": str(stub.address),
            **environ,
        }
    )


Asking = Callable[..., Finding]


@pytest.fixture
def ask(dns: StubDns) -> Asking:
    """Asks about one mail as the worker does, through the reader and the wire."""

    def asked(
        raw: bytes,
        *,
        peer: str = PEER,
        helo: str = "out.elsewhere.example",
        envelope_from: str = "bounces@elsewhere.example",
        seconds: float = 5,
        relays: str = "10.0.0.0/8",
        came_after: timedelta = timedelta(),
    ) -> Finding:
        verify = make_verifier(settings_for(dns, TRUSTED_RELAYS=relays), seconds=seconds)
        return verify(
            Origin(raw, read(raw).from_address, "smtp", peer, helo, envelope_from, clock.now() + came_after)
        )

    return asked


def mail(*, sender: str = f"Ana <{ANA}>", text: str = "They are on their way.\r\n", more: str = "") -> bytes:
    """A mail as it came over the wire."""
    return (
        f"From: {sender}\r\nTo: aurora@desk.example\r\nSubject: Re: No   towels\r\n"
        f"Date: Fri, 20 Nov 2026 09:00:00 +0000\r\nMessage-ID: <1@aurora.example>\r\n{more}\r\n{text}"
    ).encode()


def assert_passes(finding: Finding, *words: str) -> None:
    assert finding.verdict is Verdict.PASS, finding
    assert all(word in finding.reason for word in words), finding


def assert_open(finding: Finding, *words: str) -> None:
    assert finding.verdict is Verdict.NONE, finding
    assert all(word in finding.reason for word in words), finding


def assert_fails(finding: Finding, *words: str) -> None:
    assert finding.verdict is Verdict.FAIL, finding
    assert all(word in finding.reason for word in words), finding
