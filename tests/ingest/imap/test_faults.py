"""The connection is cut, black-holed or ended by the server at the worst moment: nothing is lost, nothing is doubled."""

import dataclasses
import random

from tests.dovecot import Dovecot, needs_dovecot
from tests.ingest.imap.polling import BRISK, House, Polling, mail, new_user, subject_of
from tests.ingest.imap.wire import Wire
from tests.processes import wait_until
from workflow.mailbox import Afterwards

pytestmark = needs_dovecot


def test_a_connection_cut_in_the_middle_of_a_literal(house: House, server: Dovecot) -> None:
    """R-MAIL-3: twice in a row, each in the bytes of a mail; then it comes whole, once."""
    user = new_user()
    raw = mail("Towels", "x" * 70 + "\r\n" + "y" * 100_000)
    with Wire(server.port) as wire:
        box = house.add_mailbox(wire.port, user)
        with Polling():
            house.wait_until_read(box.id)
            wire.cut_after(b"BODY[] {", 2000, times=2)
            server.put(raw, user=user)
            house.wait_for("Towels")
        assert wire.cuts == 2
    (row,) = house.kept()
    assert row["raw"] == raw


def test_connections_cut_anywhere(house: House, server: Dovecot) -> None:
    """R-MAIL-3: in greetings, answers and literals; each mail is kept once, byte for byte, and moved once it is."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    user = new_user()
    names = [f"no-{number}" for number in range(30)]
    mails = {name: mail(name, "x" * chance.randint(1, 30_000)) for name in names}
    with Wire(server.port) as wire:
        box = house.add_mailbox(wire.port, user, afterwards=Afterwards.MOVE, move_to="Done")
        with Polling(dataclasses.replace(BRISK, scale=0.0005)):
            house.wait_until_read(box.id)
            wire.cut_at_random(chance, times=30, most=40_000)
            server.say_bye()
            server.put(*mails.values(), user=user)
            wait_until(lambda: set(names) <= set(house.subjects()), what="all are kept")
            wait_until(lambda: server.count(user, "Done") == len(names), what="all are moved")
    assert wire.cuts >= 10
    whole = [row for row in house.kept() if row["state"] == "received"]
    assert sorted(subject_of(row["raw"]) for row in whole) == sorted(names)
    assert all(row["raw"] == mails[subject_of(row["raw"])] for row in whole)


def test_a_mail_that_never_comes_whole_is_listed_and_taken_when_it_does(
    house: House, server: Dovecot
) -> None:
    """R-MAIL-14: its place in the quarantine goes as soon as the mail could be fetched after all."""
    user = new_user()
    with Wire(server.port) as wire:
        box = house.add_mailbox(wire.port, user)
        with Polling(dataclasses.replace(BRISK, idle_seconds=0.5, scale=0.0002)):
            house.wait_until_read(box.id)
            wire.cut_after(b"BODY[] {", 2000, times=4)
            server.put(mail("Towels", "x" * 9000), user=user)
            wait_until(lambda: "Towels" in house.subjects(), what="it came after all")
    listed, row = house.kept()
    assert listed["state"] == "ignored"
    assert "after all" in listed["reason"]
    assert row["state"] == "received"


def test_a_server_that_says_bye(house: House, server: Dovecot) -> None:
    """R-MAIL-3: while we idle; daily bread, and nobody is alarmed."""
    user = new_user()
    with Wire(server.port) as wire:
        box = house.add_mailbox(wire.port, user)
        with Polling():
            house.wait_until_read(box.id)
            server.say_bye()
            wait_until(lambda: wire.connections == 2, what="it connects again")
            server.put(mail("Towels"), user=user)
            house.wait_for("Towels")
            assert house.mailbox(box.id).failing_since is None


def test_a_black_hole_while_idling(house: House, server: Dovecot) -> None:
    """R-MAIL-3: nothing comes and nobody says so; IDLE that is not ended in time ends the connection."""
    user = new_user()
    with Wire(server.port) as wire:
        box = house.add_mailbox(wire.port, user)
        with Polling(dataclasses.replace(BRISK, idle_seconds=0.5, answer_seconds=0.7)):
            house.wait_until_read(box.id)
            wire.block()
            server.put(mail("Towels"), user=user)
            wait_until(lambda: wire.connections >= 2, what="it connects again")
            wire.unblock()
            house.wait_for("Towels")


def test_a_black_hole_while_fetching(house: House, server: Dovecot) -> None:
    """R-MAIL-3: every wait has an end."""
    user = new_user()
    with Wire(server.port) as wire:
        box = house.add_mailbox(wire.port, user)
        with Polling(dataclasses.replace(BRISK, answer_seconds=0.7)):
            house.wait_until_read(box.id)
            wire.hold_before(b"BODY.PEEK")
            server.put(mail("Towels"), user=user)
            assert wire.held.wait(10)
            wire.block()
            wire.release()
            wait_until(lambda: wire.connections >= 2, what="it connects again")
            wire.unblock()
            house.wait_for("Towels")


def test_a_connection_lost_between_commit_and_tidying(house: House, server: Dovecot) -> None:
    """R-MAIL-3: the mail is kept once, and deleted at the next connection."""
    user = new_user()
    with Wire(server.port) as wire:
        box = house.add_mailbox(wire.port, user, afterwards=Afterwards.DELETE)
        with Polling(dataclasses.replace(BRISK, answer_seconds=0.7)):
            house.wait_until_read(box.id)
            wire.hold_before(b"STORE")
            server.put(mail("Towels"), user=user)
            assert wire.held.wait(10)
            assert house.subjects() == ["Towels"], "kept before anything changes in the mailbox"
            wire.block()
            wire.release()
            wait_until(lambda: wire.connections >= 2, what="it connects again")
            wire.unblock()
            wait_until(lambda: server.count(user) == 0, what="it is deleted")
    assert house.subjects() == ["Towels"]


def test_a_server_that_is_away_is_told_of_and_found_again(house: House) -> None:
    """R-MAIL-3: reconnect with backoff; what people are shown."""
    with Dovecot("desk") as server:
        box = house.add_mailbox(server.port)
        with Polling():
            house.wait_until_read(box.id)
            server.crash()
            wait_until(lambda: house.mailbox(box.id).failing_since, what="it is told of")
            assert house.mailbox(box.id).last_error.startswith(
                f"Connecting to 127.0.0.1:{server.port} failed: "
            )
            server.start()
            server.put(mail("Towels"))
            house.wait_for("Towels")
            wait_until(lambda: house.mailbox(box.id).failing_since is None, what="all is well again")
