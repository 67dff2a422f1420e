"""Webhooks from what happens to a ticket to a real receiver on loopback (R-WF-8), verified by the reference package."""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import WebhookVerificationError

from tests.builders import (
    Colleague,
    make_answer,
    make_channel,
    make_guest,
    make_hotel,
    make_member,
    make_room,
    make_ticket,
)
from tests.processes import wait_until
from tests.worker.receiver import Receiver, receiving
from worker.egress import EgressClient
from worker.hook_sender import HookSender
from worker.transports.http import HttpPost
from workflow import clock, webhook_events
from workflow.database import hotel
from workflow.desk import Desk
from workflow.files import FileStore
from workflow.models import Deadline, Effect, Hotel, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from workflow.sealing import Keys
from workflow.services import (
    delivery,
    dispatch,
    outbox,
    tickets,
    timers,
    webhook_deliveries,
    webhook_endpoints,
)
from workflow.services.letter_rows import read as read_rows
from workflow.services.webhook_endpoints import Draft
from workflow.settings import Settings
from workflow.values import EffectKind, EffectState, Role, State
from workflow.webhooks import EventType

ALL = tuple(EventType)


class Sending:
    """Hotel Aurora with its owner, and a sender whose rounds a test makes; the clock is moved with `later`."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        known = dataclasses.replace(settings, egress_allow_private=True, retry_scale=1.0)
        self.desk = Desk(known, Keys(known.secret), FileStore(known.storage_url))
        self.hotel: Hotel = make_hotel()
        self.channel = make_channel(self.hotel)
        self.owner: Colleague = make_member(self.hotel, Role.OWNER, email="ola@aurora.example", name="Ola")
        self.ana = make_member(self.hotel)
        self.sender = HookSender(self.desk)
        self._offset, self._file = 0.0, folder / "offset"
        clock.use_offset_file(self._file)

    def endpoint(self, url: str, events: tuple[str, ...] = ALL) -> tuple[WebhookEndpoint, str]:
        with hotel(self.hotel.id):
            return webhook_endpoints.create(
                self.hotel.id,
                Draft(url, events),
                allow_private=True,
                keys=self.desk.keys,
                actor=self.owner.actor,
                now=clock.now(),
            )

    def later(self, span: timedelta) -> None:
        self._offset += span.total_seconds()
        self._file.write_text(str(self._offset))

    def send_all(self) -> int:
        """Rounds until nothing is due any more."""
        sent = 0
        while tried := self.sender.round():
            sent += tried
        return sent

    def deliveries(self) -> list[WebhookDelivery]:
        with hotel(self.hotel.id):
            return list(WebhookDelivery.select().order_by(WebhookDelivery.id))

    def attempts(self) -> list[WebhookAttempt]:
        with hotel(self.hotel.id):
            return list(WebhookAttempt.select().order_by(WebhookAttempt.id))

    def reload(self, endpoint: WebhookEndpoint) -> WebhookEndpoint:
        with hotel(self.hotel.id):
            return WebhookEndpoint.get_by_id(endpoint.id)

    def effects(self, kind: EffectKind) -> list[Effect]:
        with hotel(self.hotel.id):
            return list(Effect.select().where(Effect.kind == kind).order_by(Effect.id))


@pytest.fixture
def sending(settings: Settings, tmp_path: Path) -> Iterator[Sending]:
    yield Sending(settings, tmp_path)
    clock.use_offset_file(None)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


def test_a_new_ticket_reaches_the_receiver_signed_and_without_what_is_the_guests(
    sending: Sending, receiver: Receiver
) -> None:
    """R-WF-8, R-TKT-13: Sensitive values never leave."""
    _, secret = sending.endpoint(receiver.url)
    guest = make_guest(sending.hotel, "Mia Sand", phone="+391701234567")
    ticket = make_ticket(
        sending.hotel,
        "Call +39 170 123 45 67 or mia@guest.example, card 4111 1111 1111 1111",
        description="My secret wish",
        guest=guest,
        room=make_room(sending.hotel),
    )
    sending.send_all()
    (came,) = [one for one in receiver.came if one.type == "ticket.created"]
    came.verify(secret)
    assert came.headers["content-type"] == "application/json"
    assert came.json["id"] == came.id
    assert came.json["hotelId"] == str(sending.hotel.id)
    told = came.json["data"]["ticket"]
    assert (told["pid"], told["state"], told["room"]["number"]) == (ticket.pid, "open", "12")
    assert told["subject"] == "Call **** or ****, card **** 1111"
    for word in (b"Mia", b"mia@", b"170", b"secret wish", b"4111"):
        assert word not in came.body


def test_each_thing_that_happens_to_a_ticket_has_its_type(sending: Sending, receiver: Receiver) -> None:
    """R-WF-8: created, commented, assigned, closed, reopened, in their order; sequence rises."""
    sending.endpoint(receiver.url)
    ticket = make_ticket(sending.hotel, channel=sending.channel, assignee=sending.ana)
    make_answer(ticket, "They are on their way.", sending.ana)
    with hotel(sending.hotel.id):
        for state in (State.CLOSED, State.OPEN):
            locked = tickets.lock(ticket.id)
            tickets.move(locked, state, actor=sending.ana.actor, now=clock.now())
        tickets.note(
            tickets.lock(ticket.id), "Between us", actor=sending.ana.actor, now=clock.now(), channel="panel"
        )
    sending.send_all()
    types = [one.type for one in receiver.came]
    assert [type for type in types if type != "ticket.updated"] == [
        "ticket.created",
        "ticket.assigned",
        "ticket.commented",
        "ticket.closed",
        "ticket.reopened",
        "ticket.commented",
    ]
    sequences = [one.json["sequence"] for one in receiver.came]
    assert sequences == sorted(set(sequences))
    note = receiver.came[-1].json["data"]["message"]
    assert (note["isInternal"], note["author"]["name"]) == (True, "Ana")
    assert b"Between us" not in receiver.came[-1].body


def test_an_answer_that_could_not_be_delivered_is_told_with_its_message(
    sending: Sending, receiver: Receiver
) -> None:
    """R-WF-8: message.failed, after the mail was given up."""
    sending.endpoint(receiver.url, (EventType.MESSAGE_FAILED,))
    ticket = make_ticket(sending.hotel, channel=sending.channel, assignee=sending.ana)
    message = make_answer(ticket, "They are on their way.", sending.ana)
    with hotel(sending.hotel.id):
        delivery.answer_failed(message, "No such user mia@guest.example.", now=clock.now())
    sending.send_all()
    (came,) = receiver.came
    told = came.json["data"]["message"]
    assert (told["id"], told["delivery"]["state"]) == (str(message.id), "failed")
    assert b"mia@guest.example" not in came.body


def test_what_is_about_no_ticket_is_told_too(sending: Sending, receiver: Receiver) -> None:
    """R-QR-1: the QR desk says what it did with a code, never the code."""
    sending.endpoint(receiver.url, (EventType.QR_ISSUED,))
    with hotel(sending.hotel.id):
        for type in (EventType.QR_ISSUED, EventType.QR_VALIDATED):
            webhook_events.happened(sending.hotel.id, type, {"qr": {"id": "7"}}, now=clock.now())
    sending.send_all()
    assert [(one.type, one.json["data"]) for one in receiver.came] == [("qr.issued", {"qr": {"id": "7"}})]


def test_only_what_an_endpoint_asked_for_is_told_to_it(sending: Sending, receiver: Receiver) -> None:
    sending.endpoint(receiver.url, (EventType.TICKET_CLOSED,))
    make_ticket(sending.hotel, assignee=sending.ana)
    assert sending.send_all() == 0
    assert sending.deliveries() == []


def test_another_hotels_endpoint_hears_nothing(sending: Sending, receiver: Receiver) -> None:
    """R-WEB-3"""
    sending.endpoint(receiver.url)
    make_ticket(make_hotel("BEL", name="Bellevue"))
    assert sending.send_all() == 0


def test_two_refusals_and_then_one_delivery_of_one_event(sending: Sending) -> None:
    """R-WF-8: 500, 500, 200 → the same webhook-id three times, taken once, a log of three."""
    with receiving(500, 500, 200) as receiver:
        sending.endpoint(receiver.url, (EventType.TICKET_CREATED,))
        make_ticket(sending.hotel)
        for _ in range(3):
            sending.send_all()
            sending.later(timedelta(minutes=2))
    assert len({one.id for one in receiver.came}) == 1
    assert len({one.body for one in receiver.came}) == 1
    assert len(receiver.came) == 3
    (done,) = sending.deliveries()
    assert done.state == "delivered"
    assert [one.status for one in sending.attempts()] == [500, 500, 200]
    assert sending.attempts()[0].answer == "thank you"


def test_each_try_is_signed_with_its_own_time(sending: Sending) -> None:
    """A receiver refuses what is older than five minutes; a retry after an hour is signed anew."""
    with receiving(500, 200) as receiver:
        _, secret = sending.endpoint(receiver.url, (EventType.TICKET_CREATED,))
        make_ticket(sending.hotel)
        sending.send_all()
        receiver.came[0].verify(secret)
        sending.later(timedelta(seconds=60))
        sending.send_all()
    first, second = (int(one.headers["webhook-timestamp"]) for one in receiver.came)
    assert second - first >= 60
    receiver.came[1].verify(secret)


def test_gone_switches_the_endpoint_off_and_tells_the_owner_by_mail(sending: Sending) -> None:
    """R-WF-8: 410 disables."""
    with receiving(410) as receiver:
        endpoint, _ = sending.endpoint(receiver.url)
        make_ticket(sending.hotel, assignee=sending.ana)
        sending.send_all()
    assert len(receiver.came) == 1
    now_off = sending.reload(endpoint)
    assert (now_off.enabled, now_off.off_because) == (False, "It answered 410 Gone.")
    assert {one.state for one in sending.deliveries()} == {"failed", "dropped"}
    assert sending.effects(EffectKind.SEND_WEBHOOK)
    assert all(one.state == EffectState.DONE for one in sending.effects(EffectKind.SEND_WEBHOOK))
    (mail,) = sending.effects(EffectKind.SEND_ENDPOINT_OFF)
    assert mail.member_id == sending.owner.staff_id
    dispatch.hand_over(now=clock.now(), limit=100)
    claim = next(one for one in outbox.claim([mail.id], now=clock.now(), lease=timedelta(seconds=30)))
    with hotel(sending.hotel.id):
        letter = delivery.letter_of(claim, read_rows([claim]), desk=sending.desk, now=clock.now())
    assert letter is not None
    assert (letter.to_address, letter.words, letter.error) == (  # type: ignore[union-attr]
        "ola@aurora.example",
        endpoint.url,
        "It answered 410 Gone.",
    )


def test_an_endpoint_that_takes_nothing_for_days_is_switched_off(sending: Sending) -> None:
    with receiving(500) as receiver:
        endpoint, _ = sending.endpoint(receiver.url, (EventType.TICKET_CREATED,))
        make_ticket(sending.hotel)
        sending.send_all()
        sending.later(timedelta(days=5, minutes=1))
        sending.send_all()
    off = sending.reload(endpoint)
    assert not off.enabled
    assert off.off_because.startswith("It took nothing for 5 days: It answered 500.")
    assert len(sending.effects(EffectKind.SEND_ENDPOINT_OFF)) == 1


def test_while_a_secret_is_changed_both_sign_for_a_day(sending: Sending, receiver: Receiver) -> None:
    """R-WF-8: rotation."""
    endpoint, old = sending.endpoint(receiver.url, (EventType.TICKET_CREATED,))
    with hotel(sending.hotel.id):
        new = webhook_endpoints.rotate_secret(
            endpoint, keys=sending.desk.keys, actor=sending.owner.actor, now=clock.now()
        )
    make_ticket(sending.hotel)
    sending.send_all()
    for secret in (old, new):
        receiver.came[0].verify(secret)
    sending.later(timedelta(days=1, minutes=1))
    make_ticket(sending.hotel)
    sending.send_all()
    assert len(receiver.came[1].headers["webhook-signature"].split()) == 1
    with pytest.raises(WebhookVerificationError):
        receiver.came[1].verify(old)


def test_what_was_sent_but_not_recorded_is_sent_again_under_its_id(
    sending: Sending, receiver: Receiver
) -> None:
    """R-WF-7: the worker died after the receiver had taken it."""
    sending.endpoint(receiver.url, (EventType.TICKET_CREATED,))
    make_ticket(sending.hotel)
    (effect,) = sending.effects(EffectKind.SEND_WEBHOOK)
    (claim,) = outbox.claim([effect.id], now=clock.now(), lease=timedelta(seconds=20))
    with hotel(sending.hotel.id):
        outgoing = webhook_deliveries.outgoing(claim, keys=sending.desk.keys, now=clock.now())
    assert outgoing is not None
    tried = HttpPost(EgressClient(allow_private=True)).send(outgoing)
    sending.later(timedelta(seconds=30))
    dispatch.take_back_lost(now=clock.now())
    sending.later(timedelta(seconds=10))
    assert sending.send_all() == 1
    assert len(receiver.came) == 2
    assert len({one.id for one in receiver.came}) == 1
    with hotel(sending.hotel.id):
        late = webhook_deliveries.record(claim, outgoing, tried, desk=sending.desk, now=clock.now())
    assert late
    assert [one.state for one in sending.deliveries()] == ["delivered"]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "[::]",
        "169.254.169.254",
        "10.0.0.1",
        "2130706433",
    ],
)
def test_an_address_inside_is_never_called(sending: Sending, receiver: Receiver, host: str) -> None:
    """R-WF-8: SSRF-safe, whichever way the address is written, at the moment it is called."""
    port = receiver.url.rpartition(":")[2]
    sending.endpoint(f"http://{host}:{port}", (EventType.TICKET_CREATED,))
    sending.sender = HookSender(sending.desk, post=HttpPost(EgressClient(allow_private=False)))
    make_ticket(sending.hotel)
    sending.send_all()
    assert receiver.came == []
    (tried,) = sending.attempts()
    assert tried.status is None
    assert tried.error.endswith("is not a public address.")
    assert [one.state for one in sending.deliveries()] == ["failed"]


def test_a_name_that_leads_inside_is_never_called(
    sending: Sending, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-WF-8: DNS that answers 127.0.0.1 for a public name."""
    port = int(receiver.url.rpartition(":")[2].partition("/")[0])
    answer: list[Any] = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    sending.endpoint(f"http://hooks.partner.example:{port}/", (EventType.TICKET_CREATED,))
    make_ticket(sending.hotel)
    sending.sender = HookSender(sending.desk, post=HttpPost(EgressClient(allow_private=False)))
    with monkeypatch.context() as patch:
        resolve = socket.getaddrinfo
        patch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *rest, **named: answer if "partner" in str(host) else resolve(host, *rest, **named),
        )
        sending.send_all()
    assert receiver.came == []
    assert sending.attempts()[0].error == "hooks.partner.example is not a public address."


