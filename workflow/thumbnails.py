"""Small pictures of pictures, made in a child process with little time and memory.

A picture can be made to harm who decodes it: what its child says is wrong with it is said for good. A child that was
ended by chance says nothing; services/small_pictures tries again. What a child gives is encoded anew, so a page may show it.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

from workflow.errors import BellhopError

PICTURES = frozenset(
    f"image/{kind}" for kind in ("jpeg", "png", "gif", "webp", "bmp", "tiff", "heic", "heif", "avif")
)
CONTENT_TYPE = "image/webp"
SECONDS = 10.0
AT_ONCE = 2
NO_MEMORY = 75  # the child's exit code for it: EX_TEMPFAIL of sysexits.h

_CHILD = Path(__file__).with_name("thumbnail_child.py")
_children = threading.BoundedSemaphore(AT_ONCE)


class ChildLost(BellhopError):
    """The child was ended before it knew: too late on a busy machine, killed, no memory. Never seen outside."""


class NoChild(ChildLost):
    """None was even begun: others are at work."""


def make(content: bytes) -> bytes:
    """A WebP of at most 320 x 320 points; b"" when this picture gives none, ever. Raises ChildLost, NoChild."""
    if not _children.acquire(timeout=SECONDS):
        raise NoChild("Other small pictures are being made.")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise ChildLost(f"It did not end well: {type(error).__name__}.") from error
    finally:
        _children.release()
    if done.returncode == NO_MEMORY or (done.returncode < 0 and done.returncode != -signal.SIGXCPU):
        raise ChildLost(f"It ended with {done.returncode}.")
    return done.stdout if done.returncode == 0 else b""
