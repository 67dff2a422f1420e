"""What is new is told by UIDVALIDITY and UID alone, whatever else happens to the mailbox; old mail stays quiet."""

import dataclasses
import time

import pytest

from tests.dovecot import Dovecot, needs_dovecot
from tests.ingest.imap.polling import BRISK, House, Polling, mail, new_user
from tests.ingest.imap.wire import Wire
from tests.processes import wait_until
from workflow.database import hotel, rows
from workflow.mailbox import Afterwards, OldMail

pytestmark = needs_dovecot


def test_five_hundred_old_mails_at_the_first_connection_stay_where_they_are(
    house: House, server: Dovecot
) -> None:
    """R-MAIL-3: none is taken, none is deleted, though kept mail is; the next one that comes is taken."""
    user = new_user()
    server.put(*(mail(f"old-{number}") for number in range(500)), user=user)
    box = house.add_mailbox(server.port, user, afterwards=Afterwards.DELETE)
    with Polling():
        house.wait_until_read(box.id)
        server.put(mail("new"), user=user)
        house.wait_for("new")
        wait_until(lambda: server.count(user) == 500, what="the new one is deleted")
    assert not house.kept()[0]["quiet"]
    assert not any(server.is_seen(user))


def test_old_mail_is_taken_quietly_when_asked_for(house: House, server: Dovecot) -> None:
    """R-MAIL-3: in batches; each says that nothing automatic may come of it, and when it came first."""
    user = new_user()
    names = [f"old-{number}" for number in range(120)]
    server.put(*(mail(name) for name in names), user=user, date=time.time() - 86400)
    box = house.add_mailbox(server.port, user, old_mail=OldMail.IMPORT)
    with Polling():
        house.wait_until_read(box.id)
        server.put(mail("new"), user=user)
        house.wait_for("new", *names)
    *old, new = house.kept()
    assert all(row["quiet"] for row in old)
    assert not new["quiet"]
    assert (new["received_at"] - old[0]["received_at"]).days == 1


def test_old_mail_that_somebody_moves_in_later_is_quiet(house: House, server: Dovecot) -> None:
    """R-MAIL-3: its UID is new, its date is not."""
    user = new_user()
    server.put(mail("old"), user=user, folder="Done", date=time.time() - 86400)
    box = house.add_mailbox(server.port, user)
    with Polling():
        house.wait_until_read(box.id)
        with server.client(user, "Done") as other:
            other.uid("MOVE", "1", "INBOX")
        house.wait_for("old")
    assert house.kept()[0]["quiet"]


def test_flags_say_nothing_about_what_is_new(house: House, server: Dovecot) -> None:
    """R-MAIL-3: somebody read, flagged and marked the mail as deleted while nobody polled."""
    user = new_user()
    box = house.add_mailbox(server.port, user)
    with Polling():
        house.wait_until_read(box.id)
    server.put(mail("Towels"), user=user)
    with server.client(user) as other:
        other.store("1", "+FLAGS", r"(\Seen \Flagged \Deleted)")
    with Polling():
        house.wait_for("Towels")


@pytest.mark.parametrize("deed", ["deleted", "moved"])
def test_a_mail_that_somebody_else_takes_first_holds_nothing_up(
    house: House, server: Dovecot, deed: str
) -> None:
    """R-MAIL-3: between being listed and being fetched."""
    user = new_user()
    with Wire(server.port) as wire:
        box = house.add_mailbox(wire.port, user)
        with Polling():
            house.wait_until_read(box.id)
            wire.hold_before(b"BODY.PEEK")
            server.put(mail("one"), mail("two"), mail("three"), user=user)
            assert wire.held.wait(10)
            with server.client(user) as other:
                if deed == "moved":
                    other.uid("MOVE", "1", "Done")
                else:
                    other.store("1", "+FLAGS", r"(\Deleted)")
                    other.expunge()
            wire.release()
            wait_until(lambda: {"two", "three"} <= set(house.subjects()), what="the others are kept")
            wait_until(lambda: not troubles(house), what="nothing is left to try")
    assert sorted(house.subjects()) in (["three", "two"], ["one", "three", "two"])


def test_a_folder_made_anew_is_read_anew(house: House, server: Dovecot) -> None:
    """R-MAIL-3: another UIDVALIDITY; the same bytes come again, and intake knows them by their key (R-MAIL-4)."""
    user = new_user()
    with server.client(user) as other:
        other.create("Desk")
        other.append("Desk", "", "", mail("old"))
    box = house.add_mailbox(server.port, user, folder="Desk")
    with Polling(dataclasses.replace(BRISK, idle_seconds=0.5)):
        house.wait_until_read(box.id)
        time.sleep(1)  # dates of mails have whole seconds: those of the first second count as had
        server.put(mail("one"), mail("two"), user=user, folder="Desk")
        house.wait_for("one", "two")
        before = house.mailbox(box.id).uidvalidity
        with server.client(user) as other:
            other.create("Anew")
            other.select("Desk")
            other.copy("1:*", "Anew")
            other.append("Anew", "", "", mail("three"))
            other.rename("Desk", "Before")
            other.rename("Anew", "Desk")
        house.wait_for("one", "two", "one", "two", "three")
    assert house.mailbox(box.id).uidvalidity != before
    assert not any(row["quiet"] for row in house.kept())


def test_one_mail_that_the_server_cannot_read_among_twenty(house: House, server: Dovecot) -> None:
    """R-MAIL-3, R-MAIL-14: the others come; people are told of the one, and it comes when it is mended."""
    user = new_user()
    box = house.add_mailbox(server.port, user)
    server.put(mail("first"), user=user)
    with Polling():
        house.wait_until_read(box.id)
    names = [f"no-{number}" for number in range(20)]
    server.put(*(mail(name) for name in names), user=user)
    poison = next(
        path for path in server.maildir(user).glob("*/*") if path.is_file() and b"no-7@" in path.read_bytes()
    )
    whole = poison.read_bytes()
    poison.write_bytes(whole[:40])
    with Polling():
        wait_until(lambda: set(names) - {"no-7"} <= set(house.subjects()), what="the others are kept")
        wait_until(lambda: quarantined(house), what="people are told")
        (told,) = quarantined(house)
        assert "could not be fetched from INBOX" in told
        poison.write_bytes(whole)
        wait_until(lambda: "no-7" in house.subjects(), what="it is fetched after all")
    assert sorted(row for row in house.subjects() if row in names) == sorted(names)
    assert quarantined(house) == []
    with hotel(house.hotel.id):
        assert rows("SELECT 1 FROM effects WHERE state = 'dead'") == []


def test_a_mail_that_gave_trouble_and_then_goes_is_forgotten(house: House, server: Dovecot) -> None:
    """R-MAIL-14: nobody is left with a place in the quarantine for it, and nothing is tried any more."""
    user = new_user()
    box = house.add_mailbox(server.port, user)
    with Polling():
        house.wait_until_read(box.id)
    server.put(mail("Towels"), user=user)
    (path,) = server.mails(user)
    path.write_bytes(path.read_bytes()[:40])
    with Polling():
        wait_until(lambda: quarantined(house), what="people are told")
        with server.client(user) as other:
            other.store("1", "+FLAGS", r"(\Deleted)")
            other.expunge()
        wait_until(lambda: not troubles(house), what="it is forgotten")
    assert quarantined(house) == []


def quarantined(house: House) -> list[str]:
    return [row["reason"] for row in house.kept() if row["state"] == "quarantined"]


def troubles(house: House) -> list[int]:
    with hotel(house.hotel.id):
        return [uid for (uid,) in rows("SELECT uid FROM mailbox_troubles")]
