"""Who is told about a ticket by mail."""

from dataclasses import replace

import pytest

from workflow.duty import Member, to_tell
from workflow.values import Role


def member(
    name: str, role: Role = Role.STAFF, *, department: int | None = None, on_duty: bool = True
) -> Member:
    return Member(hash(name) % 10_000, f"{name}@x.example", name, role, department, on_duty)


ANA = member("ana", Role.RECEPTION)
JON = member("jon", department=1)
EVA = member("eva", department=2)
MARA = member("mara", Role.MANAGER, on_duty=False)
BOT = member("bot", Role.AI_AGENT)
BROKEN = replace(member("eve", Role.RECEPTION), mail_error="550 no such mailbox")
STANDS_IN = replace(member("otto", on_duty=False), stands_in=True)


@pytest.mark.parametrize(
    ("people", "assignee", "department", "told"),
    [
        pytest.param((ANA, JON, BOT), None, None, (ANA, JON), id="everybody on duty, no machine"),
        pytest.param((ANA, JON, EVA), None, 1, (ANA, JON), id="not the other department"),
        pytest.param((ANA, JON), JON, None, (JON,), id="the assignee alone"),
        pytest.param((ANA, MARA), MARA, None, (MARA,), id="the assignee off duty too"),
        pytest.param((MARA, BOT), None, None, (MARA,), id="nobody on duty: the managers"),
        pytest.param((ANA,), JON, None, (ANA,), id="an assignee who left: everybody on duty"),
        pytest.param((ANA, BROKEN), None, None, (ANA,), id="not who cannot be reached, beside others"),
        pytest.param((BROKEN, MARA), None, None, (MARA,), id="nobody on duty can be reached: the managers"),
        pytest.param((BROKEN, ANA), BROKEN, None, (BROKEN, ANA), id="an assignee out of reach: others too"),
        pytest.param((STANDS_IN, MARA), None, None, (STANDS_IN,), id="nobody on duty: whom the hotel chose"),
        pytest.param((BROKEN, BOT), None, None, (BROKEN,), id="never nobody"),
    ],
)
def test_who_is_told(
    people: tuple[Member, ...], assignee: Member | None, department: int | None, told: tuple[Member, ...]
) -> None:
    """R-WF-5."""
    found = to_tell(people, assignee_id=assignee.staff_id if assignee else None, department_id=department)
    assert found == told
