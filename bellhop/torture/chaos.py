"""What happens to the desk's processes: SIGKILL and a new start, SIGSTOP and SIGCONT, and Redis emptied under them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from bellhop.torture.desk import LEASE_SECONDS, SERVICES, TorturedDesk

_CALM_SECONDS = (0.1, 0.8)  # between two blows
_DOWN_SECONDS = (0.0, 0.3)
_PAUSE_SECONDS = (0.2, 1.5 * LEASE_SECONDS)  # some outlast the lease
_SHARE_OF_PAUSES = 0.25
_SHARE_OF_EMPTYINGS = 0.1


@dataclass
class Blows:
    kills: int = 0
    pauses: int = 0
    emptyings: int = 0


def strike(
    desk: TorturedDesk,
    chance: random.Random,
    *,
    empty_redis: Callable[[], None],
    goes_on: Callable[[Blows], bool],
) -> Blows:
    """One blow after the other while `goes_on`; at the end everything runs again."""
    blows = Blows()
    names = list(SERVICES)
    paused: dict[str, float] = {}
    while goes_on(blows):
        time.sleep(chance.uniform(*_CALM_SECONDS))
        for name in [name for name, until in paused.items() if until <= time.monotonic()]:
            desk.go_on(name)
            del paused[name]
        name, what = chance.choice(names), chance.random()
        if what < _SHARE_OF_EMPTYINGS:
            empty_redis()
            blows.emptyings += 1
        elif what < _SHARE_OF_EMPTYINGS + _SHARE_OF_PAUSES:
            desk.pause(name)
            paused[name] = time.monotonic() + chance.uniform(*_PAUSE_SECONDS)
            blows.pauses += 1
        else:
            desk.kill(name)
            paused.pop(name, None)
            time.sleep(chance.uniform(*_DOWN_SECONDS))
            desk.start(name)
            blows.kills += 1
    for name in paused:
        desk.go_on(name)
    return blows
