"""A guest's photo does not say where it was taken, and is the same picture (R-PRIV-1, R-QR-5)."""

import io
import random
import struct
import time
import zipfile

import pi_heif
import pytest
from PIL import Image

from tests import photos
from workflow.photo_place import without_place

GPS, ORIENTATION, DESCRIPTION = 0x8825, 0x0112, 0x010E


def opened(content: bytes) -> Image.Image:
    pi_heif.register_heif_opener()
    return Image.open(io.BytesIO(content))


def webp() -> bytes:
    out = io.BytesIO()
    with opened(photos.jpeg()) as photo:
        photo.save(out, "WEBP", exif=photo.getexif())
    return out.getvalue()


@pytest.mark.parametrize("kind", ["jpeg", "heic", "webp"])
def test_the_place_goes_and_all_else_stays(kind: str) -> None:
    """R-QR-5: neither the length nor a point of the picture changes."""
    before = {"jpeg": photos.jpeg, "heic": lambda: photos.HEIC, "webp": webp}[kind]()
    after = without_place(before)
    with opened(before) as there, opened(after) as gone:
        assert there.getexif().get_ifd(GPS)[1] == "N"
        assert not gone.getexif().get_ifd(GPS)
        assert gone.getexif()[DESCRIPTION] == "at home"
        assert gone.getexif().get(ORIENTATION) == there.getexif().get(ORIENTATION)
        assert gone.tobytes() == there.tobytes()
    assert photos.PLACE in before
    assert photos.PLACE not in after
    assert len(after) == len(before)
    assert without_place(after) == after


def test_the_place_in_xmp_goes_too() -> None:
    said = (
        b"\xff\xd8\xff\xe1"
        b'<x exif:GPSLatitude="51,30.2N" tiff:Make="Phone"><exif:GPSLongitude>0,7.6W</exif:GPSLongitude></x>'
    )
    after = without_place(said)
    assert b"51,30" not in after
    assert b"7.6" not in after
    assert b'tiff:Make="Phone"' in after
    assert len(after) == len(said)


def test_whatever_the_bytes_are_nothing_breaks() -> None:
    """Cut, torn and made up; what is no photo stays as it is."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    assert without_place(b"%PDF-1.4 the bill") == b"%PDF-1.4 the bill"
    photo = photos.jpeg((80, 40))
    for _ in range(400):
        torn = bytearray(photo[: chance.randrange(len(photo))])
        for _ in range(chance.randrange(20)):
            if torn:
                torn[chance.randrange(len(torn))] = chance.randrange(256)
        assert len(without_place(bytes(torn))) == len(torn)
    assert without_place(b"Exif\x00\x00II*\x00") == b"Exif\x00\x00II*\x00"


def test_a_file_that_only_holds_photos_stays_as_it_is() -> None:
    """An archive has sums over what it holds."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as into:
        into.writestr("photo.jpg", photos.jpeg())
    assert photos.PLACE in archive.getvalue()
    assert without_place(archive.getvalue()) == archive.getvalue()


def test_a_file_made_of_heads_alone_keeps_nobody_busy() -> None:
    """Each head names the same directory, each tag of which is a place: it would be minutes of work."""
    tags = b"".join(struct.pack("<HHII", GPS, 5, 100, 8) for _ in range(200))
    heads = (b"Exif\0\0II*\0" + struct.pack("<I", 14 * left - 6) for left in range(50_000, 0, -1))
    made_up = b"\xff\xd8\xff\xe1" + b"".join(heads) + struct.pack("<H", 200) + tags
    begun = time.process_time()
    assert len(without_place(made_up)) == len(made_up)
    assert time.process_time() - begun < 2
