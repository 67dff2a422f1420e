"""Batches, fences and faults of intake, without processes: claims are made and worked through by hand."""

from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest

from tests import builders
from workflow import clock
from workflow.authenticity import Finding, Origin, Verdict
from workflow.database import database, hotel, rows
from workflow.desk import Desk
from workflow.errors import StoreUnavailable
from workflow.files import FileStore
from workflow.models import Hotel, Inbox, Message, Ticket
from workflow.sealing import Keys
from workflow.services import dispatch, inbox, intake, outbox
from workflow.services.outbox import Claim
from workflow.settings import Settings
from workflow.values import EffectKind

LEASE = timedelta(seconds=30)


@pytest.fixture
def desk(settings: Settings) -> Desk:
    return Desk(settings, Keys(settings.secret), FileStore(settings.storage_url))


@pytest.fixture
def aurora(database_url: str) -> Hotel:
    at = builders.make_hotel()
    builders.make_channel(at)
    builders.make_member(at)
    return at


def arrive(*texts: str) -> None:
    """Mails come in at the desk's door."""
    route = inbox.find_route("aurora@desk.localhost")
    assert route is not None
    for text in texts:
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "mia@guest.example", text
        mail.set_content(text)
        incoming = inbox.Incoming(route, "smtp", clock.now(), mail.as_bytes(), "mia@guest.example")
        inbox.accept([incoming])


def claim_all(*, later: timedelta = timedelta()) -> list[Claim]:
    now = clock.now() + later
    dispatch.take_back_lost(now=now - dispatch.STAND_BACK * outbox.MOST_LOSSES)
    handed = dispatch.hand_over(now=now, limit=100)
    return outbox.claim([one.id for one in handed], now=now, lease=LEASE)


def claim_all_at(now: datetime) -> list[Claim]:
    """Mails only: what they lead to is somebody else's work."""
    dispatch.take_back_lost(now=now)
    handed = dispatch.hand_over(now=now, limit=100, kinds=[EffectKind.PROCESS_INBOX])
    return outbox.claim([one.id for one in handed], now=now, lease=LEASE)


def subjects(at: Hotel) -> list[str]:
    with hotel(at.id):
        return sorted(ticket.subject for ticket in Ticket.select())


def test_a_worker_that_lost_its_lease_takes_nothing_away_from_the_next(desk: Desk, aurora: Hotel) -> None:
    """R-WF-7, R-MAIL-4: the late one must not mark the mail as had, or the next would ignore it."""
    arrive("No towels")
    late = claim_all()
    next_one = claim_all(later=LEASE * 2)
    assert next_one[0].fence > late[0].fence
    intake.process(late, desk=desk, tick=clock.now)
    assert subjects(aurora) == []
    intake.process(next_one, desk=desk, tick=clock.now)
    assert subjects(aurora) == ["No towels"]


def test_working_a_claim_twice_makes_one_ticket(desk: Desk, aurora: Hotel) -> None:
    """R-WF-7: every actor may run twice."""
    arrive("No towels")
    claims = claim_all()
    intake.process(claims, desk=desk, tick=clock.now)
    intake.process(claims, desk=desk, tick=clock.now)
    assert subjects(aurora) == ["No towels"]


def test_a_mail_whose_worker_was_killed_each_time_is_quarantined_and_not_read_again(
    desk: Desk, aurora: Hotel
) -> None:
    """R-MAIL-14, R-WF-7: the claims are counted before the work, so a killer mail ends."""
    arrive("a killer", "a neighbour")
    for attempt in range(1, 7):
        claims = claim_all(later=LEASE * 2 * attempt)
    assert {claim.attempts for claim in claims} == {6}
    intake.process(claims, desk=desk, tick=clock.now)
    with hotel(aurora.id):
        assert {row.state for row in Inbox.select()} == {"quarantined"}
        assert "ended its process" in Inbox.select().first().reason
    assert subjects(aurora) == []


def test_what_failed_before_is_tried_alone(desk: Desk, aurora: Hotel) -> None:
    """R-MAIL-14: so that a mail which kills its process kills no neighbours."""
    arrive("one", "two", "three")
    claims = claim_all()
    with hotel(aurora.id):
        rows("UPDATE effects SET attempts = 2 WHERE id = %s", (claims[1].id,))
    again = [Claim(c.id, c.hotel_id, c.kind, c.fence, 2 if c is claims[1] else 1) for c in claims]
    sizes = [len(batch) for batch in intake._batches(intake._load(again))]
    assert sizes == [1, 1, 1]
    intake.process(again, desk=desk, tick=clock.now)
    assert subjects(aurora) == ["one", "three", "two"]


