"""An IMAP server that says what a test tells it to: for what no real server does on demand."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable
from typing import Self

GREETING = b"* OK ready\r\n"


class ScriptedServer:
    """One mailbox with the mails of `mails` by UID. `answers` are asked first, by the beginning of the command."""

    def __init__(self, *, greeting: bytes = GREETING, capability: str = "IMAP4rev1") -> None:
        self.mails: dict[int, bytes] = {}
        self.answers: dict[str, Callable[[str], bytes | None]] = {}  # None: hang up
        self.refused: dict[str, str] = {}  # NO and these words
        self.commands: list[str] = []
        self._greeting = greeting
        self._capability = capability
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._converse, args=(peer,), daemon=True).start()

    def _converse(self, peer: socket.socket) -> None:
        with contextlib.suppress(OSError), peer, peer.makefile("rb") as lines:
            peer.sendall(self._greeting)
            for line in lines:
                tag, _, command = line.decode().strip().partition(" ")
                self.commands.append(command)
                refusal = next((why for name, why in self.refused.items() if command.startswith(name)), None)
                if refusal is not None:
                    peer.sendall(f"{tag} NO {refusal}\r\n".encode())
                    continue
                said = self._answer(command)
                if said is None:
                    return
                peer.sendall(said + f"{tag} OK done\r\n".encode())

    def _answer(self, command: str) -> bytes | None:
        for name, answer in self.answers.items():
            if command.startswith(name):
                return answer(command)
        match command.split()[:2]:
            case ["CAPABILITY"]:
                return f"* CAPABILITY {self._capability}\r\n".encode()
            case ["SELECT", _]:
                return b"* 0 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 1] x\r\n"
            case ["UID", "SEARCH"]:
                return f"* SEARCH {' '.join(map(str, self._chosen(command)))}\r\n".encode()
            case ["UID", "FETCH"]:
                return b"".join(self._fetched(uid, command) for uid in self._chosen(command))
            case _:
                return b""

    def _chosen(self, command: str) -> list[int]:
        found = re.search(r"(?:FETCH|UID) ([\d:,*]+)", command.removeprefix("UID "))
        if found is None:
            return sorted(self.mails)
        chosen = set()
        for part in found[1].split(","):
            first, _, last = part.partition(":")
            top = max(self.mails, default=0) if last == "*" else int(last or first)
            chosen |= set(range(min(int(first), top), max(int(first), top) + 1))
        return sorted(chosen & set(self.mails))

    def _fetched(self, uid: int, command: str) -> bytes:
        raw = self.mails[uid]
        if "BODY" not in command:
            return f'* 1 FETCH (UID {uid} INTERNALDATE "01-Jan-2099 10:00:00 +0000" RFC822.SIZE {len(raw)})\r\n'.encode()
        item = "BODY[HEADER]<0>" if "HEADER" in command else "BODY[]"
        return f"* 1 FETCH (UID {uid} {item} {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"
