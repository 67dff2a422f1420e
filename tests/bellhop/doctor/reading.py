"""Reading findings in tests."""

from collections.abc import Iterable

from bellhop.doctor.finding import Finding, Result


def the(found: Iterable[Finding], check: str = "") -> Finding:
    """The only finding, or the only one of a check."""
    (one,) = [finding for finding in found if check in ("", finding.check)]
    return one


def assert_ok(*found: Finding) -> None:
    assert found
    for one in found:
        assert one.result is Result.OK, one
        assert not one.remedy


def assert_red(one: Finding, says: str, remedy: str, *, result: Result = Result.FAIL) -> None:
    assert one.result is result, one
    assert says in one.says, one
    assert remedy in one.remedy, one
