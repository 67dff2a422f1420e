"""Any number of processes poll; a mailbox is polled by one of them, and what two of them fetch is kept once."""

import contextlib
import dataclasses
from datetime import timedelta

import psycopg2
import pytest

from tests.dovecot import Dovecot, needs_dovecot
from tests.ingest.imap.polling import BRISK, House, Polling, mail, new_user
from workflow import clock
from workflow.errors import LeaseLost
from workflow.mailbox import OldMail
from workflow.services import mailbox_cursor, mailbox_lease
from workflow.services.inbox import Incoming, Route
from workflow.services.mailbox_cursor import Fetched

HALF_MINUTE = timedelta(seconds=30)


@needs_dovecot
def test_two_pollers_share_a_mailbox_and_keep_each_mail_once(house: House, server: Dovecot) -> None:
    """R-RUN-5: also while the one that polls goes away and the other takes over."""
    user = new_user()
    box = house.add_mailbox(server.port, user)
    names = [f"no-{number}" for number in range(20)]
    with Polling():
        house.wait_until_read(box.id)
        with Polling():
            for name in names[:10]:
                server.put(mail(name), user=user)
            house.wait_for(*names[:10])
            first = house.mailbox(box.id).fence
    with Polling():
        for name in names[10:]:
            server.put(mail(name), user=user)
        house.wait_for(*names)
        assert house.mailbox(box.id).fence > first


@needs_dovecot
def test_the_mailbox_of_a_poller_that_died_is_taken_over(house: House, server: Dovecot) -> None:
    """R-RUN-5: when its lease ends."""
    user = new_user()
    box = house.add_mailbox(server.port, user)
    (dead,) = mailbox_lease.claim(now=clock.now(), lease=timedelta(seconds=1), limit=10)
    with Polling():
        house.wait_until_read(box.id)
    assert house.mailbox(box.id).fence > dead.fence


def test_a_poller_that_was_paused_writes_nothing(house: House) -> None:
    """R-RUN-5: its lease ended, another one has read on meanwhile; neither row nor cursor."""
    box = house.add_mailbox(143)
    now = clock.now()
    (paused,) = mailbox_lease.claim(now=now, lease=HALF_MINUTE, limit=10)
    begin(paused)
    (next_one,) = mailbox_lease.claim(now=now + 2 * HALF_MINUTE, lease=HALF_MINUTE, limit=10)
    with pytest.raises(LeaseLost):
        mailbox_cursor.keep_mails(paused, [fetched(house, 1)], owe=False)
    with pytest.raises(LeaseLost):
        mailbox_cursor.pass_over(paused, [1])
    mailbox_cursor.note_failure(paused, "late", now=now)
    assert house.mailbox(box.id).last_error == ""
    assert house.kept() == []
    mailbox_cursor.keep_mails(next_one, [fetched(house, 1)], owe=False)
    assert house.subjects() == ["no-1"]


def test_a_mailbox_is_claimed_by_one_and_renewed_by_him_alone(house: House) -> None:
    """R-RUN-5: until its end, or until it is given back."""
    house.add_mailbox(143)
    now = clock.now()
    (held,) = mailbox_lease.claim(now=now, lease=HALF_MINUTE, limit=10)
    assert mailbox_lease.claim(now=now, lease=HALF_MINUTE, limit=10) == []
    assert mailbox_lease.renew([held], now=now + HALF_MINUTE, lease=HALF_MINUTE) == {held}
    assert mailbox_lease.claim(now=now + HALF_MINUTE, lease=HALF_MINUTE, limit=10) == []
    other = dataclasses.replace(held, fence=held.fence - 1)
    assert mailbox_lease.renew([other], now=now, lease=HALF_MINUTE) == set()
    mailbox_lease.release([other])
    assert mailbox_lease.claim(now=now, lease=HALF_MINUTE, limit=10) == []
    mailbox_lease.release([held])
    (again,) = mailbox_lease.claim(now=now, lease=HALF_MINUTE, limit=10)
    assert again.fence == held.fence + 1


def test_row_and_cursor_stand_or_fall_together(house: House) -> None:
    """R-MAIL-3: a fault in one of twenty mails' rows leaves all twenty to be fetched again."""
    house.add_mailbox(143)
    (lease,) = mailbox_lease.claim(now=clock.now(), lease=HALF_MINUTE, limit=10)
    begin(lease)
    mails = [fetched(house, uid) for uid in range(1, 21)]
    broken = dataclasses.replace(mails[7].incoming, peer="\0")
    with pytest.raises(ValueError, match="NUL"):
        mailbox_cursor.keep_mails(lease, [*mails[:7], Fetched(8, broken), *mails[8:]], owe=False)
    assert house.kept() == []
    assert len(mailbox_cursor.wanted(lease, range(1, 21), now=clock.now())) == 20
    mailbox_cursor.keep_mails(lease, mails, owe=False)
    assert mailbox_cursor.wanted(lease, range(1, 21), now=clock.now()) == []


_AWAY = """
CREATE FUNCTION away() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF NEW.id = 8 THEN  -- numbers are not given back: the next try is another one
    PERFORM pg_terminate_backend(pg_backend_pid());
    PERFORM pg_sleep(5);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER away BEFORE INSERT ON inbox FOR EACH ROW EXECUTE FUNCTION away();
"""


@needs_dovecot
def test_the_database_goes_away_for_one_of_twenty(house: House, server: Dovecot, database_url: str) -> None:
    """R-MAIL-3: its connection dies in the middle of the eighth; nothing is lost, nothing is doubled."""
    user = new_user()
    names = [f"no-{number}" for number in range(20)]
    server.put(*(mail(name) for name in names), user=user)
    house.add_mailbox(server.port, user, old_mail=OldMail.IMPORT)
    with contextlib.closing(psycopg2.connect(database_url)) as owner, owner, owner.cursor() as cursor:
        cursor.execute(_AWAY)
    with Polling(dataclasses.replace(BRISK, batch_mails=1)):
        house.wait_for(*names)
    assert house.subjects() == names
    assert [row["id"] for row in house.kept()] == [*range(1, 8), *range(9, 22)]


def begin(lease: mailbox_lease.Lease) -> None:
    mailbox_cursor.begin(lease, uidvalidity=1, uidnext=1, old_mail=OldMail.LEAVE, now=clock.now())


def fetched(house: House, uid: int) -> Fetched:
    route = Route(house.channel.id, house.hotel.id, True)
    return Fetched(uid, Incoming(route, "imap", clock.now(), mail(f"no-{uid}")))
