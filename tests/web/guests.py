"""A guest in house with a code, for tests of what he may see and do."""

from dataclasses import dataclass

from tests.builders import Colleague, make_guest, make_room, make_stay
from tests.web.conftest import House
from workflow import clock
from workflow.database import hotel
from workflow.models import Guest, Room, Stay
from workflow.sealing import Keys
from workflow.services import qr_codes


@dataclass(frozen=True)
class InHouse:
    """Mia in room 12 since today, unless said otherwise."""

    guest: Guest
    room: Room
    stay: Stay


def keys_of(house: House) -> Keys:
    keys: Keys = house.app.config["DESK"].keys
    return keys


def check_in(
    house: House, name: str = "Mia Sand", number: str = "12", *, status: str = "in_house"
) -> InHouse:
    email = f"{name.split()[0].lower()}@guest.example"
    guest, room = make_guest(house.hotel, name, email=email), make_room(house.hotel, number)
    return InHouse(guest, room, make_stay(house.hotel, guest, room, status=status))


def issue(house: House, who: InHouse, *, by: Colleague | None = None, minutes: int = 60) -> qr_codes.Issued:
    with hotel(house.hotel.id):
        return qr_codes.issue(
            house.hotel.id,
            guest_id=who.guest.id,
            room_id=who.room.id,
            minutes=minutes,
            actor=(by or house.ana).actor,
            keys=keys_of(house),
            now=clock.now(),
        )


def session_of(house: House, who: InHouse) -> str:
    """A session token, as the scan page gets it."""
    issued = issue(house, who)
    return qr_codes.redeem(issued.token, keys=keys_of(house), now=clock.now()).session_token
