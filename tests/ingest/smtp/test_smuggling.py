"""Nothing but CRLF.CRLF ends a mail: else a second one, with another sender, could be hidden in the first."""

import asyncio
import json
import os
import random
from pathlib import Path

import pytest

from ingest.smtp.transparency import pieces
from tests.ingest.smtp.conftest import DESK, House
from tests.ingest.smtp.doors import Door, Peer, conversation, kept

SEQUENCES = [
    b"\n.\n",
    b"\n.\r\n",
    b"\r\n.\n",
    b"\r.\r",
    b"\r.\n",
    b"\n.\r",
    b"\r.\r\n",
    b"\r\n.\r",
    b"\r\n\0.\r\n",
    b"\r\n.\0\r\n",
    b"\r\n.\r\r\n",
    b"\r\r\n.\r\r\n",
    b"\r\n. \r\n",
    b"\r\n\t.\r\n",
    b"\n\n.\n\n",
    b"\r\n.\x85",
]


def corpus_sequences() -> list[bytes]:
    """Those that others have collected, when the material is there."""
    corpus = os.environ.get("BELLHOP_CORPUS")
    vectors = Path(corpus or "") / "vectors" / "smtp_smuggling.jsonl"
    if not corpus or not vectors.exists():
        return []
    entries = [json.loads(line) for line in vectors.read_text("utf-8").splitlines()]
    return [bytes.fromhex(entry["sequence_hex"]) for entry in entries if "sequence_hex" in entry]


@pytest.mark.parametrize("sequence", [*SEQUENCES, *corpus_sequences()], ids=repr)
def test_no_other_sequence_ends_a_mail(door: Door, house: House, sequence: bytes) -> None:
    """R-MAIL-1: what follows stays part of the one mail."""
    smuggled = (
        b"MAIL FROM:<evil@evil.example>\r\nRCPT TO:<aurora@desk.localhost>\r\nDATA\r\nSubject: smuggled\r\n"
    )
    with conversation(door.port, DESK) as peer:
        peer.send(b"Subject: first\r\n\r\nhello" + sequence + smuggled + b"\r\n.\r\n")
        assert peer.reply() == "250 2.6.0 Kept"
        assert peer.say("NOOP") == "250 2.0.0 OK"
    (row,) = kept(house.hotel)
    assert row["envelope_from"] == "mia@guest.example"
    assert b"smuggled" in row["raw"]


def test_a_mail_sent_before_it_was_asked_for_is_refused(door: Door, house: House) -> None:
    """Unauthorised pipelining: what comes with DATA would be taken for commands by one side or the other."""
    with Peer(door.port) as peer:
        peer.say("EHLO peer.example")
        peer.send(
            b"MAIL FROM:<a@b.example>\r\nRCPT TO:<aurora@desk.localhost>\r\nDATA\r\nSubject: early\r\n\r\nx\r\n.\r\n"
        )
        assert [peer.reply()[:3] for _ in range(3)] == ["250", "250", "554"]
        assert peer.reply() == ""
    assert kept(house.hotel) == []


@pytest.mark.parametrize("seed", range(60))
def test_however_the_bytes_are_cut_the_content_is_the_same(seed: int) -> None:
    """Against a reading line by line, on bytes that are mostly CR, LF and dots."""
    chance = random.Random(seed)
    alphabet = [b"\r", b"\n", b"\r\n", b".", b"\r\n.", b"x", b"yy"]
    content = b"".join(chance.choices(alphabet, k=chance.randint(0, 400)))
    wire, expected = _on_the_wire(content)
    assert asyncio.run(_read(wire + b"NEXT\r\n", chance, limit=chance.choice([5, 16, 64]))) == (
        expected,
        b"NEXT\r\n",
    ), f"seed {seed}"


def _on_the_wire(content: bytes) -> tuple[bytes, bytes]:
    """The content as a sender puts it (RFC 5321 4.5.2), and as it must arrive."""
    lines = content.split(b"\r\n")
    if lines[-1] == b"":
        lines.pop()
    stuffed = [b"." + line if line.startswith(b".") else line for line in lines]
    expected = b"".join(line + b"\r\n" for line in lines)
    return b"".join(line + b"\r\n" for line in stuffed) + b".\r\n", expected


async def _read(wire: bytes, chance: random.Random, *, limit: int) -> tuple[bytes, bytes]:
    reader = asyncio.StreamReader(limit=limit)

    async def feed() -> None:
        at = 0
        while at < len(wire):
            step = chance.randint(1, 7)
            reader.feed_data(wire[at : at + step])
            at += step
            if chance.random() < 0.5:
                await asyncio.sleep(0)
        reader.feed_eof()

    feeding = asyncio.create_task(feed())
    content = b"".join([piece async for piece in pieces(reader)])
    await feeding
    return content, await reader.read()