def test_a_redirect_is_not_followed(sending: Sending, receiver: Receiver) -> None:
    """R-WF-8: SSRF-safe."""
    with receiving(307) as sends_on:
        sends_on.headers["Location"] = receiver.url
        endpoint, _ = sending.endpoint(sends_on.url, (EventType.TICKET_CREATED,))
        make_ticket(sending.hotel)
        sending.send_all()
    assert receiver.came == []
    assert sending.reload(endpoint).last_error == "It answered 307, a redirect; webhooks follow none."


def test_an_endpoint_that_cannot_be_reached_rests_and_the_others_go_on(
    sending: Sending, receiver: Receiver
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        dead, _ = sending.endpoint(f"http://127.0.0.1:{nobody.getsockname()[1]}/")
        sending.endpoint(receiver.url, (EventType.TICKET_CREATED,))
        for _ in range(3):
            make_ticket(sending.hotel)
        sending.send_all()
    assert len(receiver.came) == 3
    assert [one.error for one in sending.attempts() if one.status is None] == [
        "127.0.0.1 could not be reached."
    ]
    rests = sending.reload(dead)
    assert rests.rest_until is not None
    assert rests.rest_until > clock.now() + timedelta(seconds=20)


def test_one_endpoint_is_served_by_one_thread_at_a_time(sending: Sending, receiver: Receiver) -> None:
    """A slow endpoint holds one thread, and its events stay in order."""
    sending.endpoint(receiver.url, (EventType.TICKET_CREATED,))
    make_ticket(sending.hotel)
    receiver.hold.clear()
    sending.sender.start()
    try:
        wait_until(lambda: len(receiver.came) == 1, what="the first request")
        make_ticket(sending.hotel)
        assert HookSender(sending.desk).round() == 0
        receiver.hold.set()
        wait_until(lambda: len(receiver.came) == 2, what="the second request")
    finally:
        receiver.hold.set()
        sending.sender.stop()


def test_a_receiver_that_asks_for_time_gets_it(sending: Sending) -> None:
    """R-WF-7: Retry-After is kept."""
    with receiving(429, 200) as receiver:
        receiver.headers["Retry-After"] = "600"
        sending.endpoint(receiver.url, (EventType.TICKET_CREATED,))
        make_ticket(sending.hotel)
        sending.send_all()
        make_ticket(sending.hotel)
        sending.later(timedelta(minutes=9))
        assert sending.send_all() == 0
        sending.later(timedelta(minutes=2))
        assert sending.send_all() == 2


def test_what_was_told_long_ago_leaves_the_log(sending: Sending, receiver: Receiver) -> None:
    sending.endpoint(receiver.url, (EventType.TICKET_CREATED,))
    make_ticket(sending.hotel)
    sending.send_all()
    sending.later(timedelta(days=31))
    make_ticket(sending.hotel)
    with hotel(sending.hotel.id):
        due = Deadline.get(Deadline.kind == "forget_webhooks", Deadline.state == "armed")
        assert timers.fire(due.id, now=clock.now())
    assert len(sending.deliveries()) == 1
    assert sending.deliveries()[0].state == "waiting"


def test_a_delivery_is_sent_again_when_a_person_asks(sending: Sending, receiver: Receiver) -> None:
    """R-WF-8: redeliver, under the same id."""
    endpoint, _ = sending.endpoint(receiver.url, (EventType.TICKET_CREATED,))
    make_ticket(sending.hotel)
    sending.send_all()
    (done,) = sending.deliveries()
    with hotel(sending.hotel.id):
        webhook_deliveries.redeliver(endpoint, done.id, now=clock.now())
    sending.send_all()
    assert [one.id for one in receiver.came] == [receiver.came[0].id] * 2
    assert len(sending.attempts()) == 2
