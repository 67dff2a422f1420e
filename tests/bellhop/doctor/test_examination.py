"""Checks run beside each other: one that fails itself, or never ends, is a finding and holds nobody up."""

import threading
from collections.abc import Iterator

import pytest

from bellhop.doctor import examination
from bellhop.doctor.examination import Check
from bellhop.doctor.finding import Finding, ok
from tests.bellhop.doctor.reading import assert_ok, assert_red


def test_a_fault_and_a_check_without_end_are_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """R-RUN-3: bounded in time, never a traceback in the answer."""
    monkeypatch.setattr(examination, "SECONDS", 0.2)
    end = threading.Event()

    def faulty() -> Iterator[Finding]:
        yield ok("faulty", "So far.")
        raise RuntimeError("a secret")

    def endless() -> Iterator[Finding]:
        end.wait(20)
        yield ok("endless", "At last.")

    def well() -> Iterator[Finding]:
        yield ok("well", "All is well.")

    checks = [Check("faulty", faulty), Check("endless", endless), Check("well", well)]
    try:
        fault, late, good = examination.together(checks)
    finally:
        end.set()
    assert_red(fault, "The check itself failed (RuntimeError)", "a fault of Bellhop")
    assert "a secret" not in str(fault)
    assert_red(late, "longer than 0 s", "firewall")
    assert_ok(good)
