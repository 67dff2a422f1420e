"""A real S3-compatible server of the session: moto's, a process on a free port of this machine."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

KEY, SECRET = "AKIDTEST", "s3cret/with+signs"


@contextmanager
def s3_server() -> Iterator[str]:
    """Its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def make_bucket(address: str, name: str) -> str:
    """Its STORAGE_URL."""
    urllib.request.urlopen(urllib.request.Request(f"{address}/{name}", method="PUT"), timeout=10).close()
    secret = SECRET.replace("/", "%2F").replace("+", "%2B")
    return f"s3://{KEY}:{secret}@{name}/desk?region=us-east-1&endpoint={address}"


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/moto-api/data.json", timeout=1).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the S3 server did not start")
