"""Our own faults: the peer hears a fixed temporary line, nothing is lost, and the next mail is taken."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bellhop.embedded.postgres import Postgres
from ingest.smtp.keeping import Keep, Keeper
from ingest.smtp.limits import Limits
from ingest.smtp.spool import Spool
from tests.builders import make_channel, make_hotel
from tests.ingest.smtp.conftest import DESK, House
from tests.ingest.smtp.doors import Door, Peer, conversation, kept, mail, send
from tests.processes import wait_until
from tests.servers import say_nothing
from workflow.database import connect, database, disconnect
from workflow.migrate import migrate
from workflow.services.inbox import Incoming
from workflow.settings import environment

CANNOT_KEEP = "451 4.3.0 Cannot keep the mail now, try again later"
CANNOT_LOOK = "451 4.3.0 Cannot look up the recipient now, try again later"
STORE_FULL = "452 4.3.1 No room to keep the mail now, try again later"
MEGABYTE = 1024 * 1024


@pytest.fixture
def own_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A server that a test may stop."""
    server = Postgres(tmp_path_factory.mktemp("pg"), environ=environment(), report=say_nothing)
    server.start()
    try:
        migrate(server.url)
        connect(server.url)
        yield server
    finally:
        disconnect()
        server.stop()


def test_while_the_database_is_away_mail_is_put_off_and_then_taken(
    own_postgres: Postgres, tmp_path: Path
) -> None:
    """R-MAIL-1: 451 at RCPT and at the dot, nothing lost, and 250 again when it is back."""
    hotel = make_hotel()
    make_channel(hotel, DESK)
    with Door(own_postgres.url, tmp_path) as door:
        assert send(door.port, mail("before"), DESK).startswith("250")
        with conversation(door.port, DESK) as small, conversation(door.port, DESK) as large:
            own_postgres.stop()
            assert small.say(mail("away") + b".") == CANNOT_KEEP
            large.send(b"x" * (2 * MEGABYTE) + b"\r\n.\r\n")
            assert large.reply() == CANNOT_KEEP
            small.say("MAIL FROM:<a@b.example>")
            assert small.say("RCPT TO:<spa@desk.localhost>") == CANNOT_LOOK
        own_postgres.start()
        assert send(door.port, mail("after"), DESK).startswith("250")
        assert [row["raw"] for row in kept(hotel)] == [mail("before"), mail("after")]
        assert door.desk.in_flight.bytes == 0


def test_after_a_restart_of_the_database_no_recipient_is_put_off(
    own_postgres: Postgres, tmp_path: Path
) -> None:
    """Connections that died idle are replaced without a word to the peer."""
    hotel = make_hotel()
    make_channel(hotel, DESK)
    make_channel(hotel, "spa@desk.localhost")
    with Door(own_postgres.url, tmp_path) as door:
        assert send(door.port, mail("one"), DESK).startswith("250")
        own_postgres.stop()
        own_postgres.start()
        assert send(door.port, mail("two"), DESK).startswith("250")
        assert send(door.port, mail("three"), "spa@desk.localhost").startswith("250")
        assert send(door.port, b"x" * (2 * MEGABYTE) + b"\r\n", "spa@desk.localhost").startswith("250")
    assert len(kept(hotel)) == 4


def test_a_full_disk_of_the_database_is_said_as_such(door: Door, house: House) -> None:
    """R-MAIL-1: 452; the server's code for it, raised where it would be."""
    _refuse_inserts("53100", "TRUE")
    assert send(door.port, mail(), DESK) == STORE_FULL
    assert send(door.port, b"x" * (2 * MEGABYTE) + b"\r\n", DESK) == STORE_FULL


