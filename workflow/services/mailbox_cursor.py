"""How far a mailbox was read, by UID and never by flags; inbox rows and cursor are written in one transaction.

Every write holds the row and checks the fence first: a process that lost its lease writes nothing. The door hands
in what it found on the server; which of it is new is decided here, against the set of UIDs that were had.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.database import hotel, rows
from workflow.errors import LeaseLost
from workflow.mailbox import Cursor, OldMail
from workflow.models import Effect, Inbox, MailboxTrouble
from workflow.reasons import because
from workflow.services.inbox import Incoming, keep
from workflow.services.mailbox_lease import Lease
from workflow.values import EffectState, InboxState
from workflow.wake import wake_clock

TOLD_AFTER = 3  # tries; from then on a mail that cannot be fetched stands in the quarantine
_PAUSES = (0.0, 30.0, 300.0, 3600.0)  # seconds before the next try; the last one for ever


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail of the mailbox, ready to be kept."""

    uid: int
    incoming: Incoming


@dataclass(frozen=True, slots=True)
class Wanted:
    """A mail that is not had yet; one that was tried before goes alone."""

    uid: int
    tries: int


_UIDS = "(SELECT coalesce(range_agg(int8range(uid, uid, '[]')), '{}') FROM unnest(%s::bigint[]) AS uid)"


def begin(lease: Lease, *, uidvalidity: int, uidnext: int, old_mail: OldMail, now: datetime) -> Cursor:
    """The cursor after the folder was opened. The first time, all that is there is old; after UIDVALIDITY has
    changed, all UIDs are unknown and intake recognises what it had. Raises LeaseLost.
    """
    with hotel(lease.hotel_id):
        _hold(lease)
        since, first, known, started = rows(
            "SELECT connected_since, first_uidvalidity, uidvalidity, uidnext FROM mailboxes WHERE id = %s",
            (lease.mailbox_id,),
        )[0]
        if known == uidvalidity:
            return Cursor(uidvalidity, first, started, since)
        leave = since is None and old_mail is OldMail.LEAVE
        rows(
            "UPDATE mailboxes SET connected_since = coalesce(connected_since, %s),"
            " first_uidvalidity = coalesce(first_uidvalidity, %s), uidvalidity = %s, uidnext = %s, owed = '{}',"
            " had = int8multirange(int8range(1, %s)) WHERE id = %s",
            (now, uidvalidity, uidvalidity, uidnext, uidnext if leave else 1, lease.mailbox_id),
        )
        rows("DELETE FROM mailbox_troubles WHERE mailbox_id = %s", (lease.mailbox_id,))
        return Cursor(uidvalidity, first or uidvalidity, uidnext, since or now)


def wanted(lease: Lease, uids: Sequence[int], *, now: datetime) -> list[Wanted]:
    """Those of the UIDs that are not had, lowest first; without those whose next try is not due."""
    with hotel(lease.hotel_id):
        found = rows(
            "SELECT found.uid, coalesce(t.tries, 0) FROM unnest(%s::bigint[]) AS found (uid)"
            " JOIN mailboxes m ON m.id = %s AND NOT m.had @> found.uid"
            " LEFT JOIN mailbox_troubles t ON t.mailbox_id = m.id AND t.uid = found.uid"
            " WHERE t.look_at IS NULL OR t.look_at <= %s ORDER BY found.uid",
            (list(uids), lease.mailbox_id, now),
        )
    return [Wanted(uid, tries) for uid, tries in found]


def keep_mails(lease: Lease, mails: Sequence[Fetched], *, owe: bool) -> list[int]:
    """Inbox rows and cursor in one transaction; the inbox ids. `owe`: they are still to be marked, moved or deleted.

    Raises LeaseLost, StoreUnavailable: then none is kept.
    """
    uids = [mail.uid for mail in mails]
    with hotel(lease.hotel_id):
        _hold(lease)
        ids = keep([mail.incoming for mail in mails])
        _mark_had(lease, uids, owed=uids if owe else [])
    wake_clock()
    return ids


def pass_over(lease: Lease, uids: Sequence[int]) -> None:
    """Done with, and nothing kept: old mail that is left, mail that somebody else moved or deleted first."""
    with hotel(lease.hotel_id):
        _hold(lease)
        _mark_had(lease, uids, owed=[])


def quarantine(lease: Lease, mail: Fetched, reason: str, *, now: datetime) -> None:
    """A mail that is not taken whole: a row for people, with the bytes there are. The mailbox is left as it is."""
    with hotel(lease.hotel_id):
        _hold(lease)
        _set_aside(mail, reason, now=now)
        _mark_had(lease, [mail.uid], owed=[])


