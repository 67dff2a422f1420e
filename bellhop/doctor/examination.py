"""All checks of a desk: the database first, for it says what else there is to look at; then the others beside each other.

Each has ten seconds. One that needs longer, or fails itself, is a finding like any other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import structlog

from bellhop.doctor import (
    backlog,
    card_letters,
    courier,
    database,
    disk,
    domains,
    doors,
    hooks,
    languages,
    mail_addresses,
    mailboxes,
    numbers,
    relay,
    webhooks,
)
from bellhop.doctor.finding import Finding, Result, fail
from bellhop.doctor.house import House, house_of
from worker.authenticity.resolver import Dns
from worker.transports.twilio import Twilio
from workflow import clock
from workflow.desk import Desk, open_desk
from workflow.errors import BellhopError, StoreUnavailable
from workflow.settings import Settings

SECONDS = 10.0
AT_ONCE = 8
CONNECTIONS = AT_ONCE + 4

_log = structlog.get_logger(__name__)

Look = Callable[[], Iterable[Finding]]


@dataclass
class Check:
    """One thing to look at, and what was found as soon as it was."""

    name: str
    look: Look
    found: list[Finding] = field(default_factory=list)

    def run(self) -> None:
        try:
            self.found = list(self.look())
        except Exception as error:  # noqa: BLE001 - the edge of a check: the others still have their say
            _log.exception("check_failed", check=self.name)
            says = f"The check itself failed ({type(error).__name__})."
            remedy = "That is a fault of Bellhop; the lines above on standard error say where."
            self.found = [fail(self.name, says, remedy)]


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything that was found, in a steady order."""
    desk = open_desk(settings, max_connections=CONNECTIONS)
    store = Check(database.CHECK, partial(database.look, settings))
    yield from together([store])
    checks = _of_the_machine(settings)
    if not any(one.result is Result.FAIL and one.check in database.NEEDED for one in store.found):
        try:
            checks += _of_the_house(house_of(desk), desk)
        except StoreUnavailable as error:
            yield fail(database.CHECK, str(error), "Look at the database's log.")
        except BellhopError as error:
            remedy = "Give this command the BELLHOP_SECRET or BELLHOP_SECRET_FILE that the desk had when they were set up."
            yield fail("secret", str(error), remedy)
    yield from together(checks)


def _of_the_machine(settings: Settings) -> list[Check]:
    return [
        Check(courier.CHECK, partial(courier.look, settings)),
        Check("doors", partial(doors.look, settings)),
        Check(relay.CHECK, partial(relay.look, settings)),
        Check(disk.CHECK, partial(disk.look, settings)),
    ]


def _of_the_house(house: House, desk: Desk) -> list[Check]:
    settings = desk.settings
    dns, twilio = Dns(settings.dns_servers), Twilio(settings.twilio_api_base)
    checks = [
        Check(backlog.CHECK, partial(backlog.look, clock.now())),
        Check(languages.CHECK, partial(languages.look, clock.now())),
        Check(card_letters.CHECK, partial(card_letters.look, settings)),
        Check(hooks.CHECK, partial(hooks.look, settings, house.numbers)),
    ]
    for line in house.addresses:
        checks.append(Check("mail address", partial(mail_addresses.look, line, settings, now=clock.now())))
    for domain in sorted({line.address.rpartition("@")[2] for line in house.addresses}):
        checks.append(Check(domains.CHECK, partial(domains.look, domain, dns)))
    checks += [Check(mailboxes.CHECK, partial(mailboxes.look, box, desk)) for box in house.mailboxes]
    checks += [Check(numbers.CHECK, partial(numbers.look, number, twilio)) for number in house.numbers]
    checks += [
        Check(webhooks.CHECK, partial(webhooks.look, endpoint, now=clock.now()))
        for endpoint in house.endpoints
    ]
    return checks


def together(checks: Sequence[Check]) -> Iterator[Finding]:
    """A few at a time; the threads of those that take too long end with this process."""
    for start in range(0, len(checks), AT_ONCE):
        group = checks[start : start + AT_ONCE]
        threads = [threading.Thread(target=check.run, name=check.name, daemon=True) for check in group]
        until = clock.monotonic() + SECONDS
        for thread in threads:
            thread.start()
        for check, thread in zip(group, threads, strict=True):
            thread.join(max(0.0, until - clock.monotonic()))
            yield from [_too_long(check)] if thread.is_alive() else check.found


def _too_long(check: Check) -> Finding:
    says = f"It took longer than {SECONDS:.0f} s."
    return fail(check.name, says, "Look whether a firewall drops what this machine asks for.")
