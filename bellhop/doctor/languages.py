"""Languages that hotels and guests are set to and that no catalog speaks: those are written to in English (R-I18N-1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bellhop.doctor.finding import Finding, ok, warn
from workflow import texts
from workflow.database import hotels, rows
from workflow.services.overview import all_hotels

CHECK = "languages"
LATELY = timedelta(days=90)
# stays (hotel_id, departure) serves the guests: those who are here, come, or left lately.
_SET = """
SELECT 'hotel ' || code, language FROM hotels WHERE archived_at IS NULL
UNION ALL
SELECT DISTINCT 'guests', g.language FROM stays s JOIN guests g ON g.id = s.guest_id
WHERE s.departure >= %s AND g.language <> ''
"""


def look(now: datetime) -> Iterator[Finding]:
    ids = all_hotels()
    if not ids:
        return
    with hotels(ids):
        found = sorted({(whose, texts.base_of(language)) for whose, language in rows(_SET, (now - LATELY,))})
    missing = [(whose, language) for whose, language in found if language not in texts.languages()]
    for whose, language in missing:
        says = f"There are no words in {language!r}: mails of the desk go out in English."
        yield warn(CHECK, says, f"There are {', '.join(texts.languages())}.", subject=whose)
    if not missing:
        yield ok(CHECK, "The desk has words in every language that hotels and guests are set to.")
