"""Hotels whose name no font can write on cards and signs, and a CARD_FONT that is none (R-QR-1)."""

from __future__ import annotations

from collections.abc import Iterator

from bellhop.doctor.finding import Finding, fail, ok, warn
from web import card_pdf
from web.pdf import letters
from workflow.database import hotels, rows
from workflow.services.overview import all_hotels
from workflow.settings import Settings

CHECK = "card letters"


def look(settings: Settings) -> Iterator[Finding]:
    own = letters.readable(settings.card_font)
    if settings.card_font is not None and own is None:
        yield fail(
            CHECK,
            f"CARD_FONT={settings.card_font} cannot be read as a font: cards are written without it.",
            "Name a TrueType or OpenType file that Bellhop's processes may read.",
        )
    ids = all_hotels()
    if not ids:
        return
    with hotels(ids):
        named = rows("SELECT code, name FROM hotels WHERE archived_at IS NULL ORDER BY code")
    poor = [(code, name) for code, name in named if letters.is_lossy(name, own=own)]
    for code, name in poor:
        shown = card_pdf.without_missing(name, own) or code
        says = f"No font has {letters.missing(name, own=own)}: cards and signs of {name} say “{shown}”."
        yield warn(CHECK, says, "CARD_FONT may name a font file that has these letters.", subject=code)
    if not poor:
        yield ok(CHECK, "The name of every hotel can be printed on cards and signs.")
