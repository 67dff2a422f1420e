"""A name server of the test's own on loopback: real wire format, UDP and TCP on one port, and every kind of bad day."""

import socketserver
import threading
import time
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

from workflow.settings import Listen


def txt(text: str) -> str:
    """A TXT record's data, in pieces of 255 characters."""
    return " ".join(f'"{text[start : start + 255]}"' for start in range(0, len(text), 255))


class StubDns:
    """`zone`: {(name, type): [data, …]}. `silent` and `broken` hold ends of names; `asked` what was asked, in order."""

    def __init__(self) -> None:
        self.zone: dict[tuple[str, str], list[str]] = {}
        self.ttl = 300
        self.silent: set[str] = set()
        self.broken: set[str] = set()
        self.slow: dict[str, float] = {}
        self.asked: list[tuple[str, str]] = []

    def publish(self, name: str, kind: str, *data: str) -> None:
        self.zone[(name.lower(), kind)] = [txt(one) if kind == "TXT" else one for one in data]

    @property
    def address(self) -> Listen:
        return Listen("127.0.0.1", self._udp.server_address[1])

    def __enter__(self) -> "StubDns":
        self._udp, self._tcp = _on_one_port()
        for server in (self._udp, self._tcp):
            server.stub = self
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in (self._udp, self._tcp):
            server.shutdown()
            server.server_close()

    def answer(self, wire: bytes) -> dns.message.Message | None:
        query = dns.message.from_wire(wire)
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(query.question[0].rdtype)
        self.asked.append((name, kind))
        if _ends(name, self.silent):
            return None
        time.sleep(next((seconds for end, seconds in self.slow.items() if name.endswith(end)), 0))
        reply = dns.message.make_response(query)
        if _ends(name, self.broken):
            reply.set_rcode(dns.rcode.SERVFAIL)
            return reply
        if not self._add(reply, name, kind):
            known = any(one == name or one.endswith("." + name) for one, _ in self.zone)
            reply.set_rcode(dns.rcode.NOERROR if known else dns.rcode.NXDOMAIN)
        return reply

    def _add(self, reply: dns.message.Message, name: str, kind: str) -> bool:
        if alias := self.zone.get((name, "CNAME")):
            reply.answer.append(dns.rrset.from_text(f"{name}.", self.ttl, "IN", "CNAME", *alias))
            return self._add(reply, alias[0].rstrip("."), kind)
        if data := self.zone.get((name, kind)):
            reply.answer.append(dns.rrset.from_text(f"{name}.", self.ttl, "IN", kind, *data))
        return bool(data)


def _on_one_port() -> tuple["_Udp", "_Tcp"]:
    """A free port of TCP may be taken in UDP: then another."""
    while True:
        tcp = _Tcp(("127.0.0.1", 0), _TcpHandler)
        try:
            return _Udp(tcp.server_address, _UdpHandler), tcp
        except OSError:
            tcp.server_close()


def _ends(name: str, ends: set[str]) -> bool:
    return any(name.endswith(end) for end in ends)


class _Udp(socketserver.ThreadingUDPServer):
    daemon_threads = True
    stub: Any


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    stub: Any


class _UdpHandler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        wire, sock = self.request
        reply = self.server.stub.answer(wire)
        if reply is None:
            return
        whole = reply.to_wire()
        if len(whole) > 512:
            reply.answer.clear()
            reply.flags |= dns.flags.TC
            whole = reply.to_wire()
        sock.sendto(whole, self.client_address)


class _TcpHandler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        wire = self.rfile.read(int.from_bytes(self.rfile.read(2), "big"))
        reply = self.server.stub.answer(wire)
        if reply is not None:
            whole = reply.to_wire()
            self.wfile.write(len(whole).to_bytes(2, "big") + whole)
