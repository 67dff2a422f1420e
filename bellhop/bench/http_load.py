"""Posts prepared requests over a few connections that stay open, and times each answer. A process of its own.

`python -m bellhop.bench.http_load PLAN` with a Plan as JSON; prints a Result as JSON.
"""

import asyncio
import json
import secrets
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from urllib.parse import urlencode, urlsplit

from bellhop.fakes.twilio.callbacks import signature


@dataclass(frozen=True)
class Plan:
    """`form` is posted `requests` times, each with a MessageSid of its own; without a token nothing is signed."""

    url: str
    signed_url: str
    token: str
    form: dict[str, str]
    connections: int
    requests: int


@dataclass(frozen=True)
class Result:
    seconds: float
    milliseconds: list[float]
    statuses: dict[str, int]


def prepared(plan: Plan) -> list[bytes]:
    """The requests as bytes: making them must not count."""
    parts = urlsplit(plan.url)
    made = []
    for _ in range(plan.requests):
        form = {**plan.form, "MessageSid": f"SM{secrets.token_hex(16)}"}
        body = urlencode(form).encode()
        head = f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: {len(body)}\r\n"
        head += "Content-Type: application/x-www-form-urlencoded\r\n"
        if plan.token:
            head += f"X-Twilio-Signature: {signature(plan.signed_url, form, token=plan.token)}\r\n"
        made.append(head.encode() + b"\r\n" + body)
    return made


async def run(plan: Plan) -> Result:
    parts = urlsplit(plan.url)
    waiting = iter(prepared(plan))
    times: list[float] = []
    statuses: Counter[str] = Counter()

    async def one_connection() -> None:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        for request in waiting:
            began = time.perf_counter()
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            await reader.readexactly(_length(head))
            times.append((time.perf_counter() - began) * 1000)
            statuses[head[9:12]] += 1
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one_connection() for _ in range(plan.connections)))
    return Result(time.perf_counter() - began, times, dict(statuses))


def _length(head: str) -> int:
    for line in head.split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            return int(value)
    return 0


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(run(Plan(**json.loads(sys.argv[1])))))))
