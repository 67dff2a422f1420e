"""The other side of the door: a process that sends mails over many connections and measures the time to 250.

`python -m bellhop.bench.smtp_load PORT PLAN` with PLAN as JSON (see Plan); prints one JSON object. Plain SMTP without
pipelining, one command at a time, on a bare selector so that the load costs little beside what it measures.
"""

import json
import random
import selectors
import socket
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass, field

HELLO = b"EHLO load.example\r\n"
MAIL = b"MAIL FROM:<mia@guest.example>\r\n"
DATA = b"DATA\r\n"


@dataclass(frozen=True)
class Plan:
    """`rate` 0: each client sends its next mail at once (closed loop); else mails a second, at random times."""

    recipient: str
    clients: int
    mails: int
    size: int
    rate: float = 0.0
    seed: int = 1


@dataclass
class Result:
    seconds: float = 0.0
    kept: int = 0
    refused: int = 0
    refusal: str = ""  # the last one
    milliseconds: list[float] = field(default_factory=list)


class Client:
    """One connection. `due` is when its present mail should have begun."""

    def __init__(self, port: int, plan: Plan) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._steps = (
            MAIL,
            f"RCPT TO:<{plan.recipient}>\r\n".encode(),
            DATA,
            make_mail(plan.size) + b".\r\n",
        )
        self._step = 0
        self.due = 0.0
        self._hello()

    def begin(self, due: float) -> None:
        self.due = due
        self._step = 0
        self.socket.sendall(self._steps[0])

    def heard(self) -> bytes | None:
        """Takes one reply; the last one of the mail is returned, None before that."""
        reply = self.socket.recv(4096)
        if not reply.endswith(b"\n"):
            raise ConnectionError(f"cut off: {reply!r}")
        self._step += 1
        if self._step == len(self._steps) or reply[:1] not in b"23":
            return reply
        self.socket.sendall(self._steps[self._step])
        return None

    def _hello(self) -> None:
        self.socket.recv(4096)
        self.socket.sendall(HELLO)
        reply = b"250-"
        while not reply.splitlines()[-1].startswith(b"250 "):
            reply += self.socket.recv(4096)


def make_mail(size: int) -> bytes:
    """A plain mail of about `size` bytes."""
    head = b"From: Mia Sand <mia@guest.example>\r\nTo: desk\r\nSubject: Towels\r\nMessage-ID: <1@guest.example>\r\n\r\n"
    line = b"Could you please send two more towels to room 12, and a pot of tea?\r\n"
    return head + line * max(1, (size - len(head)) // len(line))


def run(port: int, plan: Plan) -> Result:
    selector = selectors.DefaultSelector()
    clients = [Client(port, plan) for _ in range(plan.clients)]
    for client in clients:
        selector.register(client.socket, selectors.EVENT_READ, client)
    result = Result()
    began = time.perf_counter()
    (_open_loop if plan.rate else _closed_loop)(selector, clients, plan, result)
    result.seconds = time.perf_counter() - began
    return result


def _closed_loop(selector: selectors.BaseSelector, clients: list[Client], plan: Plan, result: Result) -> None:
    left = plan.mails - len(clients)
    for client in clients:
        client.begin(time.perf_counter())
    done = 0
    while done < plan.mails:
        for client in _finished(selector, None, result):
            done += 1
            if left > 0:
                left -= 1
                client.begin(time.perf_counter())


def _open_loop(selector: selectors.BaseSelector, clients: list[Client], plan: Plan, result: Result) -> None:
    chance = random.Random(plan.seed)
    due = time.perf_counter() + 0.05
    arrivals: deque[float] = deque()
    for _ in range(plan.mails):
        due += chance.expovariate(plan.rate)
        arrivals.append(due)
    idle, done = deque(clients), 0
    while done < plan.mails:
        while arrivals and idle and arrivals[0] <= time.perf_counter():
            idle.popleft().begin(arrivals.popleft())
        pause = max(0.0, arrivals[0] - time.perf_counter()) if arrivals and idle else None
        for client in _finished(selector, pause, result):
            done += 1
            idle.append(client)


def _finished(selector: selectors.BaseSelector, pause: float | None, result: Result) -> list[Client]:
    finished = []
    for key, _ in selector.select(pause):
        client: Client = key.data
        reply = client.heard()
        if reply is not None:
            result.milliseconds.append((time.perf_counter() - client.due) * 1000)
            kept = reply.startswith(b"250")
            result.kept += kept
            if not kept:
                result.refused += 1
                result.refusal = reply.decode()
            finished.append(client)
    return finished


if __name__ == "__main__":
    print(json.dumps(asdict(run(int(sys.argv[1]), Plan(**json.loads(sys.argv[2]))))))