def test_a_mail_the_database_refuses_is_put_off_alone(door: Door, house: House) -> None:
    """One poisoned member of a commit group, of ten that arrive together: nine are kept."""
    _refuse_inserts("23514", "NEW.helo = 'poison.example'", before="PERFORM pg_sleep(0.02)")
    replies: dict[int, str] = {}

    def deliver(number: int) -> None:
        with Peer(door.port) as peer:
            peer.say("EHLO poison.example" if number == 5 else "EHLO peer.example")
            peer.say("MAIL FROM:<a@b.example>")
            peer.say(f"RCPT TO:<{DESK}>")
            peer.say("DATA")
            replies[number] = peer.say(mail(f"no {number}") + b".")

    threads = [threading.Thread(target=deliver, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert replies.pop(5) == CANNOT_KEEP
    assert set(replies.values()) == {"250 2.6.0 Kept"}
    assert len(kept(house.hotel)) == 9


def test_a_desk_removed_between_recipient_and_mail_is_a_temporary_fault(door: Door, house: House) -> None:
    with conversation(door.port, DESK) as peer:
        with database.connection_context():
            database.execute_sql("DELETE FROM channels")
        assert peer.say(mail() + b".") == CANNOT_KEEP
        peer.say("RSET")
    assert kept(house.hotel) == []


def test_a_fault_nobody_thought_of_is_told_in_no_detail(
    house: House, database_url: str, tmp_path: Path
) -> None:
    """R-MAIL-1: never a 5xx for it, never an exception's text."""

    class Broken:
        async def __call__(self, mails: list[Incoming], spool: Spool) -> list[int]:
            raise RuntimeError("secret dsn=postgresql://user:password@host")

        async def close(self) -> None:
            await keeper.close()

    def broken(real: Keeper) -> Keep:
        nonlocal keeper
        keeper = real
        return Broken()

    keeper: Keeper
    with Door(database_url, tmp_path, keep=broken) as door, conversation(door.port, DESK) as peer:
        assert peer.say(mail() + b".") == CANNOT_KEEP
        assert peer.say("NOOP") == "250 2.0.0 OK"


def test_a_fault_in_a_command_is_told_in_no_detail(door: Door) -> None:
    door.desk.routes.close()  # any look-up raises RuntimeError from now on
    with Peer(door.port) as peer:
        peer.say("EHLO peer.example")
        peer.say("MAIL FROM:<a@b.example>")
        reply = peer.say("RCPT TO:<spa@desk.localhost>")
        assert reply == "451 4.3.0 Something went wrong here, try again later"
        assert peer.say("NOOP") == "250 2.0.0 OK"


def test_after_a_fault_in_the_middle_of_a_mail_the_rest_is_not_taken_for_commands(
    door: Door, house: House
) -> None:
    door.desk.close()  # writing to the spool raises RuntimeError from now on
    with conversation(door.port, DESK) as peer:
        peer.send(b"x" * (2 * MEGABYTE) + b"\r\nNOOP\r\nNOOP\r\n")
        assert peer.reply() == "451 4.3.0 Something went wrong here, try again later"
        with contextlib.suppress(ConnectionResetError):
            assert peer.reply() == ""
    assert send(door.port, mail(), DESK).startswith("250")
    assert len(kept(house.hotel)) == 1


def test_a_commit_that_takes_too_long_ends_in_421(house: House, database_url: str, tmp_path: Path) -> None:
    """The peer is not left waiting; the mail may well be kept later, and its repetition is found out by its digest."""
    _refuse_inserts("23514", "FALSE", before="PERFORM pg_sleep(1)")
    limits = Limits(commit_seconds=0.2)
    with Door(database_url, tmp_path, limits=limits) as door:
        reply = send(door.port, mail(), DESK)
        assert reply == "421 4.3.0 Cannot keep the mail in time, try again later"
        wait_until(lambda: kept(house.hotel), what="the commit ends all the same")


def test_too_many_bytes_at_once_are_put_off(house: House, database_url: str, tmp_path: Path) -> None:
    """R-MAIL-1: bounded bytes in flight; what stands half-way is not disturbed."""
    limits = Limits(bytes_in_flight=4 * MEGABYTE)
    with Door(database_url, tmp_path, limits=limits) as door:
        with conversation(door.port, DESK) as first:
            first.send(b"x" * (3 * MEGABYTE))
            wait_until(lambda: door.desk.in_flight.bytes > 2 * MEGABYTE, what="it is received")
            assert send(door.port, b"y" * (2 * MEGABYTE) + b"\r\n", DESK) == STORE_FULL
            assert send(door.port, mail(), DESK).startswith("250")
            first.send(b"\r\n.\r\n")
            assert first.reply().startswith("250")
        assert door.desk.in_flight.bytes == 0


def test_a_spool_that_cannot_be_written_is_a_temporary_fault(door: Door, house: House) -> None:
    door.spool.rmdir()
    assert send(door.port, b"x" * (2 * MEGABYTE) + b"\r\n", DESK) == CANNOT_KEEP
    assert send(door.port, mail(), DESK).startswith("250")
    with pytest.raises(OSError, match="No such file"):
        door.desk.check_spool()


def _refuse_inserts(sqlstate: str, condition: str, *, before: str = "PERFORM 1") -> None:
    """A trigger on the inbox that fails as the server itself would."""
    with database.connection_context():
        database.execute_sql(
            "CREATE FUNCTION misfortune() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" {before}; IF {condition} THEN RAISE EXCEPTION 'a secret' USING ERRCODE = '{sqlstate}'; END IF;"
            " RETURN NEW; END $$"
        )
        database.execute_sql(
            "CREATE TRIGGER misfortune BEFORE INSERT ON inbox FOR EACH ROW EXECUTE FUNCTION misfortune()"
        )
