"""Door, workers and clocks are killed, paused and robbed of Redis at random: nothing acked is lost, nothing is doubled.

The campaign is `bellhop torture`'s own; this is a short run of it.
"""

import random
from collections import Counter
from pathlib import Path

from bellhop.torture.campaign import Plan, run
from bellhop.torture.cast import MEMBER, marker, stranger
from bellhop.torture.verdict import Seen, Verdict
from workflow.settings import environment

SECONDS = 8.0
LEAST_KILLS = 5


def test_nothing_acked_is_lost_and_nothing_doubled(database_url: str, own_redis: str, tmp_path: Path) -> None:
    """R-MAIL-1, R-MAIL-4, R-WF-4, R-WF-7, R-RUN-5: counted as the outside sees it; two workers, two clocks."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    environ = {
        name: value for name, value in environment().items() if name in ("PATH", "HOME", "LANG", "TMPDIR")
    }
    found = run(
        Plan(SECONDS, seed, least_kills=LEAST_KILLS),
        environ={**environ, "DATABASE_URL": database_url, "REDIS_URL": own_redis},
        folder=tmp_path,
        say=print,
    )
    print(found)
    assert found.acked == Plan(SECONDS, seed).mails
    assert found.kills >= LEAST_KILLS
    assert found.is_good, str(found)


def test_the_verdict_sees_what_is_lost_doubled_resent_and_unasked() -> None:
    """R-WF-7: what the campaign counts, it can count."""
    fine = {(who, marker(1)): Counter({f"<{who}>": 1}) for who in (stranger(1), MEMBER)}
    tickets = Counter({marker(1): 1})
    assert judged(Seen(tickets, fine, {"to close 0": 1})).is_good
    assert judged(Seen(Counter(), fine, {})).lost == 1
    assert judged(Seen(tickets, {}, {})).lost == 1
    assert judged(Seen(tickets, fine, {"to close 0": 0})).lost == 1
    assert judged(Seen(tickets, fine, {"to close 0": 2})).doubled == 1
    assert judged(Seen(Counter({marker(1): 2}), fine, {})).doubled == 1
    twice = {**fine, (MEMBER, marker(1)): Counter({"<a>": 1, "<b>": 1})}
    assert judged(Seen(tickets, twice, {})).doubled == 1
    again = {**fine, (MEMBER, marker(1)): Counter({"<a>": 3})}
    assert judged(Seen(tickets, again, {})).resent == 2
    stray = {**fine, ("eva@elsewhere.example", marker(1)): Counter({"<a>": 1})}
    assert judged(Seen(tickets, stray, {})).unasked == 1


def judged(seen: Seen) -> Verdict:
    return seen.judged({1}, kills=1, seed=0)
