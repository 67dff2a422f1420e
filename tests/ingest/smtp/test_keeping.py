"""What stands in the inbox after 250."""

import random
import smtplib
import threading
from pathlib import Path

import pytest

from ingest.smtp.limits import Limits
from tests.builders import make_channel, make_hotel
from tests.ingest.smtp.conftest import DESK, House
from tests.ingest.smtp.doors import Door, Peer, conversation, kept, mail, send
from tests.processes import wait_until
from workflow.database import database, rows

MEGABYTE = 1024 * 1024


def test_a_mail_is_kept_with_its_envelope_before_250(door: Door, house: House) -> None:
    """R-MAIL-1: raw bytes, sender, recipient as given, peer and HELO; and the effect that makes a worker read it."""
    reply = send(door.port, mail(), "Aurora+TOKEN@Desk.Localhost")
    assert reply == "250 2.6.0 Kept"
    (row,) = kept(house.hotel)
    assert row["raw"] == mail()
    assert row["size"] == len(mail())
    assert row["channel_id"] == house.channel.id
    assert (row["envelope_from"], row["envelope_to"]) == ("mia@guest.example", "Aurora+TOKEN@Desk.Localhost")
    assert (row["door"], row["peer"], row["helo"]) == ("smtp", "127.0.0.1", "peer.example")
    assert row["effects"] == [("process_inbox", "waiting")]


def test_python_s_own_client_is_understood(door: Door, house: House) -> None:
    with smtplib.SMTP("127.0.0.1", door.port, timeout=60) as client:
        assert client.sendmail("mia@guest.example", [DESK], mail()) == {}
    assert kept(house.hotel)[0]["raw"] == mail()


@pytest.mark.parametrize(
    ("wire", "raw"),
    [
        (b".\r\n", b""),
        (b"\r\n.\r\n", b"\r\n"),
        (b"..\r\n.\r\n", b".\r\n"),
        (b"..a\r\n...b\r\n\r\n..\r\n.\r\n", b".a\r\n..b\r\n\r\n.\r\n"),
        (b"x\r\r\n.\r\n", b"x\r\r\n"),
        (b"a\0b\xff\xfe\r\n.\r\n", b"a\0b\xff\xfe\r\n"),
        (b"one\ntwo\rthree\r\n.\r\n", b"one\ntwo\rthree\r\n"),
    ],
)
def test_bytes_stay_as_they_came(door: Door, house: House, wire: bytes, raw: bytes) -> None:
    with conversation(door.port, DESK) as peer:
        peer.send(wire)
        assert peer.reply() == "250 2.6.0 Kept"
        assert peer.say("NOOP").startswith("250")
    assert kept(house.hotel)[0]["raw"] == raw


def test_a_line_may_have_any_length(door: Door, house: House) -> None:
    """R-MAIL-1: long lines accepted."""
    raw = b"Subject: long\r\n\r\n" + b"x" * 900_000 + b"\r\n"
    assert send(door.port, raw, DESK).startswith("250")
    assert kept(house.hotel)[0]["raw"] == raw


def test_a_large_mail_is_spooled_and_kept_whole(door: Door, house: House) -> None:
    """R-MAIL-1: 25 MB of random bytes with many dots, in chunks, and no file stays behind."""
    chance = random.Random(25)
    raw = b"".join(chance.randbytes(5000).replace(b"\r\n.", b"\r\n") + b"\r\n" for _ in range(5000))
    reply = send(door.port, raw.replace(b"\r\n.", b"\r\n.."), DESK)
    assert reply.startswith("250")
    (row,) = kept(house.hotel)
    assert row["raw"] == raw
    assert list(door.spool.iterdir()) == []
    assert door.desk.in_flight.bytes == 0


@pytest.mark.parametrize("size", [200_000, 256 * 1024, 256 * 1024 + 1, MEGABYTE - 100, MEGABYTE + 1])
def test_sizes_around_the_bounds_are_kept_whole(door: Door, house: House, size: int) -> None:
    raw = b"x" * (size - 2) + b"\r\n"
    assert send(door.port, raw, DESK).startswith("250")
    assert kept(house.hotel)[0]["raw"] == raw


