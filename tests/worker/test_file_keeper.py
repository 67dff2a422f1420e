"""A scanner may hold a file (R-TKT-13): clamd by its own protocol, or a command; nothing leaves unchecked."""

import dataclasses
import socketserver
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import make_hotel
from worker.file_keeper import FileKeeper
from worker.scanning import scan
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import DeliveryFailed, FileHeld
from workflow.files import FileStore
from workflow.models import Effect, Hotel
from workflow.sealing import Keys
from workflow.services import stored_files
from workflow.settings import Listen, Settings

BAD = b"this one is EVIL"
GOOD = b"%PDF-1.4 the bill" * 40_000


class Clamd(socketserver.ThreadingTCPServer):
    """Speaks clamd's INSTREAM as its manual says, and finds a word."""

    daemon_threads = True
    answer = b""  # instead of its own

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)

    @property
    def where(self) -> Listen:
        return Listen("127.0.0.1", self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        found = b"stream: Eicar-Test-Signature FOUND\0" if b"EVIL" in content else b"stream: OK\0"
        assert isinstance(self.server, Clamd)
        self.wfile.write(self.server.answer or found)


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    with running(Clamd()) as server:
        yield server


@contextmanager
def running(server: Clamd) -> Iterator[Clamd]:
    with server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def at() -> Hotel:
    return make_hotel()


def desk_with(settings: Settings, **scanner: object) -> Desk:
    known = dataclasses.replace(settings, **scanner)
    return Desk(known, Keys(known.secret), FileStore(known.storage_url))


def keep(desk: Desk, at: Hotel, content: bytes) -> str:
    (sha256,) = stored_files.keep([content], hotel_id=at.id, desk=desk, now=clock.now())
    return sha256


def lent(desk: Desk, at: Hotel, sha256: str) -> bytes:
    return stored_files.lent(at.id, sha256, desk=desk, now=clock.now())


def test_clamd_finds_and_does_not_find(settings: Settings, clamd: Clamd) -> None:
    """R-TKT-13"""
    known = dataclasses.replace(settings, scan_clamd=clamd.where)
    assert scan(GOOD, known) == ""
    assert scan(BAD, known) == "Eicar-Test-Signature"
    assert scan(b"", known) == ""


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"\0", b"stream: ok\0"])
def test_an_answer_that_is_not_clear_is_none(settings: Settings, clamd: Clamd, answer: bytes) -> None:
    clamd.answer = answer
    with pytest.raises(DeliveryFailed):
        scan(GOOD, dataclasses.replace(settings, scan_clamd=clamd.where))


def test_a_command_finds_and_does_not_find(settings: Settings, tmp_path: Path) -> None:
    """R-TKT-13: as clamscan has it, 0 is clean, 1 is found, all else is no answer."""
    script = tmp_path / "scanner.py"
    script.write_text(
        "import sys\nread = sys.stdin.buffer.read()\n"
        "if b'EVIL' in read:\n    print('Worm.Test')\n    sys.exit(1)\nsys.exit(2 if b'odd' in read else 0)\n"
    )
    known = dataclasses.replace(settings, scan_command=(sys.executable, "-S", str(script)))
    assert scan(GOOD, known) == ""
    assert scan(BAD, known) == "Worm.Test"
    with pytest.raises(DeliveryFailed):
        scan(b"odd", known)
    with pytest.raises(DeliveryFailed):
        scan(GOOD, dataclasses.replace(settings, scan_command=("/no/such/scanner",)))


def test_a_file_waits_for_its_check_and_then_is_clean_or_held(
    settings: Settings, at: Hotel, clamd: Clamd
) -> None:
    """R-TKT-13"""
    desk = desk_with(settings, scan_clamd=clamd.where)
    good, bad = keep(desk, at, GOOD), keep(desk, at, BAD)
    with pytest.raises(FileHeld, match="being checked"):
        lent(desk, at, good)
    assert FileKeeper(desk).round() == 2
    assert lent(desk, at, good) == GOOD
    with pytest.raises(FileHeld, match="held by the check of files: Eicar-Test-Signature"):
        lent(desk, at, bad)
    with hotel(at.id):
        assert stored_files.release(at.id, bad)
        assert not stored_files.release(at.id, good)
    assert lent(desk, at, bad) == BAD


def test_while_the_scanner_is_away_nothing_leaves_and_it_is_asked_again(
    settings: Settings, at: Hotel, clamd: Clamd
) -> None:
    """R-TKT-13"""
    with running(Clamd()) as gone:
        nowhere = gone.where
    desk = desk_with(settings, scan_clamd=nowhere, retry_scale=0.0001)
    sha256 = keep(desk, at, GOOD)
    assert FileKeeper(desk).round() == 1
    with pytest.raises(FileHeld, match="being checked"):
        lent(desk, at, sha256)
    with hotel(at.id):
        (effect,) = Effect.select().where(Effect.kind == "check_file")
        assert (effect.state, effect.error) == ("waiting", "The scanner of files does not answer.")
        Effect.update(look_at=clock.now() - timedelta(seconds=1)).execute()
    back = desk_with(settings, scan_clamd=clamd.where)
    assert FileKeeper(back).round() == 1
    assert lent(back, at, sha256) == GOOD


def test_a_file_from_before_there_was_a_scanner_is_checked_when_it_is_asked_for(
    settings: Settings, at: Hotel, clamd: Clamd
) -> None:
    """R-TKT-13: also one without a row."""
    before = desk_with(settings)
    old, bare = keep(before, at, GOOD), before.files.put(at.id, BAD)
    assert lent(before, at, old) == GOOD
    desk = desk_with(settings, scan_clamd=clamd.where)
    for sha256 in (old, bare, bare):
        with pytest.raises(FileHeld, match="being checked"):
            lent(desk, at, sha256)
    assert FileKeeper(desk).round() == 2
    assert lent(desk, at, old) == GOOD
    with pytest.raises(FileHeld, match="held by"):
        lent(before, at, bare)