def test_a_mail_to_two_hotels_is_handled_once_for_each(desk: Desk, aurora: Hotel) -> None:
    """R-MAIL-5."""
    sol = builders.make_hotel("SOL", name="Sol Hotel")
    builders.make_channel(sol, "sol@desk.localhost")
    builders.make_member(sol, email="ana@sol.example")
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "mia@guest.example", "A room in July?"
    mail.set_content("Which of you has a room?")
    routes = [inbox.find_route(f"{name}@desk.localhost") for name in ("aurora", "sol")]
    inbox.accept(
        [
            inbox.Incoming(route, "smtp", clock.now(), mail.as_bytes(), "mia@guest.example")
            for route in routes
            if route
        ]
    )
    intake.process(claim_all(), desk=desk, tick=clock.now)
    assert subjects(aurora) == subjects(sol) == ["A room in July?"]


def test_no_connection_is_held_while_dns_is_asked_about_the_senders(desk: Desk, aurora: Hotel) -> None:
    """R-MAIL-12, design rule 2: and what DNS says stands on the message, with its reason."""
    held: list[int] = []

    def verify(origin: Origin) -> Finding:
        held.append(len(database.obj._in_use))
        assert origin.raw.startswith(b"From: mia@guest.example")
        return Finding(Verdict.PASS, "The DKIM signature of guest.example is valid and matches the sender.")

    arrive("No towels", "No soap")
    intake.process(claim_all(), desk=desk, tick=clock.now, verify=verify)
    assert held == [0, 0]
    with hotel(aurora.id):
        message = Message.select().where(Message.direction == "in").first()
    assert (message.verdict, "guest.example is valid" in message.verdict_reason) == ("pass", True)


def test_an_outage_of_our_own_store_counts_against_no_mail(desk: Desk, aurora: Hotel) -> None:
    """R-MAIL-14: the file store cannot be written, longer than all tries would last; nothing is quarantined."""
    folder = desk.settings.home / "files"
    folder.write_text("in the way")
    route = inbox.find_route("aurora@desk.localhost")
    assert route is not None
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "mia@guest.example", "A picture"
    mail.set_content("Look.")
    mail.add_attachment(b"picture", maintype="image", subtype="png", filename="a.png")
    inbox.accept([inbox.Incoming(route, "smtp", clock.now(), mail.as_bytes(), "mia@guest.example")])
    for attempt in range(1, 9):
        claims = claim_all(later=LEASE * 2 * attempt)
        with pytest.raises(StoreUnavailable):
            intake.process(claims, desk=desk, tick=lambda at=attempt: clock.now() + LEASE * 2 * at)
    assert claims[0].attempts == 1
    folder.unlink()
    intake.process(claim_all(later=LEASE * 20), desk=desk, tick=lambda: clock.now() + LEASE * 20)
    assert subjects(aurora) == ["A picture"]


def test_a_long_list_of_slow_mails_is_held_while_it_is_worked_through(desk: Desk, aurora: Hotel) -> None:
    """R-WF-7: the list takes longer than a lease; nobody else may begin the rest, and no try is wasted."""
    arrive("one", "two", "three")
    claims = claim_all()
    again = [replace(claim, attempts=2) for claim in claims]  # each alone
    moments = iter(clock.now() + LEASE * 0.4 * step for step in range(100))
    stolen: list[Claim] = []

    def tick() -> datetime:
        now = next(moments)
        stolen.extend(claim_all_at(now))
        return now

    intake.process(again, desk=desk, tick=tick)
    assert stolen == []
    assert subjects(aurora) == ["one", "three", "two"]


def test_a_lease_lost_while_a_mail_is_read_writes_nothing(desk: Desk, aurora: Hotel) -> None:
    """R-WF-7, R-MAIL-4: lost after the last renewal; the next worker must not find the mail marked as had."""
    arrive("No towels")
    late = claim_all()
    taken: list[Claim] = []
    calls = iter(range(2))

    def tick() -> datetime:
        if next(calls) == 1:  # the claims were renewed, the mail is about to be read
            taken.extend(claim_all_at(clock.now() + LEASE * 2))
        return clock.now()

    intake.process(late, desk=desk, tick=tick)
    assert subjects(aurora) == []
    intake.process(taken, desk=desk, tick=clock.now)
    assert subjects(aurora) == ["No towels"]