def test_one_mail_to_two_hotels_is_kept_once_for_each(door: Door, house: House) -> None:
    """R-MAIL-5."""
    other = make_hotel("BEL", name="Bellevue")
    make_channel(other, "bellevue@desk.localhost")
    assert send(door.port, mail(), DESK, "bellevue@desk.localhost").startswith("250")
    assert [row["envelope_to"] for row in kept(house.hotel)] == [DESK]
    assert [row["envelope_to"] for row in kept(other)] == ["bellevue@desk.localhost"]
    assert kept(other)[0]["raw"] == mail()


def test_a_large_mail_to_two_desks_is_kept_once_for_each(door: Door, house: House) -> None:
    """R-MAIL-5."""
    make_channel(house.hotel, "spa@desk.localhost")
    raw = b"y" * (2 * MEGABYTE) + b"\r\n"
    assert send(door.port, raw, DESK, "spa@desk.localhost").startswith("250")
    assert [row["raw"] == raw for row in kept(house.hotel)] == [True, True]


def test_two_recipients_of_one_desk_make_one_row_and_the_token_counts(door: Door, house: House) -> None:
    """R-MAIL-4: one row per desk address and mail."""
    assert send(door.port, mail(), DESK, "aurora+token@desk.localhost").startswith("250")
    assert [row["envelope_to"] for row in kept(house.hotel)] == ["aurora+token@desk.localhost"]


@pytest.mark.parametrize(
    "recipient", ["postmaster", "Postmaster@desk.localhost", "POSTMASTER@DESK.LOCALHOST"]
)
def test_postmaster_is_read_by_the_first_desk_of_the_domain(door: Door, house: House, recipient: str) -> None:
    """RFC 5321 4.5.1."""
    make_channel(house.hotel, "spa@desk.localhost")
    assert send(door.port, mail(), recipient).startswith("250")
    (row,) = kept(house.hotel)
    assert row["channel_id"] == house.channel.id
    assert row["envelope_to"].lower() == "postmaster@desk.localhost"


def test_the_null_sender_is_taken(door: Door, house: House) -> None:
    assert send(door.port, mail(), DESK, sender="").startswith("250")
    assert kept(house.hotel)[0]["envelope_from"] == ""


def test_utf8_and_unclean_envelopes_are_kept_as_clean_text(door: Door, house: House) -> None:
    """R-MAIL-1: SMTPUTF8 and 8BITMIME; what is not UTF-8 does not stop the mail."""
    with Peer(door.port) as peer:
        peer.say(b"EHLO caf\xe9.example")
        assert peer.say("MAIL FROM:<zoë@gäste.example> SMTPUTF8 BODY=8BITMIME SIZE=100").startswith("250")
        peer.say(f"RCPT TO:<{DESK}>")
        peer.say("DATA")
        assert peer.say(b"Subject: \xc3\xa9\r\n\r\n\xe9\r\n.").startswith("250")
    (row,) = kept(house.hotel)
    assert row["envelope_from"] == "zoë@gäste.example"
    assert row["helo"] == "caf?.example"
    assert row["raw"].endswith(b"\xe9\r\n")


def test_several_mails_in_one_conversation_do_not_mix(door: Door, house: House) -> None:
    with Peer(door.port) as peer:
        peer.say("EHLO peer.example")
        for number in range(3):
            peer.say(f"MAIL FROM:<g{number}@guest.example>")
            peer.say(f"RCPT TO:<{DESK}>")
            peer.say("DATA")
            assert peer.say(mail(f"no {number}") + b".").startswith("250")
        assert peer.say("QUIT") == "221 2.0.0 Goodbye"
        assert peer.reply() == ""
    assert [row["envelope_from"] for row in kept(house.hotel)] == [f"g{n}@guest.example" for n in range(3)]


