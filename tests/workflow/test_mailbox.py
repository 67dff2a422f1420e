"""Which mails of a mailbox are old."""

from datetime import UTC, datetime, timedelta

import pytest

from workflow.mailbox import Cursor, Fate, OldMail

SINCE = datetime(2026, 11, 20, 10, 0, 0, 700_000, tzinfo=UTC)
EARLIER = SINCE - timedelta(days=3)
SAME_SECOND = SINCE.replace(microsecond=0)
LATER = SINCE + timedelta(seconds=1)

FIRST = Cursor(uidvalidity=7, first_uidvalidity=7, uidnext=100, connected_since=SINCE)
CHANGED = Cursor(uidvalidity=8, first_uidvalidity=7, uidnext=100, connected_since=SINCE)


@pytest.mark.parametrize(
    ("cursor", "uid", "arrived", "left", "imported"),
    [
        (FIRST, 99, EARLIER, Fate.LEFT, Fate.QUIET),
        (FIRST, 99, LATER, Fate.LEFT, Fate.QUIET),  # a date that lies ahead
        (FIRST, 100, SAME_SECOND, Fate.NORMAL, Fate.NORMAL),
        (FIRST, 100, LATER, Fate.NORMAL, Fate.NORMAL),
        (FIRST, 100, EARLIER, Fate.QUIET, Fate.QUIET),  # somebody moved it in
        (CHANGED, 99, EARLIER, Fate.LEFT, Fate.QUIET),
        (CHANGED, 99, SAME_SECOND, Fate.LEFT, Fate.QUIET),
        (CHANGED, 99, LATER, Fate.NORMAL, Fate.NORMAL),  # came while nobody polled, or was had and is known
        (CHANGED, 100, EARLIER, Fate.QUIET, Fate.QUIET),
        (CHANGED, 100, LATER, Fate.NORMAL, Fate.NORMAL),
    ],
)
def test_the_fate_of_a_mail(cursor: Cursor, uid: int, arrived: datetime, left: Fate, imported: Fate) -> None:
    """R-MAIL-3: safe first connect."""
    assert cursor.fate(uid, arrived, OldMail.LEAVE) is left
    assert cursor.fate(uid, arrived, OldMail.IMPORT) is imported
