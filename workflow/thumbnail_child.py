"""The child that makes one thumbnail: a picture on standard input, a WebP on standard output, else an exit code.

Its limits stand before the first byte is looked at. It opens nothing, knows no secret and has no way out.
"""

from __future__ import annotations

import io
import resource
import sys
import warnings

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 5
MAX_POINTS = 50_000_000
SIDE = 320
NO_MEMORY = 75
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "HEIF", "AVIF")


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))  # SIGXCPU tells it from a kill
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # macOS refuses it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        small = _small(sys.stdin.buffer.read())
    except MemoryError:
        return NO_MEMORY
    sys.stdout.buffer.write(small)
    return 0


def _small(content: bytes) -> bytes:
    """The first picture of the file, upright, without what cameras write beside it (EXIF, places, names)."""
    import pi_heif  # after the limits: the decoders count too
    from PIL import Image, ImageOps

    pi_heif.register_heif_opener(thumbnails=False)
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_POINTS
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        picture.draft("RGB", (SIDE * 2, SIDE * 2))  # a JPEG is decoded no larger than needed
        picture.thumbnail((SIDE, SIDE))
        upright = ImageOps.exif_transpose(picture)
        bare = Image.new("RGBA", upright.size)
        bare.paste(upright.convert("RGBA"))
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=75)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
