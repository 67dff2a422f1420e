"""A mailbox is read as it fills: pushed, polled, over several mailboxes; nothing in it changes unless configured."""

import dataclasses

import pytest

from tests.builders import make_channel, make_hotel
from tests.dovecot import Dovecot, needs_dovecot
from tests.ingest.imap.polling import BRISK, KEYS, House, Polling, account, mail, new_user
from tests.processes import wait_until
from workflow.database import hotel
from workflow.mailbox import Afterwards
from workflow.services import mailboxes

pytestmark = needs_dovecot


def test_a_new_mail_is_pushed_and_kept_byte_for_byte(house: House, server: Dovecot) -> None:
    """R-MAIL-3: IDLE; long before the next look through the whole mailbox; not even marked as seen."""
    user = new_user()
    box = house.add_mailbox(server.port, user)
    raw = mail("Towels", "8-bit: \u00e4 and a lone dot\r\n.\r\n* 1 FETCH (UID 7)\r\na1 OK done\r\nthe end")
    with Polling():
        house.wait_until_read(box.id)
        server.put(raw, user=user)
        house.wait_for("Towels", seconds=60)
    (row,) = house.kept()
    assert row["raw"] == raw
    assert (row["door"], row["peer"], row["quiet"]) == ("imap", "", False)
    assert (row["envelope_from"], row["envelope_to"]) == ("mia@guest.example", "aurora@desk.localhost")
    assert server.is_seen(user) == [False]


def test_many_mails_one_after_the_other_are_each_kept_once(house: House, server: Dovecot) -> None:
    """R-MAIL-3: mails that come while others are fetched are not forgotten until the next look around."""
    user = new_user()
    box = house.add_mailbox(server.port, user)
    names = [f"no-{number}" for number in range(60)]
    with Polling():
        house.wait_until_read(box.id)
        for name in names:
            server.put(mail(name), user=user)
        house.wait_for(*names, seconds=60)


def test_without_idle_the_mailbox_is_asked_again_and_again(house: House) -> None:
    """R-MAIL-3: fallback polling."""
    with Dovecot("desk", more="protocol imap {\n imap_capability = IMAP4rev1\n}") as plain:
        box = house.add_mailbox(plain.port)
        with Polling():
            house.wait_until_read(box.id)
            plain.put(mail("Towels"))
            house.wait_for("Towels")


def test_two_folders_two_users_and_two_hotels_at_once(house: House, server: Dovecot) -> None:
    """R-MAIL-3: several mailboxes, one folder with a name in modified UTF-7; each mail at its own desk."""
    first, second = new_user(), new_user()
    other = make_hotel("BOR", name="Borealis")
    borealis = House(other, make_channel(other, "borealis@desk.localhost"))
    boxes = [house.add_mailbox(server.port, first), house.add_mailbox(server.port, first, folder="Gäste")]
    theirs = borealis.add_mailbox(server.port, second)
    with Polling():
        for box in boxes:
            house.wait_until_read(box.id)
        borealis.wait_until_read(theirs.id)
        server.put(mail("inbox"), user=first)
        server.put(mail("folder"), user=first, folder="G&AOQ-ste")
        server.put(mail("theirs"), user=second)
        house.wait_for("inbox", "folder")
        borealis.wait_for("theirs")


def test_mailboxes_are_added_changed_and_switched_off_while_it_runs(house: House, server: Dovecot) -> None:
    """R-MAIL-3: settings live in the database; no restart."""
    user = new_user()
    with Polling():
        box = house.add_mailbox(server.port, user)
        house.wait_until_read(box.id)
        with hotel(house.hotel.id):
            mailboxes.change_account(box.id, account(server.port, user, password="wrong"), keys=KEYS)
        wait_until(lambda: house.mailbox(box.id).last_error, what="the wrong password is told of")
        assert "refused the log-in" in house.mailbox(box.id).last_error
        server.put(mail("Towels"), user=user)
        with hotel(house.hotel.id):
            mailboxes.change_account(box.id, account(server.port, user), keys=KEYS)
        house.wait_for("Towels")
        wait_until(lambda: not house.mailbox(box.id).last_error, what="the error is gone")
        with hotel(house.hotel.id):
            mailboxes.switch_off(box.id)
        wait_until(lambda: house.mailbox(box.id).lease_until is None, what="it is let go")
        server.put(mail("Too late"), user=user)
    assert house.subjects() == ["Towels"]


@pytest.mark.parametrize(
    ("afterwards", "move_to", "seen", "moved"),
    [
        (Afterwards.SEEN, "", [False, True], 0),
        (Afterwards.MOVE, "Done", [False], 1),
        (Afterwards.DELETE, "", [False], 0),
    ],
)
def test_kept_mail_is_marked_moved_or_deleted_when_configured(
    house: House,
    server: Dovecot,
    afterwards: Afterwards,
    move_to: str,
    seen: list[bool],
    moved: int,
) -> None:
    """R-MAIL-3: only kept mail; what lay there before is not touched."""
    user = new_user()
    server.put(mail("old"), user=user)
    box = house.add_mailbox(server.port, user, afterwards=afterwards, move_to=move_to)
    with Polling():
        house.wait_until_read(box.id)
        server.put(mail("Towels"), user=user)
        house.wait_for("Towels")
        wait_until(lambda: server.is_seen(user) == seen, what="the mailbox is tidied, but for the old mail")
    assert server.count(user, "Done") == moved


def test_a_server_without_move_copies_and_deletes_only_that_mail(house: House) -> None:
    """R-MAIL-3: UIDPLUS' EXPUNGE by UID; what somebody else marked as deleted stays."""
    with Dovecot("desk", more="protocol imap {\n imap_capability = IMAP4rev1 IDLE UIDPLUS\n}") as plain:
        plain.put(mail("old"))
        with plain.client() as other:
            other.store("1", "+FLAGS", r"(\Deleted)")
            box = house.add_mailbox(plain.port, afterwards=Afterwards.MOVE, move_to="Done")
            with Polling():
                house.wait_until_read(box.id)
                plain.put(mail("Towels"))
                wait_until(lambda: plain.count(folder="Done") == 1, what="it is moved")
                wait_until(lambda: plain.count() == 1, what="and gone from the inbox")
    assert house.subjects() == ["Towels"]


def test_a_folder_that_cannot_be_moved_to_is_told_of_and_mail_still_comes(
    house: House, server: Dovecot
) -> None:
    """R-MAIL-3: the mailbox is not tidied, but nothing waits for that."""
    user = new_user()
    box = house.add_mailbox(server.port, user, afterwards=Afterwards.MOVE, move_to="Nowhere")
    with Polling(dataclasses.replace(BRISK, idle_seconds=0.5)):
        house.wait_until_read(box.id)
        server.put(mail("one"), user=user)
        house.wait_for("one")
        wait_until(lambda: "moving mails to Nowhere" in house.mailbox(box.id).last_error, what="it is told")
        server.put(mail("two"), user=user)
        house.wait_for("one", "two")
        with server.client(user) as other:
            other.create("Nowhere")
        wait_until(lambda: server.count(user, "Nowhere") == 2, what="both are moved after all")
        wait_until(lambda: not house.mailbox(box.id).last_error, what="all is well again")
