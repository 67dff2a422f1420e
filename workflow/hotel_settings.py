"""What a hotel sets for its guests' pages and cards: the keys of `hotels.settings`, typed and checked. Pure.

Its other settings stand beside them: times in workflow/services/hotels, "duty", "emergency", "notices" with their
services.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time

from workflow.errors import Invalid

CHECK_OUT, COLOUR, LOGO, PUBLIC_FORM, WISHES = "check_out", "colour", "logo", "public_form", "wishes"
SIGN_WORDS, SIGN_LANGUAGES, WISHES_IN = "sign_words", "sign_languages", "wishes_in"
MAX_WISHES, MAX_WISH = 12, 40
MAX_SIGN_WORDS, MAX_SIGN_LANGUAGES = 120, 3
DEFAULT_COLOUR = "#0c5c5a"
DEFAULT_CHECK_OUT = time(12)  # as workflow/presence
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MIN_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: white words on the hotel's colour


@dataclass(frozen=True, slots=True)
class GuestPageSettings:
    """logo: the picture's SHA-256 in the file store, "" for none. wishes: the chips above the guest's form; wishes_in: the same in other languages.
    sign_words: a greeting on rooms' signs. sign_languages: what these speak; none: the hotel's language and English.
    """

    colour: str = DEFAULT_COLOUR
    logo: str = ""
    check_out: time = DEFAULT_CHECK_OUT
    public_form: bool = False
    wishes: tuple[str, ...] = ()
    sign_words: str = ""
    sign_languages: tuple[str, ...] = ()
    wishes_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def wishes_for(self, language: str) -> tuple[str, ...]:
        """In this language, else as the hotel wrote them."""
        return self.wishes_in.get(language) or self.wishes


def guest_page(settings: Mapping[str, object]) -> GuestPageSettings:
    """The defaults where the hotel said nothing, or what makes no sense."""
    colour, logo = str(settings.get(COLOUR, "")), str(settings.get(LOGO, ""))
    wishes, languages = settings.get(WISHES), settings.get(SIGN_LANGUAGES)
    return GuestPageSettings(
        colour=colour if _COLOUR.fullmatch(colour) else DEFAULT_COLOUR,
        logo=logo if _SHA256.fullmatch(logo) else "",
        check_out=_stored_time(settings.get(CHECK_OUT)),
        public_form=settings.get(PUBLIC_FORM) is True,
        wishes=tuple(str(wish) for wish in wishes) if isinstance(wishes, list) else (),
        wishes_in=_stored_wishes(settings.get(WISHES_IN)),
        sign_words=str(settings.get(SIGN_WORDS, "")),
        sign_languages=tuple(str(one) for one in languages) if isinstance(languages, list) else (),
    )


def checked_colour(text: str) -> str:
    """Raises Invalid for what is none, or on which white words cannot be read."""
    colour = text.strip().lower()
    if not _COLOUR.fullmatch(colour):
        raise Invalid("A colour is written like #0c5c5a.", "colour")
    if _contrast_with_white(colour) < _MIN_CONTRAST:
        raise Invalid("White words cannot be read on this colour: choose a darker one.", "colour")
    return colour


def checked_check_out(text: str) -> time:
    """From "11:00". Raises Invalid."""
    try:
        return time.fromisoformat(text.strip()) if re.fullmatch(r"\d\d:\d\d", text.strip()) else _no_time()
    except ValueError:
        return _no_time()


def checked_wishes(lines: Sequence[str], field: str = "wishes") -> tuple[str, ...]:
    """One line each, none twice. Raises Invalid."""
    wishes = tuple(dict.fromkeys(filter(None, (" ".join(line.split()) for line in lines))))
    if len(wishes) > MAX_WISHES:
        raise Invalid("The guests' page has room for %(most)s wishes.", field, values={"most": MAX_WISHES})
    if any(len(wish) > MAX_WISH for wish in wishes):
        raise Invalid("A wish has at most %(most)s characters.", field, values={"most": MAX_WISH})
    return wishes


def checked_wishes_in(
    wanted: Mapping[str, Sequence[str]], *, known: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """By language; those without any are left out. known: what the guests' page speaks. Raises Invalid."""
    if not set(wanted) <= set(known):
        raise Invalid(
            "The guests' page speaks %(known)s.",
            "wishesByLanguage",
            values={"known": ", ".join(sorted(known))},
        )
    checked = {code: checked_wishes(lines, f"wishesByLanguage.{code}") for code, lines in wanted.items()}
    return {code: wishes for code, wishes in checked.items() if wishes}


def checked_sign_words(text: str) -> str:
    """One line. Raises Invalid."""
    words = " ".join(text.split())
    if len(words) > MAX_SIGN_WORDS:
        raise Invalid(
            "A greeting on signs has at most %(most)s characters.",
            "signWords",
            values={"most": MAX_SIGN_WORDS},
        )
    return words


def checked_sign_languages(codes: Sequence[str], *, known: Collection[str]) -> tuple[str, ...]:
    """In the order in which they are to stand, none twice. known: those that signs can speak. Raises Invalid."""
    languages = tuple(dict.fromkeys(codes))
    if any(code not in known for code in languages):
        raise Invalid("Signs speak %(known)s.", "signLanguages", values={"known": ", ".join(sorted(known))})
    if len(languages) > MAX_SIGN_LANGUAGES:
        raise Invalid(
            "A sign has room for %(most)s languages.", "signLanguages", values={"most": MAX_SIGN_LANGUAGES}
        )
    return languages


def _no_time() -> time:
    raise Invalid("Write the time like 11:00.", "checkOutTime")


def _stored_wishes(said: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(said, Mapping):
        return {}
    return {str(code): tuple(map(str, wishes)) for code, wishes in said.items() if isinstance(wishes, list)}


def _stored_time(said: object) -> time:
    try:
        return time.fromisoformat(said) if isinstance(said, str) else DEFAULT_CHECK_OUT
    except ValueError:
        return DEFAULT_CHECK_OUT


def _contrast_with_white(colour: str) -> float:
    """As WCAG reckons it: relative luminance of sRGB."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
