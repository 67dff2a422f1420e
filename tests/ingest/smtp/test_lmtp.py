"""R-MAIL-2: LMTP, RFC 2033, on a Unix socket and on TCP."""

import smtplib
import stat
from pathlib import Path

from tests.builders import make_channel, make_hotel
from tests.ingest.smtp.conftest import DESK, House
from tests.ingest.smtp.doors import Door, DoorProcess, Peer, conversation, kept, mail
from workflow.database import database

KEPT = "250 2.6.0 Kept"


def test_each_accepted_recipient_has_a_reply_in_order(door: Door, house: House) -> None:
    """R-MAIL-2: three accepted, one refused: three replies after the dot, and the conversation is in step."""
    other = make_hotel("BEL", name="Bellevue")
    make_channel(other, "bellevue@desk.localhost")
    with Peer(door.lmtp) as peer:
        assert peer.greeting == "220 desk.localhost ESMTP"
        assert "250-8BITMIME" in peer.say("LHLO peer.example").splitlines()
        peer.say("MAIL FROM:<mia@guest.example>")
        replies = [
            peer.say(f"RCPT TO:<{recipient}>")[:3]
            for recipient in (
                DESK,
                "nobody@desk.localhost",
                "aurora+t@desk.localhost",
                "bellevue@desk.localhost",
            )
        ]
        assert replies == ["250", "550", "250", "250"]
        peer.say("DATA")
        peer.send(mail() + b".\r\n")
        assert [peer.reply() for _ in range(3)] == [KEPT] * 3
        assert peer.say("NOOP") == "250 2.0.0 OK"
    assert [row["door"] for row in kept(house.hotel)] == ["lmtp"]
    assert [row["envelope_to"] for row in kept(other)] == ["bellevue@desk.localhost"]


def test_a_refused_mail_is_refused_for_each_recipient(door: Door, house: House) -> None:
    with conversation(door.lmtp, DESK, "aurora+t@desk.localhost", hello="LHLO") as peer:
        with database.connection_context():
            database.execute_sql("DELETE FROM channels")
        peer.send(mail() + b".\r\n")
        assert [peer.reply()[:3] for _ in range(2)] == ["451", "451"]
        assert peer.say("RSET") == "250 2.0.0 OK"


def test_lmtp_has_its_own_hello(door: Door) -> None:
    with Peer(door.lmtp) as peer:
        assert peer.say("EHLO peer.example").startswith("500")
        assert peer.say("HELO peer.example").startswith("500")
        assert peer.say("MAIL FROM:<a@b.example>").startswith("503")
        assert peer.say("LHLO peer.example").startswith("250")
        assert peer.say("MAIL FROM:<a@b.example>").startswith("250")
        assert peer.say("DATA").startswith("503")
    with Peer(door.port) as peer:
        assert peer.say("LHLO peer.example").startswith("500")


def test_the_process_speaks_lmtp_on_a_socket_that_an_earlier_one_left_behind(
    house: House, database_url: str, tmp_path: Path
) -> None:
    """R-MAIL-2: python's own client, and after SIGKILL the dead socket is no obstacle."""
    path = tmp_path / "lmtp"
    with DoorProcess(database_url, tmp_path, LMTP_LISTEN=f"unix:{path}") as door:
        with smtplib.LMTP(str(path)) as client:
            assert client.sendmail("mia@guest.example", [DESK], mail("one")) == {}
        door.kill()
        assert path.exists()
        door.start()
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
        with smtplib.LMTP(str(path)) as client:
            assert client.sendmail("mia@guest.example", [DESK], mail("two")) == {}
    assert [row["raw"] for row in kept(house.hotel)] == [mail("one"), mail("two")]


def test_lmtp_on_tcp(house: House, database_url: str, tmp_path: Path) -> None:
    with DoorProcess(database_url, tmp_path, LMTP_LISTEN="127.0.0.1:0") as door:
        (lmtp,) = [record for record in door.records() if record.get("door") == "lmtp"]
        port = int(lmtp["where"].rpartition(":")[2])
        with conversation(port, DESK, "aurora+x@desk.localhost", hello="LHLO") as peer:
            peer.send(mail() + b".\r\n")
            assert [peer.reply() for _ in range(2)] == [KEPT] * 2
    assert len(kept(house.hotel)) == 1
