"""Small pictures of pictures: made once, in a child process with little time and memory, and kept beside the file.

A picture can be made to harm who decodes it: a child that runs out of time, memory or luck leaves no thumbnail, and
that is remembered too. What it gives is encoded anew by us, so a page may show it.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from workflow.errors import NotFound
from workflow.files import FileStore, thumbnail_name

PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/tiff"})
CONTENT_TYPE = "image/webp"
NONE = "There is no small picture of this file."
SECONDS = 10.0
AT_ONCE = 2

_CHILD = Path(__file__).with_name("thumbnail_child.py")
_children = threading.BoundedSemaphore(AT_ONCE)


def thumbnail(files: FileStore, hotel_id: int, sha256: str) -> bytes:
    """A WebP of at most 320 x 320 points. Raises NotFound when none can be made, StoreUnavailable."""
    name = thumbnail_name(sha256)
    if files.exists(hotel_id, name):
        made = files.get(hotel_id, name)
    else:
        made = make(files.get(hotel_id, sha256))
        files.put_beside(hotel_id, name, made)
    if not made:
        raise NotFound(NONE)
    return made


def make(content: bytes) -> bytes:
    """b"" when the child did not manage."""
    with _children:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(_CHILD)],
                input=content,
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env={},
            )
        except (subprocess.TimeoutExpired, BrokenPipeError):
            return b""
    return done.stdout if done.returncode == 0 else b""
