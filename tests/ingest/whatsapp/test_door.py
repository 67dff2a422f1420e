"""The webhook door as a process: what is Twilio's is kept before it is answered, all else costs no database."""

import contextlib
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bellhop.fakes.twilio import FakeTwilio, callbacks
from tests import builders
from tests.flows.desk import SECRET, free_port
from tests.processes import wait_until
from tests.programs import start_program
from workflow import clock
from workflow.database import hotel, rows
from workflow.http_server import THREADS
from workflow.models import Effect, Inbox, InboxChunk, ProviderReport
from workflow.sealing import Keys
from workflow.services import whatsapp_channels

NUMBER = "+14155238886"
MIA = "+491701234567"
SERVICE = "MG" + "1" * 32


@dataclass
class Door:
    """A running door, its channel, and Twilio on the other side."""

    url: str
    channel_id: int
    hotel_id: int
    twilio: FakeTwilio
    public_url: str

    def route(self, kind: str = "message", channel: int | None = None) -> str:
        return f"{self.url}/twilio/{channel or self.channel_id}/{kind}"

    def public_route(self, kind: str = "message") -> str:
        return f"{self.public_url}/twilio/{self.channel_id}/{kind}"

    def post(self, form: dict[str, str], *, kind: str = "message", **options: str) -> int:
        options.setdefault("signed_url", self.public_route(kind))
        return callbacks.post(self.route(kind), form, token=self.twilio.account.token, **options).status

    def form(self, body: str = "No towels", **extra: str) -> dict[str, str]:
        record, _ = self.twilio.guest_writes(MIA, body, deliver=False)
        return callbacks.incoming_form(
            self.twilio.account, record, media_base=self.twilio.url, name="Mia", extra=extra
        )

    def kept(self) -> list[str]:
        """The bodies of the inbox rows' chunks, as they came."""
        with hotel(self.hotel_id):
            return [bytes(chunk.data).decode() for chunk in InboxChunk.select().order_by(InboxChunk.inbox_id)]


@pytest.fixture
def door(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Door]:
    at = builders.make_hotel()
    with FakeTwilio() as twilio:
        account = whatsapp_channels.Account(twilio.account.sid, twilio.account.token, SERVICE)
        with hotel(at.id):
            channel = whatsapp_channels.add(
                at.id, NUMBER, account, display_name="Aurora", keys=Keys(SECRET), now=clock.now()
            )
        port = free_port()
        public = "https://hooks.hotel.example"
        environ = {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "BELLHOP_HOME": str(tmp_path),
            "BELLHOP_SECRET": SECRET,
            "HOOKS_LISTEN": f"127.0.0.1:{port}",
            "HOOKS_PUBLIC_URL": public,
        }
        process = start_program("ingest.whatsapp", environ=environ)
        running = Door(f"http://127.0.0.1:{port}", channel.id, at.id, twilio, public)
        twilio.incoming_url, twilio.public_url = running.route(), running.public_route()
        try:
            wait_until(
                lambda: callbacks.post(running.route(), {}, token="x").status != 0, what="the door listens"
            )
            yield running
        finally:
            process.terminate()
            process.wait(60)


def test_a_signed_message_is_kept_as_it_came_and_answered_with_empty_twiml(door: Door) -> None:
    """R-WA-1: behind a proxy; the Host header says something else than what Twilio signed."""
    _, answer = door.twilio.guest_writes(MIA, "Grüße 👋 & towels")
    assert (answer.status, answer.body) == (200, '<?xml version="1.0" encoding="UTF-8"?><Response/>')
    assert answer.content_type.startswith("text/xml")
    (kept,) = door.kept()
    assert "Gr%C3%BC%C3%9Fe" in kept
    with hotel(door.hotel_id):
        assert Inbox.get().door == "whatsapp"
        assert Effect.get().inbox_id == Inbox.get().id


def test_a_messaging_services_number_is_ours_too(door: Door) -> None:
    """R-WA-1: Messaging-Service numbers send MessagingServiceSid."""
    assert door.post({**door.form(), "To": "whatsapp:+15550001111", "MessagingServiceSid": SERVICE}) == 200


def test_a_service_of_several_hotels_leads_no_message_to_the_wrong_one(door: Door) -> None:
    """R-WA-1: the number it was written to is set up at another route; Twilio's list shows it to that one."""
    other = builders.make_hotel("OTH", name="Other")
    account = whatsapp_channels.Account(door.twilio.account.sid, door.twilio.account.token, SERVICE)
    with hotel(other.id):
        channel = whatsapp_channels.add(
            other.id, "+14155550000", account, display_name="", keys=Keys(SECRET), now=clock.now()
        )
    url = door.route(channel=channel.id)
    wait_until(lambda: callbacks.post(url, {}, token="x").status == 403, what="the new number is known")
    form = {**door.form(), "To": "whatsapp:+14155550000", "MessagingServiceSid": SERVICE}
    assert door.post(form) == 403
    assert door.kept() == []


