"""Thumbnails are made apart, within limits; what harms the maker leaves none (R-API-1)."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from workflow import thumbnails
from workflow.errors import NotFound
from workflow.files import FileStore, thumbnail_name


def picture(form: str, size: tuple[int, int] = (800, 400), **said: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **said)
    return out.getvalue()


def shown(content: bytes) -> Image.Image:
    small = Image.open(io.BytesIO(content))
    assert small.format == "WEBP"
    return small


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"])
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


@pytest.mark.parametrize(
    "harm",
    [
        "while True: pass",
        "x = bytearray(4 * 1024 ** 3)",
        "import os; os.kill(os.getpid(), 9)",
        "import time; time.sleep(60)",
    ],
)
def test_a_child_that_runs_out_of_something_leaves_none(
    harm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-API-1: a decoder that was taken over by its picture."""
    child = Path(thumbnails.__file__).with_name("thumbnail_child.py").read_text()
    patched = tmp_path / "child.py"
    patched.write_text(
        child.replace("CPU_SECONDS = 5", "CPU_SECONDS = 1").replace(
            "    from PIL", f"    {harm}\n    from PIL", 1
        )
    )
    monkeypatch.setattr(thumbnails, "_CHILD", patched)
    monkeypatch.setattr(thumbnails, "SECONDS", 2.0)
    assert thumbnails.make(picture("PNG")) == b""


def test_it_is_made_once_and_so_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = FileStore(f"file://{tmp_path}")
    good, bad = files.put(1, picture("PNG")), files.put(1, b"\x89PNG\r\n\x1a\n broken")
    made = thumbnails.thumbnail(files, 1, good)
    with pytest.raises(NotFound):
        thumbnails.thumbnail(files, 1, bad)
    monkeypatch.setattr(thumbnails, "_CHILD", tmp_path / "none")
    assert thumbnails.thumbnail(files, 1, good) == made
    with pytest.raises(NotFound):
        thumbnails.thumbnail(files, 1, bad)
    assert files.get(1, thumbnail_name(bad)) == b""
