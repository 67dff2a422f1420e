"""A guest writes: into a thread he takes part in, or a new ticket with its acknowledgement and notices."""

from __future__ import annotations

from workflow import apply, machine, matching
from workflow.automatic_mail import Nature, is_told
from workflow.body_marker import without_markers
from workflow.matching import Placement
from workflow.models import Message, Ticket
from workflow.reasons import because
from workflow.services import (
    acknowledgements,
    care,
    evidence,
    messages,
    participants,
    room_greetings,
    thanks,
    tickets,
)
from workflow.services.mail_context import Arrival, Outcome, Surroundings
from workflow.spoken_language import language_for
from workflow.values import (
    SYSTEM,
    Actor,
    ActorKind,
    ChannelKind,
    Decision,
    DeliveryState,
    Direction,
    EventDraft,
    InboxState,
    Notice,
    Rule,
    Source,
    State,
    Trigger,
)


def write(arrival: Arrival, around: Surroundings) -> Outcome:
    """Puts the mail where it belongs."""
    placement = matching.place(
        evidence.facts(arrival, around), now=around.now, rules=around.context(arrival).rules
    )
    if placement.ticket_id is not None:
        return _into_thread(arrival, around.tickets[placement.ticket_id], placement.rule, around)
    if arrival.seen.nature is Nature.DESK_MACHINE:
        return Outcome(
            InboxState.IGNORED, because("An automatic mail of a desk that belongs to no ticket here.")
        )
    return _new_ticket(arrival, placement, around)


def _into_thread(arrival: Arrival, ticket: Ticket, rule: Rule, around: Surroundings) -> Outcome:
    mail, known = arrival.mail, around.guest(arrival)
    takes_part = around.takes_part(arrival, ticket)
    actor = Actor(
        ActorKind.GUEST if takes_part else ActorKind.OUTSIDER,
        known.guest_id if known else None,
        mail.from_name or mail.from_address,
    )
    only_thanks = _only_thanks(arrival, ticket, around)
    message = _store(arrival, ticket, actor, rule, around, is_politeness=only_thanks)
    if arrival.seen.nature is Nature.MACHINE or arrival.seen.nature is Nature.DESK_MACHINE:
        decision = Decision(events=(EventDraft("automatic mail", new=arrival.seen.reason),))
        apply.write(ticket, decision, actor=actor, now=around.now, ledger=around.ledger)
        return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=message.id)
    propose = participants.propose_copied if takes_part else participants.propose_author
    decision = Decision(events=(thanks.LEFT,)) if only_thanks else _moved(arrival, ticket, around)
    decision = decision.with_events(*propose(arrival, ticket, around))
    apply.write(ticket, decision, actor=actor, now=around.now, ledger=around.ledger)
    if only_thanks:
        _tell_of_thanks(arrival, ticket, message, around)
        return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=message.id)
    _look_after(arrival, ticket, message, mail.visible_text, around, is_new=False)
    return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=message.id)


def _only_thanks(arrival: Arrival, ticket: Ticket, around: Surroundings) -> bool:
    """Whether the mail leaves the ticket as it is (R-WF-2)."""
    if arrival.seen.nature not in (Nature.PERSON, Nature.DOUBTFUL):
        return False
    context = around.context(arrival)
    people = (member.name for member in context.members)
    names = (ticket.requester_name, arrival.mail.from_name, context.hotel.name, *people)
    return thanks.are_all_of(arrival.mail, ticket, names=names)


def _tell_of_thanks(arrival: Arrival, ticket: Ticket, message: Message, around: Surroundings) -> None:
    """An "ok" may be the answer to a question: whom the ticket concerns reads it."""
    if arrival.row.quiet or not is_told(arrival.seen, earlier_within_hour=around.lately[ticket.id]):
        return
    around.lately[ticket.id] += 1
    people = around.assigners[ticket.hotel_id].people
    told = tickets.tell(
        ticket,
        Notice.GUEST_WROTE,
        message.id,
        now=around.now,
        people=people,
        watching_ids=around.watching.get(ticket.id, ()),
    )
    apply.write(ticket, Decision(effects=told), actor=SYSTEM, now=around.now, ledger=around.ledger)


def _moved(arrival: Arrival, ticket: Ticket, around: Surroundings) -> Decision:
    """What the guest's words do to the state.

    What is probably automatic does not open a ticket again that is done; its people are told and may do so.
    """
    is_done = ticket.state in (State.RESOLVED, State.CLOSED)
    if arrival.seen.nature is Nature.DOUBTFUL and is_done:
        return Decision(events=(EventDraft("probably automatic mail", new=arrival.seen.reason),))
    decision = machine.decide(
        apply.snapshot(ticket),
        Trigger.GUEST_WROTE,
        now=around.now,
        rules=around.context(arrival).rules,
    )
    return decision.with_events(EventDraft("guest wrote"))


