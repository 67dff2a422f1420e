"""What does not go on by itself: list, try again, drop."""

from __future__ import annotations

from web.access import current_visit, needs
from web.api import schemas, shapes, stuck_schemas
from web.api.blueprint import api
from web.api.lists import wanted_of
from web.api.shapes import Json
from workflow import clock
from workflow.queries import stuck as stuck_queries
from workflow.roles import Action
from workflow.services import held_mail, stuck_bulk
from workflow.services import stuck as stuck_service
from workflow.services.stuck_bulk import StuckKind
from workflow.wake import wake_clock


@api.get("/quarantine/<id:id>")
@api.output(stuck_schemas.QuarantineOut)
@needs(Action.STUCK)
def get_quarantined(id: int) -> Json:
    """One mail that is held or could not be read."""
    visit = current_visit()
    with visit.sight.transaction():
        return shapes.stuck_mail(stuck_queries.stuck_mail(visit.sight.hotel_ids, id))


@api.get("/quarantine")
@api.input(schemas.PageIn, location="query")
@api.output(stuck_schemas.QuarantinesOut)
@needs(Action.STUCK)
def list_quarantine(query_data: Json) -> Json:
    """Mail that is held or could not be read, newest first."""
    visit = current_visit()
    with visit.sight.transaction():
        found = stuck_queries.stuck_mails(visit.sight.hotel_ids, wanted_of(query_data))
    return shapes.page(found, shapes.stuck_mail)


@api.post("/quarantine/<id:id>/retry")
@api.output({}, status_code=204)
@needs(Action.STUCK)
def retry_mail(id: int) -> str:
    """Reads a mail in quarantine again."""
    visit = current_visit()
    with visit.sight.transaction():
        mail = stuck_queries.stuck_mail(visit.sight.hotel_ids, id)
        stuck_service.retry_mail(mail.hotel_id, id, now=clock.now())
    wake_clock()
    return ""


@api.post("/quarantine/<id:id>/release")
@api.output({}, status_code=204)
@needs(Action.RELEASE)
def release_mail(id: int) -> str:
    """Releases a member's mail that is held: who asks for it vouches for it."""
    visit = current_visit()
    with visit.sight.transaction():
        mail = stuck_queries.stuck_mail(visit.sight.hotel_ids, id)
        held_mail.release_by_colleague(mail.hotel_id, id, actor=visit.actor, now=clock.now())
    wake_clock()
    return ""


@api.post("/quarantine/<id:id>/drop")
@api.input(stuck_schemas.DropIn)
@api.output({}, status_code=204)
@needs(Action.STUCK)
def drop_mail(id: int, json_data: Json) -> str:
    """Drops a mail for good, with a reason; its bytes stay."""
    visit = current_visit()
    with visit.sight.transaction():
        mail = stuck_queries.stuck_mail(visit.sight.hotel_ids, id)
        held_mail.drop_mail(mail.hotel_id, id, json_data["reason"], actor=visit.actor, now=clock.now())
    return ""


@api.get("/effects/<id:id>")
@api.output(stuck_schemas.EffectOut)
@needs(Action.STUCK)
def get_effect(id: int) -> Json:
    """One effect that was given up."""
    visit = current_visit()
    with visit.sight.transaction():
        return shapes.effect(stuck_queries.dead_effect(visit.sight.hotel_ids, id))


@api.get("/effects")
@api.input(schemas.PageIn, location="query")
@api.output(stuck_schemas.EffectsOut)
@needs(Action.STUCK)
def list_effects(query_data: Json) -> Json:
    """Effects that were given up, newest first."""
    visit = current_visit()
    with visit.sight.transaction():
        found = stuck_queries.dead_effects(visit.sight.hotel_ids, wanted_of(query_data))
    return shapes.page(found, shapes.effect)


@api.post("/effects/<id:id>/retry")
@api.output({}, status_code=204)
@needs(Action.STUCK)
def retry_effect(id: int) -> str:
    """Tries a dead effect again, with all its tries."""
    visit = current_visit()
    with visit.sight.transaction():
        dead = stuck_queries.dead_effect(visit.sight.hotel_ids, id)
        stuck_service.retry_effect(dead.hotel_id, id, now=clock.now())
    wake_clock()
    return ""


@api.post("/effects/<id:id>/drop")
@api.input(stuck_schemas.DropIn)
@api.output({}, status_code=204)
@needs(Action.STUCK)
def drop_effect(id: int, json_data: Json) -> str:
    """Drops a dead effect for good, with a reason."""
    visit = current_visit()
    with visit.sight.transaction():
        dead = stuck_queries.dead_effect(visit.sight.hotel_ids, id)
        stuck_service.drop_effect(dead.hotel_id, id, json_data["reason"], actor=visit.actor, now=clock.now())
    return ""


@api.get("/deadlines/<id:id>")
@api.output(stuck_schemas.DeadlineOut)
@needs(Action.STUCK)
def get_deadline(id: int) -> Json:
    """One deadline that was given up."""
    visit = current_visit()
    with visit.sight.transaction():
        return shapes.deadline(stuck_queries.dead_deadline(visit.sight.hotel_ids, id))


@api.get("/deadlines")
@api.input(schemas.PageIn, location="query")
@api.output(stuck_schemas.DeadlinesOut)
@needs(Action.STUCK)
def list_deadlines(query_data: Json) -> Json:
    """The deadlines that were given up because what they set off could not be done, newest first."""
    visit = current_visit()
    with visit.sight.transaction():
        found = stuck_queries.dead_deadlines(visit.sight.hotel_ids, wanted_of(query_data))
    return shapes.page(found, shapes.deadline)


@api.post("/deadlines/<id:id>/retry")
@api.output({}, status_code=204)
@needs(Action.STUCK)
def retry_deadline(id: int) -> str:
    """Tries a dead deadline again, with all its tries."""
    visit = current_visit()
    with visit.sight.transaction():
        dead = stuck_queries.dead_deadline(visit.sight.hotel_ids, id)
        stuck_service.retry_deadline(dead.hotel_id, id, now=clock.now())
    return ""


@api.post("/deadlines/<id:id>/drop")
@api.input(stuck_schemas.DropIn)
@api.output({}, status_code=204)
@needs(Action.STUCK)
def drop_deadline(id: int, json_data: Json) -> str:
    """Drops a dead deadline for good, with a reason."""
    visit = current_visit()
    with visit.sight.transaction():
        dead = stuck_queries.dead_deadline(visit.sight.hotel_ids, id)
        stuck_service.drop_deadline(
            dead.hotel_id, id, json_data["reason"], actor=visit.actor, now=clock.now()
        )
    return ""


@api.post("/stuck/retry")
@api.input(stuck_schemas.RetryAllIn)
@api.output(stuck_schemas.RetriedOut)
@needs(Action.STUCK)
def retry_all(json_data: Json) -> Json:
    """Tries all of a kind again, at most the newest 200 of each hotel. What cannot be tried stays as it is."""
    visit, kind = current_visit(), StuckKind(json_data["kind"])
    with visit.sight.transaction():
        tried = [stuck_bulk.retry_all(id, kind, now=clock.now()) for id in visit.sight.hotel_ids]
    wake_clock()
    return {"retried": sum(tried)}
