"""What a check found: a result, a sentence, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Result(StrEnum):
    OK = "ok"
    WARN = "warn"  # it works, and may not for long, or not for everybody
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """subject: which of several, an address or a number. remedy: what to do, "" when all is well."""

    check: str
    result: Result
    says: str
    remedy: str = ""
    subject: str = ""

    def as_json(self) -> dict[str, str]:
        return {
            "check": self.check,
            "subject": self.subject,
            "result": self.result.value,
            "says": self.says,
            "remedy": self.remedy,
        }


def ok(check: str, says: str, *, subject: str = "") -> Finding:
    return Finding(check, Result.OK, says, subject=subject)


def warn(check: str, says: str, remedy: str, *, subject: str = "") -> Finding:
    return Finding(check, Result.WARN, says, remedy, subject)


def fail(check: str, says: str, remedy: str, *, subject: str = "") -> Finding:
    return Finding(check, Result.FAIL, says, remedy, subject)