def note_trouble(lease: Lease, mail: Fetched, reason: str, *, now: datetime, scale: float) -> None:
    """It could not be fetched: tried again later and alone; after a few tries people are told, and it is still tried."""
    with hotel(lease.hotel_id):
        _hold(lease)
        trouble = MailboxTrouble.get_or_none(
            MailboxTrouble.mailbox_id == lease.mailbox_id, MailboxTrouble.uid == mail.uid
        )
        tries = trouble.tries + 1 if trouble else 1
        inbox_id = trouble.inbox_id if trouble else None
        if tries >= TOLD_AFTER and inbox_id is None:
            inbox_id = _set_aside(mail, reason, now=now)
        pause = timedelta(seconds=_PAUSES[min(tries, len(_PAUSES)) - 1] * scale)
        rows(
            "INSERT INTO mailbox_troubles (hotel_id, mailbox_id, uid, tries, look_at, inbox_id)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (mailbox_id, uid)"
            " DO UPDATE SET tries = excluded.tries, look_at = excluded.look_at, inbox_id = excluded.inbox_id",
            (lease.hotel_id, lease.mailbox_id, mail.uid, tries, now + pause, inbox_id),
        )


def owed(lease: Lease, uids: Sequence[int]) -> list[int]:
    """Those of the UIDs that were kept and are still to be marked, moved or deleted."""
    with hotel(lease.hotel_id):
        found = rows(
            "SELECT found.uid FROM unnest(%s::bigint[]) AS found (uid)"
            " JOIN mailboxes m ON m.id = %s AND m.owed @> found.uid ORDER BY found.uid",
            (list(uids), lease.mailbox_id),
        )
    return [uid for (uid,) in found]


def settle(lease: Lease, uids: Sequence[int]) -> None:
    """They were marked, moved or deleted."""
    with hotel(lease.hotel_id):
        _hold(lease)
        rows(f"UPDATE mailboxes SET owed = owed - {_UIDS} WHERE id = %s", (list(uids), lease.mailbox_id))


def note_seen(lease: Lease, uids: Sequence[int], *, now: datetime) -> datetime | None:
    """The whole mailbox was looked through, and these UIDs are what is in it: all is well.

    When a mail that gave trouble is to be tried next, if any; those that are gone are forgotten.
    """
    with hotel(lease.hotel_id):
        _hold(lease)
        rows(
            "UPDATE mailboxes SET seen_at = %s, failing_since = NULL, last_error = '' WHERE id = %s",
            (now, lease.mailbox_id),
        )
        troubles = rows(
            "SELECT uid, look_at FROM mailbox_troubles WHERE mailbox_id = %s", (lease.mailbox_id,)
        )
        there = set(uids) if troubles else set()
        gone = [uid for uid, _ in troubles if uid not in there]
        if gone:
            _mark_had(lease, gone, owed=[])
        return min((look_at for uid, look_at in troubles if uid in there), default=None)


def note_failure(lease: Lease, error: str, *, now: datetime) -> None:
    """What people are shown until it works again."""
    with hotel(lease.hotel_id):
        rows(
            "UPDATE mailboxes SET failing_since = coalesce(failing_since, %s), last_error = %s"
            " WHERE id = %s AND fence = %s",
            (now, error[:1000], lease.mailbox_id, lease.fence),
        )


def _hold(lease: Lease) -> None:
    """Locks the row until the end of the transaction."""
    found = rows("SELECT fence FROM mailboxes WHERE id = %s FOR UPDATE", (lease.mailbox_id,))
    if not found or found[0][0] != lease.fence:
        raise LeaseLost("Another process polls this mailbox by now.")


def _mark_had(lease: Lease, uids: Sequence[int], *, owed: Sequence[int]) -> None:
    rows(
        f"UPDATE mailboxes SET had = had + {_UIDS}, owed = owed + {_UIDS} WHERE id = %s",
        (list(uids), list(owed), lease.mailbox_id),
    )
    came_after_all = rows(
        "DELETE FROM mailbox_troubles WHERE mailbox_id = %s AND uid = ANY(%s) RETURNING inbox_id",
        (lease.mailbox_id, list(uids)),
    )
    _give_up_places([id for (id,) in came_after_all if id is not None])


def _give_up_places(ids: Sequence[int]) -> None:
    """What stood in the quarantine for mails that could not be fetched, unless somebody has dealt with it."""
    if not ids:
        return
    why = because("The mail could be fetched after all, or is gone.")
    Inbox.update(state=InboxState.IGNORED, reason=why).where(
        Inbox.id << list(ids), Inbox.state == InboxState.QUARANTINED
    ).execute()
    Effect.update(state=EffectState.DONE, result={"dropped": why}).where(
        Effect.inbox_id << list(ids), Effect.state == EffectState.DEAD
    ).execute()


def _set_aside(mail: Fetched, reason: str, *, now: datetime) -> int:
    """An inbox row that no worker reads; retrying it reads what bytes there are."""
    (id,) = keep([mail.incoming])
    rows(
        "UPDATE effects SET state = 'dead', finished_at = %s, error = %s WHERE inbox_id = %s",
        (now, reason, id),
    )
    Inbox.update(state=InboxState.QUARANTINED, reason=reason, processed_at=now).where(
        Inbox.id == id
    ).execute()
    return id
