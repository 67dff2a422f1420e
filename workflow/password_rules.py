"""What a password must be (NIST SP 800-63B, 5.1.1.2): long enough, and not what everybody tries first. Pure.

No rule about digits, capitals or signs, and no end of its life.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from workflow.errors import Invalid

LEAST, MOST = 10, 200
TOO_SHORT = "A password has at least ten characters. Several words make a good one."
TOO_LONG = "A password has at most 200 characters."
TOO_COMMON = "This password is among the first that strangers try. Several words make a better one."
TOO_NEAR = "A password is more than the e-mail address, the name or the hotel's name."

# What the commonest passwords of ten and more characters are made of, besides digits and signs.
_COMMON = [
    "password",
    "passwort",
    "passw0rd",
    "p@ssw0rd",
    "pa55word",
    "contrasena",
    "motdepasse",
    "wachtwoord",
    "parola",
    "senha",
    "haslo",
    "welcome",
    "willkommen",
    "bienvenue",
    "benvenuto",
    "bienvenido",
    "letmein",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "yxcvbnm",
    "zxcvbnm",
    "qwerty",
    "qwertz",
    "azerty",
    "asdfgh",
    "asdf",
    "zxcv",
    "1q2w3e4r5t",
    "1q2w3e4r",
    "q1w2e3r4",
    "1qaz2wsx",
    "qazwsx",
    "abc",
    "abcd",
    "abcdef",
    "iloveyou",
    "tequiero",
    "ichliebedich",
    "jetaime",
    "princess",
    "sunshine",
    "football",
    "fussball",
    "baseball",
    "basketball",
    "superman",
    "batman",
    "spiderman",
    "pokemon",
    "starwars",
    "dragon",
    "monkey",
    "master",
    "shadow",
    "michael",
    "jordan",
    "liverpool",
    "arsenal",
    "chelsea",
    "juventus",
    "internet",
    "computer",
    "laptop",
    "samsung",
    "google",
    "facebook",
    "linkedin",
    "admin",
    "administrator",
    "administrador",
    "root",
    "user",
    "test",
    "testing",
    "demo",
    "guest",
    "login",
    "access",
    "secret",
    "geheim",
    "changeme",
    "default",
    "temp",
    "temporary",
    "whatever",
    "trustno",
    "nothing",
    "freedom",
    "flower",
    "butterfly",
    "chocolate",
    "hello",
    "hallo",
    "bonjour",
    "hotel",
    "reception",
    "rezeption",
    "concierge",
    "manager",
    "frontdesk",
    "frontoffice",
    "bellhop",
    "frühling",
    "spring",
    "summer",
    "sommer",
    "autumn",
    "herbst",
    "winter",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "montag",
    "monday",
    "my",
    "the",
    "is",
    "me",
    "you",
    "love",
    "this",
    "one",
]
_RUNS = (
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
)
_LETTERS = re.compile(r"[^\W\d_]+")


def check(password: str, *, about: Iterable[str] = ()) -> None:
    """Raises Invalid with the reason. about: the person's address and name, the hotel's name and code."""
    if len(password) < LEAST:
        raise Invalid(TOO_SHORT, "password")
    if len(password) > MOST:
        raise Invalid(TOO_LONG, "password")
    folded = password.casefold()
    if _repeats(folded) or _runs(folded) or _is_made_of(folded, _COMMON):
        raise Invalid(TOO_COMMON, "password")
    near = [word for one in about for word in _words(one)]
    if _is_made_of(folded, [*near, *_COMMON]):
        raise Invalid(TOO_NEAR, "password")


def _words(about: str) -> list[str]:
    """The whole, and its words: ana.ferri@aurora.example has ana, ferri, aurora, example."""
    folded = about.casefold().strip()
    return [folded, *(word for word in _LETTERS.findall(folded) if len(word) > 2)] if folded else []


def _is_made_of(password: str, words: Iterable[str]) -> bool:
    """Whether nothing but digits and signs is left without these words, of which one at least is there."""
    rest = password
    for word in sorted(set(words), key=len, reverse=True):
        rest = rest.replace(word, " ")
    return rest != password and len("".join(_LETTERS.findall(rest))) < 3


def _repeats(password: str) -> bool:
    """aaaaaaaaaa, abcabcabcabc, 1212121212."""
    return any(
        (password[:size] * (len(password) // size + 1))[: len(password)] == password for size in range(1, 5)
    )


def _runs(password: str) -> bool:
    """1234567890, abcdefghij, 0987654321."""
    bare = password.rstrip("!?.* ")
    rings = [run * 2 for run in _RUNS]
    return any(bare in ring or bare in ring[::-1] for ring in rings)
