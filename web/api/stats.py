"""Numbers for a wall or a watch: tickets by state, what nobody has, what is late or snoozed, what is stuck."""

from __future__ import annotations

from dataclasses import asdict

from web.access import current_visit, needs
from web.api import schemas
from web.api.blueprint import api
from web.api.shapes import Json
from workflow import clock
from workflow.queries import stuck, tickets
from workflow.queries.tallies import live_tallies
from workflow.queries.ticket_filter import Filter
from workflow.roles import Action


@api.get("/stats")
@api.output(schemas.StatsOut)
@needs(Action.INSIDE)
def stats() -> Json:
    """Counts of the tickets one may see that are not done; stuck items for those who look after them."""
    visit = current_visit()
    with visit.sight.transaction():
        by_state = tickets.live_counts(visit.sight, Filter())
        tallies = live_tallies(visit.sight, now=clock.now())
        counts = None
        if visit.may(Action.STUCK):
            found = [stuck.of_hotel(id) for id in visit.sight.hotel_ids]
            counts = {
                "quarantined": sum(len(one.quarantined) for one in found),
                "held": sum(len(one.held) for one in found),
                "effects": sum(len(one.effects) for one in found),
                "deadlines": sum(len(one.deadlines) for one in found),
                "answers": sum(len(one.answers) for one in found),
            }
    return {"tickets": by_state, **asdict(tallies), "stuck": counts}
