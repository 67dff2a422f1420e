"""Bytes by hotel and SHA-256, on the shelf that STORAGE_URL names. Which rows use them is not known here.

Putting the same bytes twice is the same as once, so a repeated job leaves no second copy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from workflow.errors import FilesUnavailable, SettingsError
from workflow.files.folder import Folder
from workflow.files.s3 import Bucket
from workflow.files.shelf import Grant, Shelf

_SHELVES: dict[str, Callable[[str], Shelf]] = {"file": Folder, "s3": Bucket}


class FileStore:
    """A file's name is its SHA-256 (hex), or one that is derived from it."""

    def __init__(self, url: str) -> None:
        """Raises SettingsError."""
        kind = _SHELVES.get(urlsplit(url).scheme)
        if kind is None:
            raise SettingsError("STORAGE_URL must begin with file:// (a folder) or s3:// (a bucket).")
        self._shelf: Shelf = kind(url)

    def put(self, hotel_id: int, content: bytes) -> str:
        """Keeps the bytes and returns their SHA-256. Raises FilesUnavailable."""
        sha256 = hashlib.sha256(content).hexdigest()
        key = _key(hotel_id, sha256)
        if self._shelf.size(key) != len(content):
            self._shelf.write(key, content)
        return sha256

    def put_beside(self, hotel_id: int, name: str, content: bytes) -> None:
        """Keeps bytes that are made of a file, under a name derived from its own. Raises FilesUnavailable."""
        self._shelf.write(_key(hotel_id, name), content)

    def get(self, hotel_id: int, name: str) -> bytes:
        """The bytes. Raises NotFound, FilesUnavailable."""
        return self._shelf.read(_key(hotel_id, name))

    def exists(self, hotel_id: int, name: str) -> bool:
        """Raises FilesUnavailable."""
        return self._shelf.size(_key(hotel_id, name)) is not None

    def delete(self, hotel_id: int, name: str) -> None:
        """The file, and what was made of it. Raises FilesUnavailable."""
        self._shelf.delete(_key(hotel_id, thumbnail_name(name)))
        self._shelf.delete(_key(hotel_id, name))

    def grant_read(
        self, hotel_id: int, sha256: str, *, filename: str, now: datetime, seconds: int
    ) -> Grant | None:
        """A short-lived download from the place itself; None when it goes through us."""
        return self._shelf.grant_read(_key(hotel_id, sha256), filename=filename, now=now, seconds=seconds)

    # What comes straight to the place is nobody's file until it was looked at: it lies apart, by the announcement's id.

    def grant_arrival(
        self, hotel_id: int, arrival: int, *, sha256: str, size: int, now: datetime, seconds: int
    ) -> Grant | None:
        """An upload straight to the place; None when it goes through us."""
        key = _arrival(hotel_id, arrival)
        return self._shelf.grant_write(key, sha256=sha256, size=size, now=now, seconds=seconds)

    def put_arrival(self, hotel_id: int, arrival: int, content: bytes) -> None:
        """Raises FilesUnavailable."""
        self._shelf.write(_arrival(hotel_id, arrival), content)

    def arrived(self, hotel_id: int, arrival: int, *, size: int) -> bytes | None:
        """The bytes, if so many have come: others are never read. Raises FilesUnavailable."""
        key = _arrival(hotel_id, arrival)
        return self._shelf.read(key) if self._shelf.size(key) == size else None

    def forget_arrival(self, hotel_id: int, arrival: int) -> None:
        """Raises FilesUnavailable."""
        self._shelf.delete(_arrival(hotel_id, arrival))

    def try_out(self) -> None:
        """Writes, reads and deletes a few bytes, and sees that they are gone. Raises FilesUnavailable."""
        key, content = "doctor", b"bellhop doctor"
        self._shelf.write(key, content)
        if self._shelf.read(key) != content:
            raise FilesUnavailable("The file store gives back other bytes than it was given.")
        self._shelf.delete(key)
        if self._shelf.size(key) is not None:
            raise FilesUnavailable("The file store still has what was deleted.")


def thumbnail_name(sha256: str) -> str:
    return f"{sha256}.thumbnail"


def _key(hotel_id: int, name: str) -> str:
    return f"{hotel_id}/{name[:2]}/{name}"


def _arrival(hotel_id: int, arrival: int) -> str:
    return f"{hotel_id}/arriving/{arrival}"
