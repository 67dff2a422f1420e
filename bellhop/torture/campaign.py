"""One run of the campaign, from the first mail to the verdict."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import redis

from bellhop.errors import CannotRun
from bellhop.fakes.smtp_sink import SmtpSink
from bellhop.torture import cast, verdict
from bellhop.torture.chaos import Blows, strike
from bellhop.torture.desk import running
from bellhop.torture.verdict import Verdict
from workflow import clock
from workflow.services.overview import counters

SENDERS = 4
MAILS_A_SECOND = 16
CLOSINGS_A_SECOND = 4
_PATIENCE_SECONDS = 120.0  # for what is left when the blows are over
_SECRET = "the campaign's own secret, of 32 characters or more"


@dataclass(frozen=True, slots=True)
class Plan:
    """Blows for so many seconds, and until there were `least_kills`."""

    seconds: float
    seed: int
    least_kills: int = verdict.FULL_KILLS

    @property
    def mails(self) -> int:
        return max(10, int(self.seconds * MAILS_A_SECOND))

    @property
    def closings(self) -> int:
        return int(self.seconds * CLOSINGS_A_SECOND)


def run(plan: Plan, *, environ: Mapping[str, str], folder: Path, say: Callable[[str], None]) -> Verdict:
    """`environ` names the stores; the models point to that database already, migrated and empty of hotels."""
    chance = random.Random(plan.seed)
    house = cast.open_house()
    within = timedelta(seconds=plan.seconds)
    cast.arm_tickets(house, plan.closings, within=within, chance=chance)
    courier = redis.Redis.from_url(environ["REDIS_URL"])
    with SmtpSink() as sink:
        own = {**environ, "SMTP_RELAY_URL": sink.url, "BELLHOP_HOME": str(folder), "BELLHOP_SECRET": _SECRET}
        with running(own, folder) as desk:
            senders = cast.Senders(
                desk.port, range(plan.mails), at_once=SENDERS, every_seconds=SENDERS / MAILS_A_SECOND / 2
            )
            until = time.monotonic() + plan.seconds
            senders.start()
            blows = strike(
                desk,
                chance,
                empty_redis=lambda: _empty(courier),
                goes_on=lambda so_far: time.monotonic() < until or so_far.kills < plan.least_kills,
            )
            say(
                f"{blows.kills} killed, {blows.pauses} paused, Redis emptied {blows.emptyings} times; settling"
            )
            if desk.died():
                raise CannotRun(f"{' and '.join(desk.died())} ended without being killed; see {folder}.")
            _settle(house, senders, sink)
            return _judge(house, senders, sink, blows, seed=plan.seed)


def _settle(house: cast.House, senders: cast.Senders, sink: SmtpSink) -> None:
    """Waits until all that was acked has come to its end, or for long enough."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        over = not senders.are_at_work() and _is_quiet()
        if over and not verdict.look(house, sink.mails).missing(senders.acked):
            return
        time.sleep(0.2)


def _is_quiet() -> bool:
    effects = counters(now=clock.now())["effects"]
    return effects["due"] == effects["queued"] == effects["inflight"] == 0


def _judge(house: cast.House, senders: cast.Senders, sink: SmtpSink, blows: Blows, *, seed: int) -> Verdict:
    return verdict.look(house, sink.mails).judged(set(senders.acked), kills=blows.kills, seed=seed)


def _empty(courier: redis.Redis) -> None:
    courier.flushdb()
