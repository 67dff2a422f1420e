"""What all conversations of this process share."""

from __future__ import annotations

import errno
import shutil
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.smtp.keeping import Keep
from ingest.smtp.limits import Connections, Limits
from ingest.smtp.routes import Routes
from ingest.smtp.spool import InFlight, Spool
from workflow.settings import Network

if TYPE_CHECKING:
    from ingest.smtp.conversation import Conversation


class Desk:
    """Wired once, in server.py."""

    def __init__(
        self,
        name: str,
        *,
        limits: Limits,
        routes: Routes,
        keep: Keep,
        spool_folder: Path,
        trusted: Sequence[Network] = (),
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`name` is how we greet; `trusted` peers may open as many connections as there are."""
        self.name = name
        self.limits = limits
        self.routes = routes
        self.keep = keep
        self.tls = tls
        self.connections = Connections(limits)
        self.in_flight = InFlight(limits.bytes_in_flight)
        self.conversations: set[Conversation] = set()
        self.closing = False
        self._spool_folder = spool_folder
        self._trusted = tuple(trusted)
        self._disk = ThreadPoolExecutor(2, thread_name_prefix="spool")

    def new_spool(self) -> Spool:
        return Spool(
            self._spool_folder,
            memory_bytes=self.limits.memory_bytes,
            in_flight=self.in_flight,
            disk=self._disk,
        )

    def check_spool(self) -> None:
        """Raises OSError when a mail could not be spooled."""
        free = shutil.disk_usage(self._spool_folder).free
        if free < self.limits.mail_bytes:
            raise OSError(errno.ENOSPC, "less room than one mail may take")

    def trusts(self, peer: str) -> bool:
        """Our own machine, a Unix socket (""), and TRUSTED_RELAYS."""
        if not peer:
            return True
        address = ip_address(peer.partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None) or address
        return mapped.is_loopback or any(mapped in network for network in self._trusted)

    def close(self) -> None:
        self._disk.shutdown(wait=False)  # what waits there closes files
