"""Thumbnails are made apart, within limits; what harms the maker leaves none (R-API-1)."""

import io
import struct
import threading
import zlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from structlog.testing import capture_logs

from tests import photos
from tests.builders import make_hotel
from workflow import clock, thumbnails
from workflow.errors import NotFound
from workflow.files import FileStore, thumbnail_name
from workflow.services import small_pictures, uploads
from workflow.services.small_pictures import PAUSES
from workflow.thumbnails import ChildLost


def picture(form: str, size: tuple[int, int] = (800, 400), **said: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **said)
    return out.getvalue()


def shown(content: bytes) -> Image.Image:
    small = Image.open(io.BytesIO(content))
    assert small.format == "WEBP"
    return small


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"])
def test_a_picture_becomes_a_small_webp(form: str) -> None:
    """R-API-1"""
    assert shown(thumbnails.make(picture(form))).size == (320, 160)


def test_it_stands_upright_and_says_nothing_of_the_camera() -> None:
    """R-API-1: the EXIF orientation is applied, then everything beside the picture is left out."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "at home, 51.5 N"
    made = thumbnails.make(picture("JPEG", exif=exif))
    assert shown(made).size == (160, 320)
    assert not shown(made).getexif()
    assert b"at home" not in made


def test_a_photo_of_an_iphone_becomes_one_too() -> None:
    """R-API-1: HEIC, without the place."""
    made = thumbnails.make(photos.HEIC)
    assert shown(made).size == (320, 160)
    assert not shown(made).getexif()
    assert uploads.content_type(photos.HEIC) in thumbnails.PICTURES


def bomb() -> bytes:
    """A PNG of 30,000 x 30,000 points in less than a megabyte."""
    rows = zlib.compress(bytes(30_000 * 3751), 9)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_what_cannot_be_a_small_picture_leaves_none() -> None:
    """R-API-1"""
    assert thumbnails.make(bomb()) == b""
    assert thumbnails.make(b"") == b""
    assert thumbnails.make(picture("PNG")[:60]) == b""
    assert thumbnails.make(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n") == b""
    assert thumbnails.make(b"<svg xmlns='http://www.w3.org/2000/svg'/>") == b""


def child_that(does: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does this where it would begin to decode."""
    child = Path(thumbnails.__file__).with_name("thumbnail_child.py").read_text()
    assert "    import pi_heif" in child
    patched = tmp_path / "child.py"
    patched.write_text(
        child.replace("CPU_SECONDS = 5", "CPU_SECONDS = 1").replace(
            "    import pi_heif", f"    {does}\n    import pi_heif", 1
        )
    )
    monkeypatch.setattr(thumbnails, "_CHILD", patched)


def test_a_picture_that_costs_too_much_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-API-1: its own doing, so for good."""
    child_that("while True: pass", tmp_path, monkeypatch)
    assert thumbnails.make(picture("PNG")) == b""


KILLED, HUNGRY, SLOW = (
    "import os; os.kill(os.getpid(), 9)",
    "x = bytearray(4 * 1024 ** 3)",
    "import time; time.sleep(60)",
)


@pytest.mark.parametrize("chance", [KILLED, HUNGRY, SLOW])
def test_a_child_that_was_ended_says_nothing_about_its_picture(
    chance: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-API-1: killed for memory, none to be had, too slow on a busy machine."""
    child_that(chance, tmp_path, monkeypatch)
    monkeypatch.setattr(thumbnails, "SECONDS", 1.0)
    with pytest.raises(ChildLost):
        thumbnails.make(picture("PNG"))


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(f"file://{tmp_path}/files")


def test_it_is_made_once_and_so_is_none(
    database_url: str, files: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, now = make_hotel().id, clock.now()
    good, bad = files.put(at, picture("PNG")), files.put(at, b"\x89PNG\r\n\x1a\n broken")
    made = small_pictures.small_picture(at, good, files=files, now=now)
    with pytest.raises(NotFound):
        small_pictures.small_picture(at, bad, files=files, now=now)
    monkeypatch.setattr(thumbnails, "_CHILD", tmp_path / "none")
    assert small_pictures.small_picture(at, good, files=files, now=now) == made
    assert files.get(at, thumbnail_name(bad)) == b""


def test_what_failed_by_chance_is_tried_again_later_and_later_and_then_no_more(
    database_url: str, files: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-API-1: a killed child costs a picture its thumbnail for a minute, not for good."""
    at, now = make_hotel().id, clock.now()
    lucky, luckless = files.put(at, picture("PNG")), files.put(at, picture("GIF"))

    def asked(sha256: str, now: datetime) -> bool:
        try:
            return bool(small_pictures.small_picture(at, sha256, files=files, now=now))
        except NotFound:
            return False

    with monkeypatch.context() as patch, capture_logs() as logs:
        child_that(KILLED, tmp_path, patch)
        assert not asked(lucky, now)
        assert not asked(lucky, now + PAUSES[0] - timedelta(seconds=1))
        moments = [now + sum(PAUSES[:tries], timedelta()) for tries in range(len(PAUSES) + 1)]
        assert [asked(luckless, moment) for moment in moments] == [False] * 4
    assert [line["tries"] for line in logs] == [1, 1, 2, 3, 4]
    assert not asked(lucky, now + PAUSES[0] - timedelta(seconds=1))
    assert asked(lucky, now + PAUSES[0])
    assert not asked(luckless, moments[-1] + timedelta(days=9))
    assert files.get(at, thumbnail_name(luckless)) == b""


def test_while_others_are_at_work_none_is_begun_and_none_counted(
    database_url: str, files: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, now = make_hotel().id, clock.now()
    sha256 = files.put(at, picture("PNG"))
    with monkeypatch.context() as patch:
        patch.setattr(thumbnails, "_children", threading.BoundedSemaphore(1))
        patch.setattr(thumbnails, "SECONDS", 0.01)
        thumbnails._children.acquire()
        with pytest.raises(NotFound):
            small_pictures.small_picture(at, sha256, files=files, now=now)
    assert small_pictures.small_picture(at, sha256, files=files, now=now)