def _new_ticket(arrival: Arrival, placement: Placement, around: Surroundings) -> Outcome:
    mail, context, known = arrival.mail, around.context(arrival), around.guest(arrival)
    actor = Actor(
        ActorKind.GUEST, known.guest_id if known else None, mail.from_name or mail.from_address or "Unknown"
    )
    ticket = tickets.open_ticket(
        tickets.NewTicket(
            hotel_id=arrival.row.hotel_id,
            source=Source.EMAIL,
            subject=mail.subject,
            description=without_markers(mail.visible_text),
            received_at=arrival.row.received_at,
            placed_by=placement.rule,
            channel_id=context.channel.id,
            requester_address=mail.from_address,
            requester_name=known.name if known and known.name else mail.from_name,
            language=language_for(
                known.language if known else "", mail.visible_text, mail.subject, hotel=context.hotel.language
            ),
            guest_id=known.guest_id if known else None,
            stay_id=known.stay_id if known else None,
            room_id=_room_named(arrival, around) or (known.room_id if known else None),
            linked_id=placement.linked_id,
        ),
        actor=actor,
        now=around.now,
        hotel=context.hotel,
        ledger=around.ledger,
    )
    around.add_thread(arrival, ticket)
    if placement.rule is Rule.CLAIM:
        _claim(ticket, around)
    message = _store(arrival, ticket, actor, placement.rule, around)
    if arrival.seen.nature in (Nature.PERSON, Nature.DOUBTFUL):
        decision = Decision(events=tuple(participants.propose_copied(arrival, ticket, around)))
        apply.write(ticket, decision, actor=actor, now=around.now, ledger=around.ledger)
    _look_after(arrival, ticket, message, f"{mail.subject}\n{mail.visible_text}", around, is_new=True)
    silence = acknowledgements.acknowledge(arrival, ticket, placement, around)
    return Outcome(InboxState.PROCESSED, silence, ticket.id, message.id)


def _room_named(arrival: Arrival, around: Surroundings) -> int | None:
    """The room whose sign began this mail (R-QR-4); a machine's mail names none."""
    if arrival.seen.nature is not Nature.PERSON:
        return None
    return room_greetings.room_of(arrival.row.hotel_id, arrival.mail.visible_text, now=around.now)


def _claim(ticket: Ticket, around: Surroundings) -> None:
    """It waits for people to say whether the mail belongs to the ticket it points to (workflow/services/claims)."""
    around.ledger.add(
        "claims",
        {
            "hotel_id": ticket.hotel_id,
            "ticket_id": ticket.id,
            "target_id": ticket.linked_id,
            "created_at": around.now,
        },
    )


def _look_after(
    arrival: Arrival, ticket: Ticket, message: Message, words: str, around: Surroundings, *, is_new: bool
) -> None:
    """Nobody hears by mail of quiet mail, which is older than the connection of its mailbox."""
    told = not arrival.row.quiet and is_told(arrival.seen, earlier_within_hour=around.lately[ticket.id])
    around.lately[ticket.id] += told
    care.look_after(
        care.Said(
            ticket,
            message.id,
            words,
            is_new=is_new,
            is_told=told,
            by_person=arrival.seen.nature is Nature.PERSON and not arrival.row.quiet,
            watching_ids=around.watching.get(ticket.id, ()),
        ),
        around.assigners[ticket.hotel_id],
        alarmed=around.alarmed,
        now=around.now,
        ledger=around.ledger,
    )


def _store(
    arrival: Arrival,
    ticket: Ticket,
    actor: Actor,
    rule: Rule,
    around: Surroundings,
    *,
    is_politeness: bool = False,
) -> Message:
    mail, row = arrival.mail, arrival.row
    message = messages.add(
        around.ledger,
        Message(
            hotel_id=row.hotel_id,
            ticket_id=ticket.id,
            direction=Direction.IN,
            channel=ChannelKind.EMAIL,
            author_kind=actor.kind,
            author_id=actor.id,
            author_name=actor.name,
            author_address=mail.from_address,
            subject=mail.subject[: tickets.MAX_SUBJECT],
            body=without_markers(mail.visible_text),
            full_text=mail.text if mail.text != mail.visible_text else None,
            body_html=mail.html or None,
            is_automatic=arrival.seen.nature in (Nature.MACHINE, Nature.DESK_MACHINE),
            auto_reason=arrival.seen.reason,
            is_politeness=is_politeness,
            rfc_message_id=mail.message_id or None,
            placed_by=rule,
            verdict=arrival.finding.verdict,
            verdict_reason=arrival.finding.reason,
            delivery_state=DeliveryState.NONE,
            inbox_id=row.id,
            created_at=row.received_at,
        ),
    )
    messages.attach(around.ledger, message, messages.files_of(mail, now=around.now))
    return message
