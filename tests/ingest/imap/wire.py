"""A cable between the poller and a mail server that a test can cut, block, or stop in front of a chosen command."""

import contextlib
import random
import socket
import threading
from typing import Self


class Wire:
    """`with Wire(server_port) as wire:` listens on `wire.port`. What it is told holds for connections of then and later."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.connections = 0
        self.cuts = 0
        self._cut_after: tuple[bytes, int] | None = None
        self._times = 0
        self._budgets: list[int] = []
        self._blocked = threading.Event()
        self._hold_before: bytes | None = None
        self.held = threading.Event()
        self._released = threading.Event()
        self._sockets: list[socket.socket] = []
        self._open = True

    def cut_after(self, mark: bytes, more: int, *, times: int = 1) -> None:
        """The next connections that carry `mark` to the poller end that many bytes behind it."""
        self._cut_after, self._times = (mark, more), times

    def cut_at_random(self, chance: random.Random, *, times: int, most: int) -> None:
        """So many connections from now on end after 1 to `most` bytes to the poller."""
        self._budgets = [chance.randint(1, most) for _ in range(times)]

    def block(self) -> None:
        """A black hole: nothing goes through any more, and nobody is told."""
        self._blocked.set()

    def unblock(self) -> None:
        """For later connections; what was swallowed stays so."""
        self._blocked.clear()

    def hold_before(self, command: bytes) -> None:
        """Commands of the poller wait as soon as one contains this; `held` is set then."""
        self._hold_before = command

    def release(self) -> None:
        self._hold_before = None
        self._released.set()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open = False
        self.release()
        for one in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        while self._open:
            try:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._server_port), 10)
            except OSError:
                continue
            far.settimeout(None)
            self.connections += 1
            self._sockets += [near, far]
            for source, target, pump in ((near, far, self._to_server), (far, near, self._to_poller)):
                threading.Thread(target=self._run, args=(pump, source, target), daemon=True).start()

    def _run(self, pump: object, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            assert callable(pump)
            pump(source, target)
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _to_server(self, source: socket.socket, target: socket.socket) -> None:
        swallowed = False
        while data := source.recv(65536):
            if self._hold_before is not None and self._hold_before in data:
                self.held.set()
                self._released.wait(20)
            swallowed = swallowed or self._blocked.is_set()
            if not swallowed:
                target.sendall(data)

    def _to_poller(self, source: socket.socket, target: socket.socket) -> None:
        seen = b""
        swallowed = False
        budget = self._budgets.pop() if self._budgets else None
        while data := source.recv(65536):
            swallowed = swallowed or self._blocked.is_set()
            if swallowed:
                continue
            if budget is not None:
                target.sendall(data[:budget])
                budget -= len(data)
                if budget <= 0:
                    self.cuts += 1
                    return
                continue
            if self._times and self._cut_after is not None:
                mark, more = self._cut_after
                start = (seen + data).find(mark)
                end = start + len(mark) + more - len(seen)
                if start >= 0 and end <= len(data):
                    self._times -= 1
                    self.cuts += 1
                    target.sendall(data[: max(end, 0)])
                    return
                seen = (seen + data)[-4096:] if start < 0 else seen + data
            target.sendall(data)