def test_commands_may_be_pipelined(door: Door, house: House) -> None:
    with Peer(door.port) as peer:
        peer.say("EHLO peer.example")
        peer.send(f"MAIL FROM:<a@b.example>\r\nRCPT TO:<{DESK}>\r\nDATA\r\n".encode())
        assert [peer.reply()[:3] for _ in range(3)] == ["250", "250", "354"]
        peer.send(mail() + b".\r\nMAIL FROM:<c@d.example>\r\nRSET\r\n")
        assert [peer.reply()[:3] for _ in range(3)] == ["250", "250", "250"]
    assert len(kept(house.hotel)) == 1


def test_two_hundred_mails_at_once_are_kept_once_each(door: Door, house: House) -> None:
    """R-MAIL-1: concurrent accepts share commits and lose nothing."""

    def deliver(number: int) -> None:
        replies.append(send(door.port, mail(f"marker-{number}-"), DESK))

    replies: list[str] = []
    threads = [threading.Thread(target=deliver, args=(number,)) for number in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert replies == ["250 2.6.0 Kept"] * 200
    raws = [row["raw"].decode() for row in kept(house.hotel)]
    assert sorted(raws) == sorted(mail(f"marker-{number}-").decode() for number in range(200))


def test_small_mails_pass_a_large_one(door: Door, house: House) -> None:
    """A large mail that stands half-way keeps nobody waiting."""
    with conversation(door.port, DESK) as large:
        large.send(b"x" * (10 * MEGABYTE))
        for number in range(20):
            assert send(door.port, mail(f"small {number}"), DESK).startswith("250")
        large.send(b"\r\n.\r\n")
        assert large.reply().startswith("250")
    assert sorted(row["size"] for row in kept(house.hotel))[-1] == 10 * MEGABYTE + 2
    assert len(kept(house.hotel)) == 21


@pytest.mark.parametrize("size", [100, 2 * MEGABYTE])
def test_a_mail_whose_sender_leaves_while_it_is_committed_is_kept_once(
    door: Door, house: House, size: int
) -> None:
    """A client that disconnects must not cancel the commit."""
    _slow_down_commits(0.5)
    with conversation(door.port, DESK) as peer:
        peer.send(b"x" * size + b"\r\n.\r\n")
        wait_until(_commits_linger, what="the commit has begun")
    wait_until(lambda: not door.desk.conversations, what="the door has noticed")
    assert _commits_linger()
    wait_until(lambda: kept(house.hotel), what="the mail is kept")
    assert send(door.port, mail("next"), DESK).startswith("250")
    assert [row["size"] for row in kept(house.hotel)] == [size + 2, len(mail("next"))]
    assert door.desk.in_flight.bytes == 0


def test_half_a_mail_is_not_kept(door: Door, house: House, database_url: str) -> None:
    with conversation(door.port, DESK) as peer:
        peer.send(mail("half"))
    with conversation(door.port, DESK) as peer:
        peer.send(b"x" * (3 * MEGABYTE))
    assert send(door.port, mail("whole"), DESK).startswith("250")
    assert [row["raw"] for row in kept(house.hotel)] == [mail("whole")]
    assert list(door.spool.iterdir()) == []


def test_the_bytes_in_flight_are_given_back_after_every_end(
    house: House, database_url: str, tmp_path: Path
) -> None:
    limits = Limits(mail_bytes=MEGABYTE, bytes_in_flight=2 * MEGABYTE)
    with Door(database_url, tmp_path, limits=limits) as door:
        for _ in range(5):
            send(door.port, mail(), DESK)
            send(door.port, b"x" * (MEGABYTE + 1) + b"\r\n", DESK)
            with conversation(door.port, DESK) as peer:
                peer.send(b"x" * 500_000)
        assert send(door.port, mail("last"), DESK).startswith("250")
        assert door.desk.in_flight.bytes == 0


def _slow_down_commits(seconds: float) -> None:
    """A trigger that takes its time when a transaction ends."""
    with database.connection_context():
        database.execute_sql(
            "CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN PERFORM pg_sleep({seconds}); RETURN NULL; END $$"
        )
        database.execute_sql("GRANT EXECUTE ON FUNCTION linger() TO bellhop_app")
        database.execute_sql(
            "CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON inbox DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION linger()"
        )


def _commits_linger() -> bool:
    with database.connection_context():
        found = rows("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
    return bool(found[0][0])
