"""What the door says when it does not take a mail, and that it says nothing else."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from ingest.smtp.limits import Limits
from ingest.smtp.replies import Reply
from tests.builders import make_channel
from tests.ingest.smtp.conftest import DESK, House
from tests.ingest.smtp.doors import Door, Peer, conversation, kept, mail, send
from workflow.database import hotel
from workflow.models import Channel

# Written down a second time on purpose: peers act on these codes.
TEXTS = {
    "OK": "250 2.0.0 OK",
    "SENDER_OK": "250 2.1.0 Sender OK",
    "RECIPIENT_OK": "250 2.1.5 Recipient OK",
    "KEPT": "250 2.6.0 Kept",
    "GO_AHEAD": "354 End with <CRLF>.<CRLF>",
    "GOODBYE": "221 2.0.0 Goodbye",
    "NOT_TOLD": "252 2.5.2 Send the mail and see",
    "HELP": "214 2.0.0 This is a hotel's message desk; it takes mail by RFC 5321",
    "CANNOT_KEEP": "451 4.3.0 Cannot keep the mail now, try again later",
    "CANNOT_KEEP_CLOSING": "421 4.3.0 Cannot keep the mail in time, try again later",
    "CANNOT_LOOK": "451 4.3.0 Cannot look up the recipient now, try again later",
    "STORE_FULL": "452 4.3.1 No room to keep the mail now, try again later",
    "FAULT": "451 4.3.0 Something went wrong here, try again later",
    "TOO_MANY_RECIPIENTS": "452 4.5.3 Too many recipients, send the rest in another mail",
    "TOO_MANY_CONNECTIONS": "421 4.3.2 Too many connections, try again later",
    "TOO_MANY_FROM_YOU": "421 4.7.0 Too many connections from your address, try again later",
    "TOO_MANY_UNKNOWN": "421 4.7.0 Too many unknown recipients, try again later",
    "TOO_SLOW": "421 4.4.2 Nothing came for too long",
    "CLOSING": "421 4.3.2 Closing for a moment, try again later",
    "DESK_CLOSED": "450 4.2.1 This desk is switched off at present, try again later",
    "NO_SUCH_DESK": "550 5.1.1 No such desk here",
    "TOO_LARGE": "552 5.3.4 The mail is larger than this desk takes",
    "NEED_HELLO": "503 5.5.1 Say hello first",
    "NEED_SENDER": "503 5.5.1 Say MAIL FROM first",
    "NEED_RECIPIENT": "503 5.5.1 Say RCPT TO first",
    "SENDER_TWICE": "503 5.5.1 The sender is named already",
    "BAD_HELLO": "501 5.5.4 Syntax: EHLO hostname",
    "BAD_SENDER": "501 5.5.4 Syntax: MAIL FROM:<address> [parameters]",
    "BAD_RECIPIENT": "501 5.5.4 Syntax: RCPT TO:<address>",
    "BAD_ADDRESS": "501 5.1.3 That is not an address",
    "BAD_DATA": "501 5.5.4 DATA takes no argument",
    "UNKNOWN_PARAMETER": "555 5.5.4 A parameter is not known here",
    "OUT_OF_STEP": "554 5.5.0 Mail sent before it was asked for",
    "NO_EXPANSION": "502 5.5.1 Lists are not shown here",
    "NO_AUTH": "502 5.5.1 There is nothing to log in to here",
    "NO_HELO_IN_LMTP": "500 5.5.1 This is LMTP: say LHLO",
    "NO_TLS": "454 4.7.0 TLS is not available",
}
OURS = [name for name in TEXTS if TEXTS[name][0] == "4"]


def test_the_list_of_replies_is_what_is_written_here() -> None:
    """R-MAIL-1: fixed texts."""
    assert {reply.name: reply.value for reply in Reply} == TEXTS


def test_an_unknown_recipient_is_refused_at_once(door: Door) -> None:
    """R-MAIL-1: 550 at RCPT, because the database says no; the same for another domain."""
    with Peer(door.port) as peer:
        peer.say("EHLO peer.example")
        peer.say("MAIL FROM:<a@b.example>")
        assert peer.say("RCPT TO:<nobody@desk.localhost>") == TEXTS["NO_SUCH_DESK"]
        assert peer.say("RCPT TO:<aurora@elsewhere.example>") == TEXTS["NO_SUCH_DESK"]
        assert peer.say("RCPT TO:<postmaster@elsewhere.example>") == TEXTS["NO_SUCH_DESK"]
        assert peer.say("DATA") == TEXTS["NEED_RECIPIENT"]
        assert peer.say(f"RCPT TO:<{DESK}>") == TEXTS["RECIPIENT_OK"]


def test_a_desk_made_a_moment_ago_is_known_though_it_was_asked_for_before(door: Door, house: House) -> None:
    """A "no" is not remembered."""
    with Peer(door.port) as peer:
        peer.say("EHLO peer.example")
        peer.say("MAIL FROM:<a@b.example>")
        assert peer.say("RCPT TO:<spa@desk.localhost>") == TEXTS["NO_SUCH_DESK"]
        make_channel(house.hotel, "spa@desk.localhost")
        assert peer.say("RCPT TO:<spa@desk.localhost>") == TEXTS["RECIPIENT_OK"]


def test_a_desk_that_is_switched_off_puts_the_sender_off(door: Door, house: House) -> None:
    with hotel(house.hotel.id):
        Channel.update(enabled=False).where(Channel.id == house.channel.id).execute()
    with Peer(door.port) as peer:
        peer.say("EHLO peer.example")
        peer.say("MAIL FROM:<a@b.example>")
        assert peer.say(f"RCPT TO:<{DESK}>") == TEXTS["DESK_CLOSED"]


def test_who_guesses_addresses_is_sent_away(house: House, database_url: str, tmp_path: Path) -> None:
    with Door(database_url, tmp_path, limits=Limits(unknown_recipients=3)) as door, Peer(door.port) as peer:
        peer.say("EHLO peer.example")
        peer.say("MAIL FROM:<a@b.example>")
        for number in range(4):
            assert peer.say(f"RCPT TO:<guess{number}@desk.localhost>") == TEXTS["NO_SUCH_DESK"]
        assert peer.reply() == TEXTS["TOO_MANY_UNKNOWN"]
        assert peer.reply() == ""


def test_a_mail_announced_too_large_is_refused_before_it_is_sent(door: Door) -> None:
    """R-MAIL-1: SIZE, RFC 1870."""
    with Peer(door.port) as peer:
        assert "250-SIZE 36700160" in peer.say("EHLO peer.example").splitlines()
        assert peer.say("MAIL FROM:<a@b.example> SIZE=36700161") == TEXTS["TOO_LARGE"]
        assert peer.say("MAIL FROM:<a@b.example> SIZE=36700160") == TEXTS["SENDER_OK"]


@pytest.mark.parametrize("limit", [10_000, 2_000_000])
def test_a_mail_that_turns_out_too_large_is_refused_and_the_next_one_taken(
    house: House, database_url: str, tmp_path: Path, limit: int
) -> None:
    """R-MAIL-1: 552, in memory and in the spool; exactly the limit is still taken."""
    with Door(database_url, tmp_path, limits=Limits(mail_bytes=limit)) as door:
        with conversation(door.port, DESK) as peer:
            peer.send(b"x" * (limit - 1) + b"\r\n.\r\n")
            assert peer.reply() == TEXTS["TOO_LARGE"]
            peer.say("MAIL FROM:<a@b.example>")
            peer.say(f"RCPT TO:<{DESK}>")
            peer.say("DATA")
            peer.send(b"x" * (limit - 2) + b"\r\n.\r\n")
            assert peer.reply() == TEXTS["KEPT"]
        assert [row["size"] for row in kept(house.hotel)] == [limit]
        assert list(door.spool.iterdir()) == []


def test_too_many_recipients_are_put_off_and_the_rest_is_taken(
    house: House, database_url: str, tmp_path: Path
) -> None:
    with Door(database_url, tmp_path, limits=Limits(recipients=2)) as door, Peer(door.port) as peer:
        peer.say("EHLO peer.example")
        peer.say("MAIL FROM:<a@b.example>")
        replies = [peer.say(f"RCPT TO:<aurora+{number}@desk.localhost>") for number in range(3)]
        assert replies == [TEXTS["RECIPIENT_OK"]] * 2 + [TEXTS["TOO_MANY_RECIPIENTS"]]
        assert peer.say("DATA") == TEXTS["GO_AHEAD"]
        assert peer.say(mail() + b".") == TEXTS["KEPT"]


def test_the_hundred_and_first_connection_is_put_off(house: House, database_url: str, tmp_path: Path) -> None:
    """R-MAIL-1: 421; and a place that becomes free is given away again."""
    with Door(database_url, tmp_path, limits=Limits(connections=100)) as door:
        peers = [Peer(door.port) for _ in range(100)]
        assert {peer.greeting[:3] for peer in peers} == {"220"}
        with Peer(door.port) as late:
            assert late.greeting == TEXTS["TOO_MANY_CONNECTIONS"]
            assert late.reply() == ""
        assert peers[0].say("QUIT") == TEXTS["GOODBYE"]
        assert peers[0].reply() == ""
        assert send(door.port, mail(), DESK) == TEXTS["KEPT"]
        for peer in peers:
            peer.close()


def test_one_peer_does_not_take_all_places(house: House, database_url: str, tmp_path: Path) -> None:
    limits = Limits(connections_per_peer=2)
    with (
        Door(database_url, tmp_path, limits=limits, trusts_loopback=False) as door,
        Peer(door.port),
        Peer(door.port),
        Peer(door.port) as third,
    ):
        assert third.greeting == TEXTS["TOO_MANY_FROM_YOU"]


def test_our_own_machine_and_trusted_relays_may_take_all_places(door: Door) -> None:
    door.desk._trusted = (ip_network("192.0.2.0/24"), ip_network("2001:db8::/32"))
    trusted = ["127.0.0.1", "::1", "", "192.0.2.7", "2001:db8::1", "::ffff:192.0.2.9"]
    assert [door.desk.trusts(peer) for peer in trusted] == [True] * 6
    assert not door.desk.trusts("198.51.100.1")


def test_commands_out_of_order_are_refused_in_words(door: Door) -> None:
    with Peer(door.port) as peer:
        assert peer.greeting == "220 desk.localhost ESMTP"
        assert peer.say("MAIL FROM:<a@b.example>") == TEXTS["NEED_HELLO"]
        assert peer.say("RCPT TO:<a@b.example>") == TEXTS["NEED_HELLO"]
        assert peer.say("DATA") == TEXTS["NEED_HELLO"]
        assert peer.say("EHLO") == TEXTS["BAD_HELLO"]
        assert peer.say("HELO") == TEXTS["BAD_HELLO"]
        assert peer.say("HELO peer.example") == "250 desk.localhost"
        assert peer.say("RCPT TO:<a@b.example>") == TEXTS["NEED_SENDER"]
        assert peer.say("MAIL FROM:<a@b.example>") == TEXTS["SENDER_OK"]
        assert peer.say("MAIL FROM:<a@b.example>") == TEXTS["SENDER_TWICE"]
        assert peer.say("DATA") == TEXTS["NEED_RECIPIENT"]
        assert peer.say(f"RCPT TO:<{DESK}>") == TEXTS["RECIPIENT_OK"]
        assert peer.say("DATA now") == TEXTS["BAD_DATA"]
        assert peer.say("RSET") == TEXTS["OK"]
        assert peer.say("DATA") == TEXTS["NEED_RECIPIENT"]


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        ("MAIL", "BAD_SENDER"),
        ("MAIL FROM", "BAD_SENDER"),
        ("MAIL FROM:<a@b.example", "BAD_SENDER"),
        ("MAIL FROM:<a@b.example> SIZE=many", "BAD_SENDER"),
        ("MAIL FROM:<a@b.example> SIZE=٣", "BAD_SENDER"),
        ("MAIL FROM:<a@b.example> SMTPUTF8=yes", "BAD_SENDER"),
        ("MAIL FROM:<a@b.example> BODY=BINARYMIME", "UNKNOWN_PARAMETER"),
        ("MAIL FROM:<a@b.example> RET=HDRS", "UNKNOWN_PARAMETER"),
        ("MAIL FROM:<a\0@b.example>", "BAD_ADDRESS"),
        (f"MAIL FROM:<{'a' * 600}@b.example>", "BAD_ADDRESS"),
        ("MAIL FROM: <a@b.example>", "SENDER_OK"),
        ("mail from:a@b.example", "SENDER_OK"),
        ('MAIL FROM:<"a b>"@b.example>', "SENDER_OK"),
        ("MAIL FROM:<@relay.example,@other.example:a@b.example>", "SENDER_OK"),
        ("RCPT TO:<>", "NEED_SENDER"),
    ],
)
def test_senders_in_every_spelling(door: Door, command: str, reply: str) -> None:
    with Peer(door.port) as peer:
        peer.say("EHLO peer.example")
        assert peer.say(command) == TEXTS[reply]


@pytest.mark.parametrize(
    ("argument", "reply"),
    [
        ("TO:<>", "BAD_RECIPIENT"),
        ("<aurora@desk.localhost>", "BAD_RECIPIENT"),
        ("TO:<aurora@desk.localhost> NOTIFY=NEVER", "UNKNOWN_PARAMETER"),
        ("TO:<aurora>", "NO_SUCH_DESK"),
        ("TO:<@aurora>", "NO_SUCH_DESK"),
        ("TO:<aurora@desk.localhost\0>", "BAD_ADDRESS"),
        ("TO:<aurora@desk.localhost' OR 1=1>", "NO_SUCH_DESK"),
        ("TO:<@relay.example:aurora@desk.localhost>", "RECIPIENT_OK"),
        ("to: <AURORA+AB@DESK.LOCALHOST>", "RECIPIENT_OK"),
    ],
)
def test_recipients_in_every_spelling(door: Door, argument: str, reply: str) -> None:
    with Peer(door.port) as peer:
        peer.say("EHLO peer.example")
        peer.say("MAIL FROM:<a@b.example>")
        assert peer.say(f"RCPT {argument}") == TEXTS[reply]


def test_nothing_is_told_about_addresses_and_no_log_in_is_offered(door: Door) -> None:
    with Peer(door.port) as peer:
        assert "AUTH" not in peer.say("EHLO peer.example")
        assert peer.say("VRFY aurora") == TEXTS["NOT_TOLD"]
        assert peer.say("VRFY nobody") == TEXTS["NOT_TOLD"]
        assert peer.say("EXPN staff") == TEXTS["NO_EXPANSION"]
        assert peer.say("AUTH PLAIN AGEAYg==") == TEXTS["NO_AUTH"]
        assert peer.say("STARTTLS") == TEXTS["NO_TLS"]
        assert peer.say("HELP") == TEXTS["HELP"]


def test_noise_is_answered_and_ended(door: Door) -> None:
    with Peer(door.port) as peer:
        assert peer.say(b"\xff\xfe\x00").startswith("500")
        assert peer.say("").startswith("500")
        assert peer.say("x" * 200_000).startswith("500")
        replies = [peer.say("GET / HTTP/1.1") for _ in range(5)]
        assert replies[-1].startswith("502")
        assert peer.reply() == ""


def test_who_says_nothing_is_sent_away(house: House, database_url: str, tmp_path: Path) -> None:
    """Between commands, and in the middle of a mail."""
    limits = Limits(command_seconds=0.3, data_seconds=0.3)
    with Door(database_url, tmp_path, limits=limits) as door:
        with Peer(door.port) as silent:
            assert silent.reply() == TEXTS["TOO_SLOW"]
            assert silent.reply() == ""
        with conversation(door.port, DESK) as halfway:
            halfway.send(b"Subject: half")
            assert halfway.reply() == TEXTS["TOO_SLOW"]
        assert kept(house.hotel) == []
        assert door.desk.in_flight.bytes == 0


def test_who_sends_drop_by_drop_is_sent_away(house: House, database_url: str, tmp_path: Path) -> None:
    """A whole mail has its time, too."""
    limits = Limits(mail_seconds=0.0)
    with Door(database_url, tmp_path, limits=limits) as door, conversation(door.port, DESK) as peer:
        peer.send(b"x" * 70_000)
        assert peer.reply() == TEXTS["TOO_SLOW"]
        assert peer.reply() == ""
