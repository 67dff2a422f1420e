"""Where a mail stands while it is received: in memory when it is small, else in a file without a name.

Counts the bytes of all mails in flight, so that many large ones at once are put off instead of filling the machine.
"""

from __future__ import annotations

import asyncio
import errno
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import IO

from workflow.errors import StoreUnavailable


class InFlight:
    """The bytes of all mails being received and kept."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.bytes = 0

    def take(self, count: int) -> None:
        """Raises StoreUnavailable when that is too much at once."""
        if self.bytes + count > self._limit:
            raise StoreUnavailable("Too many bytes in flight.", full=True)
        self.bytes += count

    def give_back(self, count: int) -> None:
        self.bytes -= count


class Spool:
    """One mail. Written by the event loop, read once complete by the thread that keeps it."""

    def __init__(self, folder: Path, *, memory_bytes: int, in_flight: InFlight, disk: Executor) -> None:
        self._folder = folder
        self._memory_bytes = memory_bytes
        self._in_flight = in_flight
        self._disk = disk
        self._blocks: list[bytes] = []
        self._file: IO[bytes] | None = None
        self._size = 0
        self._on_disk = False
        self._file_lock = threading.Lock()
        self._closed = False

    def __len__(self) -> int:
        return self._size

    async def write(self, block: bytes) -> None:
        """Raises StoreUnavailable when there is no room."""
        self._in_flight.take(len(block))
        self._size += len(block)
        self._blocks.append(block)
        if self._on_disk or self._size > self._memory_bytes:
            self._on_disk = True
            blocks, self._blocks = self._blocks, []
            await asyncio.get_running_loop().run_in_executor(self._disk, self._write_file, blocks)

    def content(self) -> bytes | Spool:
        """The mail itself when it is in memory, else this spool."""
        return self if self._on_disk else b"".join(self._blocks)

    def chunks(self, size: int) -> Iterator[bytes]:
        """Pieces of `size` bytes from the file, from the beginning."""
        if self._file is None:
            raise ValueError("this mail is in memory")
        self._file.seek(0)
        while piece := self._file.read(size):
            yield piece

    def close(self) -> None:
        """Forgets the mail and gives its room back. May be called twice."""
        self._in_flight.give_back(self._size)
        self._size = 0
        self._blocks = []
        if self._on_disk and not self._closed:
            self._closed = True
            self._disk.submit(self._close_file)  # a write may be under way

    def _write_file(self, blocks: list[bytes]) -> None:
        try:
            with self._file_lock:
                if self._closed:  # the peer went away meanwhile
                    return
                if self._file is None:
                    self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed in _close_file
                for block in blocks:
                    self._file.write(block)
                self._file.flush()
        except OSError as error:
            full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
            raise StoreUnavailable("The spool cannot be written.", full=full) from error

    def _close_file(self) -> None:
        with self._file_lock:
            if self._file is not None:
                self._file.close()
                self._file = None
