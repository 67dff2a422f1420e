"""A promise to a guest is nearly broken, then broken, while nothing of the desk is alive that could tell (R-WF-4)."""

from tests.flows.desk import House, RunningDesk, guest_mail
from tests.processes import wait_until
from workflow import clock
from workflow.database import hotel, rows
from workflow.services import sla_policies
from workflow.services.sla_policies import PolicyDraft
from workflow.values import SYSTEM


def test_a_dead_desk_catches_up_once_and_the_mail_says_what_is_late(house: House, desk: RunningDesk) -> None:
    """R-WF-4: warned in time; dead over the due moment; then each thing once."""
    with hotel(house.hotel.id):
        sla_policies.create(
            house.hotel.id,
            PolicyDraft(
                "Standard",
                first_response_minutes=60,
                warn_minutes=10,
                ladder=({"after": 0, "to": "assignee"},),
            ),
            actor=SYSTEM,
            now=clock.now(),
        )
    mia = "mia@aurora-guest.example"
    desk.send(guest_mail(house, "We have no towels.", sender=mia), sender=mia, to=house.desk_address)
    desk.wait_for_mail(house.ana.email)
    desk.settle()
    desk.move_clock(52 * 60)
    (_, warning) = desk.wait_for_mail(house.ana.email, 2)
    assert "Soon overdue: first response, due " in warning.text
    for name in ("clock", "worker"):  # the worker's threads fire what is due
        desk.kill(name)
    desk.move_clock(5 * 3600)
    for name in ("worker", "clock"):
        desk.start(name)
    (_, _, breach) = desk.wait_for_mail(house.ana.email, 3)
    assert "Overdue: first response, was due " in breach.text
    assert "We have no towels." in breach.text
    wait_until(lambda: not _due(house), what="nothing is due any more")
    desk.settle()
    assert len(desk.mails_to(house.ana.email)) == 3
    with hotel(house.hotel.id):
        written = rows("SELECT kind, field FROM events WHERE kind LIKE 'sla%%' ORDER BY id")
    assert written == [("sla_warned", "first_response"), ("sla_breached", "first_response")]


def _due(house: House) -> list[tuple[int]]:
    with hotel(house.hotel.id):
        return rows("SELECT id FROM deadlines WHERE state = 'armed' AND due_at <= %s", (clock.now(),))
