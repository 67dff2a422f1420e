"""A real S3-compatible server of the session: moto's, a process on a free port of this machine, or one that already runs.

BELLHOP_TEST_S3=http://KEY:SECRET@127.0.0.1:9000 names another, so that a second maker's hears the same tests.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import quote, unquote, urlsplit

from workflow.files.s3_address import read_address
from workflow.files.s3_signing import sign

_OTHER = urlsplit(os.environ.get("BELLHOP_TEST_S3", ""))
KEY, SECRET = unquote(_OTHER.username or "AKIDTEST"), unquote(_OTHER.password or "s3cret%2Fwith+signs")


@contextmanager
def s3_server() -> Iterator[str]:
    """Its address."""
    if _OTHER.hostname:
        yield f"http://{_OTHER.hostname}:{_OTHER.port}"
        return
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
    url = f"s3://{KEY}:{quote(SECRET, safe='')}@{name}/desk?region=us-east-1&endpoint={address}"
    made = sign(read_address(url), "PUT", "", now=datetime.now(UTC), seconds=60)
    urllib.request.urlopen(urllib.request.Request(made, method="PUT"), timeout=60).close()
    return url


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/moto-api/data.json", timeout=1).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the S3 server did not start")
