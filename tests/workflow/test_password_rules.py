"""What a password must be (R-WEB-1, NIST SP 800-63B): long, and not what everybody tries first."""

import pytest

from workflow.errors import Invalid
from workflow.password_rules import TOO_COMMON, TOO_LONG, TOO_NEAR, TOO_SHORT, check

ABOUT = ("ana.ferri@aurora.example", "Ana Ferri", "Aurora Hotel", "AUR")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "long enough",
        "4719203847561",
        "Zq8-kfPw20xx",
        "über den Dächern",
        "密码密码很长的一句话啊啊呀",
    ],
)
def test_what_is_long_and_uncommon_is_taken(password: str) -> None:
    check(password, about=ABOUT)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("nine char", TOO_SHORT),
        ("", TOO_SHORT),
        ("x" * 201, TOO_LONG),
        ("password123!", TOO_COMMON),
        ("Passw0rd2026", TOO_COMMON),
        ("1234567890", TOO_COMMON),
        ("0987654321", TOO_COMMON),
        ("qwertyuiop", TOO_COMMON),
        ("qwertzuiop!", TOO_COMMON),
        ("aaaaaaaaaaaa", TOO_COMMON),
        ("abcabcabcabc", TOO_COMMON),
        ("Sommer2026!!", TOO_COMMON),
        ("Willkommen1", TOO_COMMON),
        ("ana.ferri@aurora.example", TOO_NEAR),
        ("Aurora-Hotel-1", TOO_NEAR),
        ("anaferri2026", TOO_NEAR),
        ("AuroraWelcome1", TOO_NEAR),
    ],
)
def test_what_strangers_try_first_is_refused_with_the_reason(password: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(password, about=ABOUT)
    assert (str(refused.value), refused.value.field) == (why, "password")
