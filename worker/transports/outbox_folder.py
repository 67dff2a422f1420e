"""No relay is configured: mails are kept as .eml files under BELLHOP_HOME/outbox, where the panel shows them."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from worker.compose import Composed
from worker.transports.transport import Receipt
from workflow.errors import DeliveryFailed
from workflow.reasons import because

FOLDER = "outbox"


class OutboxFolder:
    """A mail's file is named by its Message-ID: sent twice, it lies there once."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def send(self, composed: Composed) -> Receipt:
        kept = Path(FOLDER) / str(composed.hotel_id) / file_name(composed.message_id)
        try:
            _write(self._home / kept, composed.message_bytes)
        except OSError as error:
            raise DeliveryFailed(
                because("The outbox folder cannot be written (%(why)s).", why=error.strerror), permanent=False
            ) from error
        return Receipt(because("No relay is configured: the mail was kept."), kept.as_posix())

    def longest(self, composed: Composed) -> float:
        return 5.0

    def close(self) -> None:
        """Nothing is held between two mails."""


def file_name(message_id: str) -> str:
    """Readable, safe on every disk, and different for different ids whatever they contain."""
    readable = re.sub(r"[^A-Za-z0-9.@-]", "_", message_id.strip("<> "))[:80].strip(".")
    digest = hashlib.sha256(message_id.encode("utf-8", "replace")).hexdigest()[:12]
    return f"{readable}-{digest}.eml"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
