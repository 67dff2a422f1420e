"""A mail filter as OpenDMARC is one, to the mail server: it writes Authentication-Results on top of every mail.

The part of Sendmail's milter protocol, version 6, that this takes: agree to be told of nothing but a mail's end.
"""

import socketserver
import struct
import threading
from typing import Self

_INSERTS_HEADERS = 0x01
# connect, hello, sender, recipient, body, header, end of header, unknown command, DATA: none is wanted
_TELL_NOTHING = 0x01 | 0x02 | 0x04 | 0x08 | 0x10 | 0x20 | 0x40 | 0x100 | 0x200


class Milter:
    """`with Milter() as milter:`; `says` is the field's value, "" for a filter that writes none."""

    def __init__(self) -> None:
        self.says = ""
        self._server = _Server(("127.0.0.1", 0), _Session)
        self._server.milter = self

    @property
    def address(self) -> str:
        """As Postfix names it."""
        return f"inet:127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    milter: Milter


class _Session(socketserver.StreamRequestHandler):
    """A packet: its length, one letter, its data."""

    server: _Server

    def handle(self) -> None:
        while len(head := self.rfile.read(4)) == 4:
            packet = self.rfile.read(*struct.unpack("!I", head))
            letter = packet[:1]
            if letter == b"O":
                self._say(b"O", struct.pack("!III", 6, _INSERTS_HEADERS, _TELL_NOTHING))
            elif letter == b"E":
                self._finish()
            elif letter == b"Q":
                return

    def _finish(self) -> None:
        if says := self.server.milter.says:
            self._say(b"i", struct.pack("!I", 0) + b"Authentication-Results\0" + says.encode() + b"\0")
        self._say(b"a")

    def _say(self, letter: bytes, data: bytes = b"") -> None:
        self.wfile.write(struct.pack("!I", 1 + len(data)) + letter + data)
