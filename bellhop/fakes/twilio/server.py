"""The fake's HTTP: the REST API on one host, the bytes of media on another, callbacks from a thread of their own."""

import base64
import json
import queue
import threading
import time
import urllib.request
from collections.abc import Mapping, Sequence
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import urlsplit

from bellhop.fakes.twilio import callbacks, stage
from bellhop.fakes.twilio.account import FINAL, Account, Medium, Record
from bellhop.fakes.twilio.api import Reply, Request, answer
from bellhop.fakes.twilio.callbacks import Answer
from bellhop.fakes.twilio.faults import Fault, problem

NUMBER = "whatsapp:+14155238886"
FETCH_SECONDS = 10


class FakeTwilio:
    """`with FakeTwilio() as twilio:` then give the desk `twilio.url` as TWILIO_API_BASE, `twilio.account.sid` and `.token`.

    `statuses` are reported by themselves for each message that would be delivered; tests may empty it and report.
    """

    def __init__(self, account: Account | None = None, *, port: int = 0) -> None:
        self.account = account or Account()
        self.number = NUMBER
        self.incoming_url = ""  # of the desk's message webhook
        self.public_url = ""  # under which Twilio knows it, when a proxy stands between
        self.statuses: Sequence[str] = ("sent", "delivered")
        self.requests: list[Request] = []
        self.status_answers: list[Answer] = []
        self._faults: list[Fault] = []
        self._fates: list[int] = []
        self._media_urls: dict[str, list[str]] = {}  # of messages whose files Twilio has not read yet
        self._work: queue.Queue[tuple[Record, Sequence[str], int] | None] = queue.Queue()
        self._lock = threading.RLock()
        self._api = _serving(self._handler(is_media=False), port=port)
        self._cdn = _serving(self._handler(is_media=True), port=0)
        self._threads = [
            threading.Thread(target=target, name="fake twilio", daemon=True)
            for target in (self._api.serve_forever, self._cdn.serve_forever, self._call_back)
        ]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._api.server_address[1]}"

    @property
    def media_host(self) -> str:
        """host:port that has the bytes of media, where the API sends who asks for them."""
        return f"127.0.0.1:{self._cdn.server_address[1]}"

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._work.put(None)
        for server in (self._api, self._cdn):
            server.shutdown()
            server.server_close()
        for thread in self._threads:
            thread.join(FETCH_SECONDS)

    # What tests ask of it

    def guest_writes(
        self,
        sender: str,
        body: str = "",
        *,
        media: Sequence[Medium] = (),
        name: str = "Mia Sand",
        extra: Mapping[str, str] | None = None,
        deliver: bool = True,
    ) -> tuple[Record, Answer]:
        """A guest's WhatsApp from `sender` (+49…). Without `deliver` the webhook is never called."""
        with self._lock:
            record = self.account.receive(
                sender=f"whatsapp:{sender}", to=self.number, body=body, media=list(media)
            )
        return record, self.deliver(record, name=name, extra=extra) if deliver else Answer(0)

    def deliver(
        self, record: Record, *, name: str = "Mia Sand", extra: Mapping[str, str] | None = None
    ) -> Answer:
        """Calls the webhook of an incoming message (again)."""
        form = callbacks.incoming_form(
            self.account, record, media_base=self.url, name=name, extra=extra or {}
        )
        return callbacks.post(self.incoming_url, form, token=self.account.token, signed_url=self.public_url)

    def fail_next(self, *faults: Fault) -> None:
        """Faults of the next requests to the API, one each."""
        with self._lock:
            self._faults.extend(faults)

    def fail_delivery_next(self, *codes: int) -> None:
        """The next messages are taken, and later reported as failed with these codes."""
        with self._lock:
            self._fates.extend(codes)

    def sent(self) -> list[Record]:
        """What the desk has sent, in order."""
        with self._lock:
            return [record for record in self.account.records.values() if not record.is_inbound]

    def let_time_pass(self, span: timedelta) -> None:
        """All that was said before lies so much further back."""
        with self._lock:
            for record in self.account.records.values():
                record.at -= span

    def report(self, record: Record, status: str, *, code: int | None = None) -> Answer:
        """Calls the status callback of a message now, whatever was said before."""
        form = callbacks.status_form(self.account, record, status, code=code)
        told = callbacks.post(record.status_callback, form, token=self.account.token)
        with self._lock:
            self.status_answers.append(told)
        return told

    # What happens behind the API

    def _call_back(self) -> None:
        while (work := self._work.get()) is not None:
            record, statuses, fate = work
            fate = self._fetch_media(record) or fate
            for status in ("failed",) if fate else statuses:
                with self._lock:
                    if record.status not in FINAL:
                        record.status = status
                        record.error_code = fate or None
                if record.status_callback:
                    self.report(record, status, code=fate or None)

    def _fetch_media(self, record: Record) -> int:
        """Twilio reads the files from the desk; the code of its failure when it cannot."""
        for url in self._media_urls.pop(record.sid, ()):
            try:
                with urllib.request.urlopen(url, timeout=FETCH_SECONDS) as response:
                    medium = Medium(response.headers.get_content_type(), response.read())
            except (OSError, ValueError):
                return 63019
            with self._lock:
                record.media.append(medium)
        return 0

    def _handle(self, request: Request) -> tuple[Reply, Fault]:
        if request.path.startswith(stage.ROOT):
            return stage.played(self, request), Fault()
        with self._lock:
            self.requests.append(request)
            fault = self._faults.pop(0) if self._faults else Fault()
            if fault.status:
                return Reply(fault.status, problem(fault.status, fault.code)), fault
            reply = answer(self.account, request, cdn=f"http://{self.media_host}")
            if made := reply.created:
                self._media_urls[made.sid] = request.form.get("MediaUrl", [])
                fate = self._fates.pop(0) if self._fates else self.account.fate(made)
                self._work.put((made, tuple(self.statuses), fate))
            return reply, fault

    def _medium(self, path: str) -> Medium | None:
        sid = path.rpartition("/")[2]
        with self._lock:
            records = self.account.records.values()
            return next((medium for record in records for medium in record.media if medium.sid == sid), None)

    def _is_authentic(self, header: str) -> bool:
        expected = base64.b64encode(f"{self.account.sid}:{self.account.token}".encode()).decode()
        return header == f"Basic {expected}"

    def _handler(self, *, is_media: bool) -> type[BaseHTTPRequestHandler]:
        twilio = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = FETCH_SECONDS

            def do_GET(self) -> None:
                if is_media:
                    self._send_medium(twilio._medium(urlsplit(self.path).path))
                else:
                    self._serve("")

            def do_POST(self) -> None:
                self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

            def _serve(self, body: str) -> None:
                parts = urlsplit(self.path)
                is_authentic = twilio._is_authentic(self.headers.get("Authorization", ""))
                request = Request(self.command, parts.path, parts.query, body, is_authentic)
                reply, fault = twilio._handle(request)
                time.sleep(fault.seconds)
                if fault.hang_up:
                    self.close_connection = True
                    return
                content = b"" if reply.location else json.dumps(reply.value).encode()
                self.send_response(reply.status)
                if reply.location:
                    self.send_header("Location", reply.location)
                if fault.retry_after is not None:
                    self.send_header("Retry-After", str(fault.retry_after))
                self._end("application/json", content)

            def _send_medium(self, medium: Medium | None) -> None:
                status = 404 if medium is None else medium.error or 200
                self.send_response(status)
                if medium is None or status != 200:
                    self._end("text/plain", b"")
                else:
                    self._end(medium.content_type, medium.content)

            def _end(self, content_type: str, content: bytes) -> None:
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                """Tests look at `requests`."""

        return Handler


def _serving(handler: type[BaseHTTPRequestHandler], *, port: int) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    return server
