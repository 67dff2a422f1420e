"""A bucket that refuses, is busy, breaks off or is away: each is temporary, and nothing of it is taken for an answer (R-API-1)."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from workflow.errors import FilesUnavailable, NotFound
from workflow.files import FileStore
from workflow.files.s3 import Bucket
from workflow.files.shelf import Shelf

SLOW_DOWN = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"


class Answers(ThreadingHTTPServer):
    """Gives every request the same answer; status 0: hangs up in the middle of the body."""

    daemon_threads = True
    block_on_close = False
    status, body = 500, b""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"s3://a:sesame@box?endpoint=http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        server = self.server
        assert isinstance(server, Answers)
        server.asked.append(self.command)
        if server.status == 0:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it")
            self.close_connection = True
            return
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(server.status)
        self.send_header("Content-Length", str(len(server.body)))
        self.send_header("ETag", '"e"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(server.body)

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = _answer

    def log_message(self, *_said: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Answers]:
    with Answers() as answers:
        threading.Thread(target=answers.serve_forever, args=(0.01,), daemon=True).start()
        yield answers
        answers.shutdown()


ACTS: dict[str, Callable[[Shelf], object]] = {
    "write": lambda shelf: shelf.write("k", b"words"),
    "read": lambda shelf: shelf.read("k"),
    "size": lambda shelf: shelf.size("k"),
    "delete": lambda shelf: shelf.delete("k"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", [400, 401, 403, 500, 503])
def test_every_refusal_is_temporary_and_says_nothing_of_the_key(
    server: Answers, act: str, status: int
) -> None:
    """R-API-1: 503 is SlowDown, and is asked again before that."""
    server.status, server.body = status, SLOW_DOWN
    with pytest.raises(FilesUnavailable) as caught:
        ACTS[act](Bucket(server.url))
    assert "sesame" not in f"{caught.value}{caught.value.__cause__}"
    assert len(server.asked) == (3 if status >= 500 else 1)


def test_a_file_that_is_missing_is_missing_and_a_bucket_that_is_missing_is_trouble(server: Answers) -> None:
    """R-API-1: a wrong name in the settings must not look like lost files."""
    server.status, server.body = 404, b"<Error><Code>NoSuchKey</Code></Error>"
    bucket = Bucket(server.url)
    assert bucket.size("k") is None
    bucket.delete("k")
    with pytest.raises(NotFound):
        bucket.read("k")
    server.body = b"<Error><Code>NoSuchBucket</Code></Error>"
    with pytest.raises(FilesUnavailable):
        bucket.read("k")


def test_half_an_answer_is_none(server: Answers) -> None:
    """R-API-1: it broke off in the middle; half of a file is never handed out."""
    server.status = 0
    with pytest.raises(FilesUnavailable):
        Bucket(server.url).read("k")


def test_a_place_that_is_away_at_the_start_may_come_back(server: Answers) -> None:
    """R-API-1: nothing is asked before it is needed, and the same object works once the place is back."""
    files = FileStore("s3://a:sesame@box?endpoint=http://127.0.0.1:9")
    with pytest.raises(FilesUnavailable):
        files.put(1, b"words")
    server.status = 503
    files = FileStore(server.url)
    with pytest.raises(FilesUnavailable):
        files.put(1, b"words")
    server.status = 200
    files.put_beside(1, "k", b"words")
