"""What must not hurt: a mail that cannot be processed, Redis emptied or away, the database away."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
import redis

from bellhop.embedded.postgres import Postgres
from bellhop.embedded.valkey import Valkey
from tests.flows.desk import House, RunningDesk, guest_mail, open_house, spelled, stranger
from tests.processes import wait_until
from tests.servers import say_nothing
from workflow import clock, database
from workflow.database import hotel
from workflow.migrate import migrate
from workflow.models import Inbox, Ticket
from workflow.services import stuck
from workflow.services.overview import counters
from workflow.settings import environment

MIA = "mia@aurora-guest.example"

# A fault that our code knows nothing of: the database refuses one kind of message.
POISON = """
CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.body LIKE '%poison%' THEN RAISE EXCEPTION 'this one cannot be stored'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER poison BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION refuse_poison();
"""


def run_sql(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def subjects(house: House) -> set[str]:
    with hotel(house.hotel.id):
        return {ticket.subject for ticket in Ticket.select()}


def write(desk: RunningDesk, house: House, subject: str, text: str = "Hello.", *, sender: str = MIA) -> None:
    desk.send(guest_mail(house, text, sender=sender, subject=subject), sender=sender, to=house.desk_address)


def test_a_poison_mail_ends_in_quarantine_and_its_neighbours_do_not_notice(
    house: House, database_url: str, own_redis: str, tmp_path: Path
) -> None:
    """R-MAIL-14: tried a few times, listed with its error; tried again when the fault is mended."""
    run_sql(database_url, POISON)
    with RunningDesk(
        database_url=database_url,
        redis_url=own_redis,
        folder=tmp_path / "desk",
        environ={"RETRY_SCALE": "0.001"},
    ) as desk:
        for subject in ("before", "the bad one", "after"):
            write(desk, house, subject, "poison" if subject == "the bad one" else "Hello.")
        wait_until(lambda: counters(now=clock.now())["inbox"]["quarantined"] == 1, what="it is in quarantine")
        desk.settle()
        assert subjects(house) == {"before", "after"}
        with hotel(house.hotel.id):
            bad = Inbox.get(Inbox.state == "quarantined")
            pids = sorted(ticket.pid[:-2] for ticket in Ticket.select())
        assert "RaiseException" in bad.reason
        assert [pid[-5:] for pid in pids] == ["00001", "00002"], "the poison mail took no number"

        run_sql(database_url, "DROP TRIGGER poison ON messages")
        with hotel(house.hotel.id):
            stuck.retry_mail(house.hotel.id, bad.id, now=clock.now())
        wait_until(lambda: "the bad one" in subjects(house), what="it is processed after all")


def test_redis_emptied_half_way_loses_nothing(
    house: House, database_url: str, own_redis: str, tmp_path: Path
) -> None:
    """R-WF-7: Redis carries ids and may be emptied at any time."""
    client = redis.Redis.from_url(own_redis)
    folder = tmp_path / "desk"
    with RunningDesk(
        database_url=database_url, redis_url=own_redis, folder=folder, services=("smtp", "clock")
    ) as desk:
        for number in range(20):
            write(desk, house, f"mail {number}", f"Mail {spelled(number)}.", sender=stranger(number))
        wait_until(lambda: client.keys("bellhop:*"), what="the clock has handed ids to Redis")
        client.flushdb()
        desk.start("worker")
        wait_until(lambda: len(subjects(house)) == 20, what="all 20 tickets stand", seconds=60)
        desk.settle()
        for number in range(20):
            assert len(desk.mails_to(stranger(number))) == 1, "one acknowledgement each"
    client.close()


def test_mail_is_taken_while_redis_is_away_and_work_goes_on_when_it_is_back(
    house: House, database_url: str, tmp_path: Path
) -> None:
    """R-MAIL-1, R-WF-7."""
    folder = tmp_path / "own"
    folder.mkdir()
    server = Valkey(folder, environ=environment(), report=say_nothing)
    server.start()
    try:
        with RunningDesk(database_url=database_url, redis_url=server.url, folder=tmp_path / "desk") as desk:
            server.stop()
            write(desk, house, "while Redis is away")
            server.start()
            wait_until(lambda: subjects(house), what="the ticket stands", seconds=60)
            desk.wait_for_mail(MIA)
    finally:
        server.stop()


@contextmanager
def own_postgres(folder: Path) -> Iterator[Postgres]:
    folder.mkdir()
    server = Postgres(folder, environ=environment(), report=say_nothing)
    server.start()
    try:
        migrate(server.url)
        database.connect(server.url)
        yield server
    finally:
        database.disconnect()
        server.stop()


def test_while_the_database_is_away_mail_is_refused_for_now_and_later_taken(
    own_redis: str, tmp_path: Path
) -> None:
    """R-MAIL-1: 451, never a 5xx; what was taken before is not lost."""
    with own_postgres(tmp_path / "own") as server:
        house = open_house()
        with RunningDesk(database_url=server.url, redis_url=own_redis, folder=tmp_path / "desk") as desk:
            write(desk, house, "before")
            wait_until(lambda: "before" in subjects(house), what="the first ticket stands")
            server.stop()
            with pytest.raises((smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)) as refused:
                write(desk, house, "meanwhile")
            assert _code(refused.value) == 451
            server.start()
            database.disconnect()
            wait_until(lambda: _taken(desk, house, "meanwhile"), what="the mail is taken")
            wait_until(
                lambda: subjects(house) == {"before", "meanwhile"}, what="both tickets stand", seconds=60
            )


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return int(next(iter(error.recipients.values()))[0])
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else 0


def _taken(desk: RunningDesk, house: House, subject: str) -> bool:
    try:
        write(desk, house, subject)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException):
        return False
    return True


def test_a_mail_for_nobody_and_a_mail_too_big_are_refused_for_good(
    house: House, database_url: str, own_redis: str, tmp_path: Path
) -> None:
    """R-MAIL-1: 550 when the database says there is no such desk, 552 above the size limit."""
    with RunningDesk(
        database_url=database_url,
        redis_url=own_redis,
        folder=tmp_path / "desk",
        services=("smtp",),
        environ={"SMTP_SIZE_LIMIT": "20000"},
    ) as desk:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as nobody:
            desk.send(guest_mail(house, "Hi", sender=MIA), sender=MIA, to="nobody@desk.localhost")
        assert _code(nobody.value) == 550
        with pytest.raises(smtplib.SMTPResponseException) as big:
            desk.send(guest_mail(house, "x" * 30_000, sender=MIA), sender=MIA, to=house.desk_address)
        assert big.value.smtp_code == 552
