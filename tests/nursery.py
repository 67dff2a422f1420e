"""`python -m tests.nursery SOCKET`: has imported what the desk's processes import, and is forked for each of them.

To start Python and read the modules costs a process more than most tests then let it do; what runs after the fork is
the `main` that `python -m` runs. An order and two files come over a connection, the pid goes back, and when it has
ended, how. Who hangs up before that ends his process.
"""

import atexit
import gc
import json
import os
import selectors
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module

PROGRAMS = {
    "ingest.imap": "ingest.imap.__main__",
    "ingest.smtp": "ingest.smtp.__main__",
    "ingest.whatsapp": "ingest.whatsapp.__main__",
    "web": "web.__main__",
    "worker": "worker.__main__",
    "worker.clock": "worker.clock",
}
MOST_BYTES = 1 << 16


@dataclass(frozen=True)
class Order:
    """`python -m MODULE`, with this environment, its output and its errors into these files."""

    module: str
    environ: dict[str, str]
    output: int
    errors: int

    def take_on(self) -> None:
        """This process is the one that was ordered from now on."""
        os.environ.clear()
        os.environ.update(self.environ)
        sys.argv = [self.module]
        nothing = os.open(os.devnull, os.O_RDONLY)
        for file, number in ((nothing, 0), (self.output, 1), (self.errors, 2)):
            os.dup2(file, number)
            os.close(file)


class Nursery:
    def __init__(self, path: str) -> None:
        self._children: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._ended, wake = socket.socketpair()
        wake.setblocking(False)
        self._wake = wake
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake.fileno())
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(path)
        self._door.listen(64)
        acts = ((self._door, self._accept), (self._ended, self._collect), (sys.stdin, self._orphaned))
        for source, act in acts:
            self._selector.register(source, selectors.EVENT_READ, act)

    def serve(self) -> Order:
        """Comes back in a child only."""
        while True:
            for key, _ in self._selector.select():
                order: Order | None = key.data()
                if order is not None:
                    return order

    def _accept(self) -> Order | None:
        connection, _ = self._door.accept()
        words, files, _, _ = socket.recv_fds(connection, MOST_BYTES, 2)
        if not words:
            connection.close()
            return None
        order = Order(output=files[0], errors=files[1], **json.loads(words))
        pid = os.fork()
        if pid == 0:
            self._children[0] = connection
            self._leave()
            return order
        for file in files:
            os.close(file)
        self._children[pid] = connection
        self._selector.register(connection, selectors.EVENT_READ, lambda: self._abandoned(pid))
        connection.sendall(f"{pid}\n".encode())
        return None

    def _leave(self) -> None:
        """In the child: nothing of the nursery stays open."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._selector.close()
        for held in (self._door, self._ended, self._wake, *self._children.values()):
            held.close()

    def _abandoned(self, pid: int) -> None:
        if pid in self._children:  # not collected yet, so the number is still its own
            self._selector.unregister(self._children[pid])
            os.kill(pid, signal.SIGKILL)

    def _orphaned(self) -> None:
        """The test run has ended, and be it by SIGKILL."""
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)
        sys.exit()

    def _collect(self) -> None:
        self._ended.recv(MOST_BYTES)
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            connection = self._children.pop(pid)
            with suppress(KeyError):
                self._selector.unregister(connection)
            with suppress(OSError), connection:  # whoever ordered it may have gone
                connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


class Ending:
    """Ends a child once all has run that runs at the end of Python, and leaves the modules standing: to take them
    apart would copy the memory that all share, which costs more than many a test.
    """

    code = 1

    def come(self) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(self.code)


def main() -> None:
    ending = Ending()
    atexit.register(ending.come)  # before all others, so it comes after them
    nursery = Nursery(sys.argv[1])  # who comes early waits
    programs = {name: import_module(module) for name, module in PROGRAMS.items()}
    gc.collect()
    gc.freeze()  # so that a child's collector does not write on pages that all share
    order = nursery.serve()
    order.take_on()
    try:
        ending.code = programs[order.module].main() or 0
    except SystemExit as said:
        ending.code = said.code if isinstance(said.code, int) else int(said.code is not None)
        raise


if __name__ == "__main__":
    main()
