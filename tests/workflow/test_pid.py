"""Ticket numbers: the check character, the month of the hotel, and no gap and no double under many writers."""

import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests import builders
from workflow import clock
from workflow.database import connect, disconnect, hotel, rows
from workflow.pid import ALPHABET, Pid, check_character, find_pids, month_of, parse_pid
from workflow.services import tickets
from workflow.values import SYSTEM, Rule, Source


def test_the_two_numbers_of_the_specification_have_their_check_characters() -> None:
    """R-PID-1: the examples of the requirement, and ISO 7064's own."""
    assert str(Pid("AUR", "202611", 42)) == "AUR-202611-00042-1"
    assert str(Pid("AUR", "202611", 1)) == "AUR-202611-00001-J"
    assert check_character("A12425GABC1234002") == "M"  # the example of ISO 7064 for MOD 37,36 (GRid)


@pytest.mark.parametrize("position", range(len("AUR20261100042")))
def test_one_wrong_character_is_always_noticed(position: int) -> None:
    """R-PID-1: a mistyped number is refused, not mis-threaded."""
    right = "AUR-202611-00042-1"
    places = [index for index, character in enumerate(right) if character != "-"]
    at = places[position]
    for wrong in ALPHABET:
        if wrong != right[at]:
            assert parse_pid(right[:at] + wrong + right[at + 1 :]) is None


@pytest.mark.parametrize("position", range(13))
def test_two_neighbours_swapped_are_noticed(position: int) -> None:
    """R-PID-1."""
    right = "AUR-202611-00042-1"
    letters = [character for character in right if character != "-"]
    letters[position], letters[position + 1] = letters[position + 1], letters[position]
    swapped = "".join(letters)
    text = f"{swapped[:3]}-{swapped[3:9]}-{swapped[9:14]}-{swapped[14]}"
    assert text == right or parse_pid(text) is None


def test_the_counter_grows_past_five_digits() -> None:
    pid = Pid("AUR", "202611", 123456)
    assert parse_pid(str(pid)) == pid


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Re: No towels [AUR-202611-00042-1]", 1),
        ("aur-202611-00042-1 please", 1),
        ("AUR-202611-00042-2", 0),
        ("XAUR-202611-00042-1-9", 0),
        ("", 0),
    ],
)
def test_numbers_are_found_in_running_text(text: str, found: int) -> None:
    assert len(find_pids(text)) == found


def test_the_month_is_the_hotels_own() -> None:
    """R-PID-1: just before midnight in UTC it is next month in Tokyo and still this month in Honolulu."""
    moment = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)
    assert month_of(moment, "Asia/Tokyo") == "202612"
    assert month_of(moment, "Pacific/Honolulu") == "202611"


ZONES = {"TYO": "Asia/Tokyo", "ROM": "Europe/Rome", "HNL": "Pacific/Honolulu"}
WRITERS = 64
EACH = 3


def test_sixty_four_writers_over_a_month_boundary_leave_no_gap_and_no_double(database_url: str) -> None:
    """R-PID-1: 64 writers, three zones, both sides of midnight, a third of the transactions rolled back."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    hotels = {code: builders.make_hotel(code, time_zone=zone) for code, zone in ZONES.items()}
    connect(database_url, max_connections=WRITERS)
    start = threading.Barrier(WRITERS)
    faults: list[BaseException] = []

    def write(chance: random.Random) -> None:
        start.wait()
        for _ in range(EACH):
            code = chance.choice(list(ZONES))
            midnight = datetime(2026, 12, 1, tzinfo=ZoneInfo(ZONES[code]))
            moment = midnight + timedelta(seconds=chance.choice((-1, 1)))
            _open_or_roll_back(hotels[code].id, moment, roll_back=chance.random() < 1 / 3, faults=faults)

    _run_all([lambda n=n: write(random.Random(seed + n)) for n in range(WRITERS)])
    assert not faults
    for code in ZONES:
        with hotel(hotels[code].id):
            pids = [parse_pid(pid) for (pid,) in rows("SELECT pid FROM tickets")]
        for month in ("202611", "202612"):
            numbers = sorted(pid.number for pid in pids if pid is not None and pid.month == month)
            assert numbers == list(range(1, len(numbers) + 1))
        assert None not in pids
    disconnect()


class _ChangedMind(Exception):
    pass


def _open_or_roll_back(
    hotel_id: int, moment: datetime, *, roll_back: bool, faults: list[BaseException]
) -> None:
    new = tickets.NewTicket(
        hotel_id=hotel_id,
        source=Source.PANEL,
        subject="x",
        description="",
        received_at=moment,
        placed_by=Rule.PANEL,
    )
    try:
        with hotel(hotel_id):
            tickets.open_ticket(new, actor=SYSTEM, now=clock.now())
            if roll_back:
                raise _ChangedMind
    except _ChangedMind:
        pass
    except Exception as fault:  # noqa: BLE001 - a thread's fault must reach the test
        faults.append(fault)


def _run_all(jobs: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
