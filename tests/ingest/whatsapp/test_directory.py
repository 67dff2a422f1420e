"""The numbers in memory: what a door that has just started says, and what one broken number does to the others."""

from collections.abc import Mapping
from datetime import datetime

import pytest

from ingest.whatsapp.directory import Directory
from tests import builders
from workflow import clock
from workflow.database import hotel, rows
from workflow.errors import StoreUnavailable
from workflow.sealing import Keys
from workflow.services import whatsapp_channels
from workflow.services.whatsapp_channels import Account, Number

KEYS = Keys("s" * 40)
AURORA = Number(7, 1, "whatsapp:+14155238886", Account("AC" + "1" * 32, "t" * 32))


class Store:
    """The database, for a while away."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)

    def load(self) -> Mapping[int, Number]:
        if self.faults:
            raise self.faults.pop(0)
        return {7: AURORA}


def test_as_long_as_no_number_was_read_nobody_is_told_that_his_is_unknown() -> None:
    """R-WA-1: 503, not 404, for all who come in the same moment; then it is known."""
    directory = Directory(Store(StoreUnavailable("away")).load, lambda: datetime(2026, 7, 1))
    for _ in range(3):
        with pytest.raises(StoreUnavailable):
            directory.find(7)
    directory.refresh()
    assert directory.find(7) is AURORA
    assert directory.find(8) is None


def test_a_fault_while_reading_leaves_what_was_known() -> None:
    store = Store()
    directory = Directory(store.load, clock.now)
    directory.refresh()
    store.faults.append(ValueError("odd settings"))
    directory.refresh()
    assert directory.find(7) is AURORA


def test_a_token_that_cannot_be_opened_silences_its_own_number_only(database_url: str) -> None:
    """R-WA-1: every other hotel's number goes on."""
    at = builders.make_hotel()
    account = Account("AC" + "1" * 32, "t" * 32)
    with hotel(at.id):
        made = [
            whatsapp_channels.add(at.id, number, account, display_name="", keys=KEYS, now=clock.now())
            for number in ("+14155238886", "+14155238887")
        ]
        rows("UPDATE channels SET secret = %s WHERE id = %s", (Keys("o" * 40).encrypt("t" * 32), made[0].id))
    tokens = {id: number.account.token for id, number in whatsapp_channels.numbers(KEYS).items()}
    assert tokens == {made[0].id: "", made[1].id: "t" * 32}
