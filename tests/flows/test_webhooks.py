"""A guest's mail reaches another program as a signed webhook, over real SMTP, HTTP and processes (R-WF-8)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.desk import SECRET, House, RunningDesk, guest_mail
from tests.processes import wait_until
from tests.worker.receiver import receiving
from workflow import clock
from workflow.database import hotel
from workflow.models import WebhookAttempt, WebhookDelivery
from workflow.sealing import Keys
from workflow.services import webhook_endpoints
from workflow.services.webhook_endpoints import Draft
from workflow.values import SYSTEM
from workflow.webhooks import EventType

MIA = "mia@aurora-guest.example"


@pytest.fixture
def desk(house: House, database_url: str, own_redis: str, tmp_path: Path) -> Iterator[RunningDesk]:
    with RunningDesk(
        database_url=database_url,
        redis_url=own_redis,
        folder=tmp_path / "desk",
        environ={"EGRESS_ALLOW_PRIVATE": "1"},
    ) as running:
        yield running


def test_a_killed_worker_sends_the_event_again_under_its_id_and_no_mail_waits_meanwhile(
    desk: RunningDesk, house: House
) -> None:
    """R-WF-7, R-WF-8: killed between sending and writing it down; a receiver that hangs holds nobody else up."""
    with receiving() as receiver:
        with hotel(house.hotel.id):
            _, secret = webhook_endpoints.create(
                house.hotel.id,
                Draft(receiver.url, (EventType.TICKET_CREATED,)),
                allow_private=True,
                keys=Keys(SECRET),
                actor=SYSTEM,
                now=clock.now(),
            )
        receiver.hold.clear()
        for number, sender in enumerate((MIA, "jo@elsewhere.example"), start=1):
            mail = guest_mail(house, f"Hello, towels please ({number}).", sender=sender)
            desk.send(mail, sender=sender, to=house.desk_address)
            desk.wait_for_mail(sender)
        wait_until(lambda: len(receiver.came) == 1, what="the first request")
        desk.kill("worker")
        receiver.hold.set()
        desk.move_clock(30)
        desk.start("worker")
        wait_until(lambda: len(receiver.came) == 3, what="the first event again, and the second")
        desk.settle()
    first, *others = receiver.came
    again = next(one for one in others if one.id == first.id)
    assert again.body == first.body
    assert len({one.id for one in receiver.came}) == 2
    for came in others:
        came.verify(secret)
    assert MIA.encode() not in first.body
    with hotel(house.hotel.id):
        assert [one.state for one in WebhookDelivery.select()] == ["delivered", "delivered"]
        assert WebhookAttempt.select().count() == 2