def test_a_report_is_kept_once_with_what_must_follow(door: Door) -> None:
    """R-WA-7: the same again changes nothing."""
    form = {
        "MessageSid": "SM" + "a" * 32,
        "MessageStatus": "failed",
        "ErrorCode": "63016",
        "From": f"whatsapp:{NUMBER}",
        "AccountSid": door.twilio.account.sid,
    }
    assert [door.post(form, kind="status") for _ in range(3)] == [204, 204, 204]
    with hotel(door.hotel_id):
        assert [(report.status, report.code) for report in ProviderReport.select()] == [("failed", 63016)]
        assert Effect.select().where(Effect.kind == "apply_report").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"header": ""},
        {"header": "x" * 5000},
        {"header": "Zm9v"},
        {"signed_url": "https://evil.example/twilio/1/message"},
    ],
)
def test_what_is_not_signed_is_refused_without_a_word(door: Door, change: dict[str, str]) -> None:
    """R-WA-1"""
    assert door.post(door.form(), **change) == 403
    assert door.kept() == []


@pytest.mark.parametrize("change", [{"AccountSid": "AC" + "0" * 32}, {"To": "whatsapp:+15550001111"}])
def test_a_good_signature_about_somebody_else_is_refused(door: Door, change: dict[str, str]) -> None:
    """R-WA-1: the secret of the route's channel, the account and the number of that channel."""
    assert door.post({**door.form(), **change}) == 403
    assert door.kept() == []


def test_another_channels_token_opens_nothing(door: Door) -> None:
    with hotel(door.hotel_id):
        other = whatsapp_channels.add(
            door.hotel_id,
            "+14155550000",
            whatsapp_channels.Account("AC" + "b" * 32, "c" * 32),
            display_name="Bar",
            keys=Keys(SECRET),
            now=clock.now(),
        )
    signed_url = f"{door.public_url}/twilio/{other.id}/message"
    url = door.route(channel=other.id)
    wait_until(lambda: callbacks.post(url, {}, token="x").status == 403, what="the new number is known")
    assert (
        callbacks.post(url, door.form(), token=door.twilio.account.token, signed_url=signed_url).status == 403
    )


def test_unknown_channels_are_404_and_cost_at_most_a_look_up_now_and_then(door: Door) -> None:
    """R-WA-1"""
    with hotel(door.hotel_id):
        before = _calls()
    statuses = {callbacks.post(door.route(channel=999_000 + n), {}, token="x").status for n in range(200)}
    assert statuses == {404}
    with hotel(door.hotel_id):
        assert _calls() - before < 60


def _calls() -> int:
    """Transactions of this database so far."""
    return int(rows("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")[0][0])


@pytest.mark.parametrize("path", ["/", "/twilio/x/message", "/twilio/1", "/twilio/1/other"])
def test_other_pages_are_not_here(door: Door, path: str) -> None:
    assert callbacks.post(door.url + path, {}, token="x").status == 404


def test_huge_and_broken_bodies_end_in_4xx(door: Door) -> None:
    assert door.post({"Body": "x" * 400_000}) == 413
    request = urllib.request.Request(door.route(), data=b"\xff\xfe%%%&&==", method="POST")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    assert refused.value.code == 403
    refused.value.close()
    assert door.kept() == []


def test_a_flood_of_unsigned_requests_does_not_hold_up_a_signed_one(door: Door) -> None:
    """R-WA-1: a bounded flood from a few connections; the guest's message is kept in the middle of it."""
    flood = subprocess.Popen(
        [sys.executable, "-c", FLOOD, door.route().removeprefix("http://")], stdout=subprocess.PIPE, text=True
    )
    assert flood.stdout is not None
    assert flood.stdout.readline() == "begun\n"
    _, answer = door.twilio.guest_writes(MIA, "No towels")
    assert flood.poll() is None, "it was not over yet"
    assert flood.wait(60) == 0
    flood.stdout.close()
    assert answer.status == 200


def test_who_sends_slowly_does_not_keep_the_door_shut(door: Door) -> None:
    """R-WA-1: more of them than there are threads, a byte now and then, each in the middle of its request."""
    head = "POST /twilio/1/message HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n"
    slow = [
        socket.create_connection(("127.0.0.1", int(door.url.rpartition(":")[2]))) for _ in range(THREADS + 4)
    ]
    for number, one in enumerate(slow):
        one.sendall(f"{head}{chr(13) + chr(10) if number % 2 else 'X-Slow: '}".encode())
    stop = threading.Event()
    dripping = threading.Thread(target=_drip, args=(slow, stop))
    dripping.start()
    try:
        _, answer = door.twilio.guest_writes(MIA, "No towels")
    finally:
        stop.set()
        dripping.join()
        for one in slow:
            one.close()
    assert answer.status == 200
    assert len(door.kept()) == 1


def _drip(connections: list[socket.socket], stop: threading.Event) -> None:
    while not stop.wait(0.3):
        for one in connections:
            with contextlib.suppress(OSError):
                one.sendall(b"x")


FLOOD = """
import http.client, sys, threading
host, _, path = sys.argv[1].partition("/")
def post():
    connection = http.client.HTTPConnection(host, timeout=60)
    for number in range(250):
        connection.request("POST", "/" + path, "Body=x&MessageSid=SM1", {"Content-Type": "application/x-www-form-urlencoded"})
        response = connection.getresponse(); response.read()
        assert response.status == 403, response.status
        if number == 20: print("begun", flush=True)
threads = [threading.Thread(target=post) for _ in range(4)]
[thread.start() for thread in threads]; [thread.join() for thread in threads]
"""
