"""New tickets find their owners: rules first, then by turns or to who has least (R-WF-5).

An Assigner is what is known of one hotel within one transaction, read once however many tickets it places. Its turns
are a locked row, taken before any ticket number is drawn: two batches of a hotel go one after the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from psycopg2.extras import Json

from workflow import apply, assignment, machine
from workflow.assignment import AssignmentRule, Facts, Mode
from workflow.database import rows
from workflow.duty import Member
from workflow.models import Hotel, Ticket
from workflow.services import duty
from workflow.services.duty import AtShiftEnd, DutySettings
from workflow.services.hotels import rules_of
from workflow.values import Decision, EventDraft, HotelRules, Priority, State, Trigger

_RULES = """
SELECT r.hotel_id, r.id, r.name, r.category_id, r.words, r.rooms_from, r.rooms_to, r.language, r.department_id,
  r.to_staff_id, r.to_department_id, r.to_category_id, r.to_priority, coalesce(d.name, ''), coalesce(c.name, '')
FROM assignment_rules r
LEFT JOIN departments d ON d.id = r.to_department_id LEFT JOIN categories c ON c.id = r.to_category_id
WHERE r.hotel_id = ANY(%s) ORDER BY r.position, r.id
"""
# In one order for all, so that two transactions wait for, and never block, each other.
_LOCK_TURNS = (
    "SELECT hotel_id, turns FROM assignment_turns WHERE hotel_id = ANY(%s) ORDER BY hotel_id FOR UPDATE"
)
# tickets_by_assignee serves it.
_LOADS = """
SELECT hotel_id, assignee_id, count(*) FROM tickets
WHERE hotel_id = ANY(%s) AND assignee_id IS NOT NULL AND deleted_at IS NULL
  AND state IN ('open', 'in_progress', 'waiting_internal') GROUP BY 1, 2
"""


@dataclass(slots=True)
class Assigner:
    """What decides for one hotel. turns and loads go on with each ticket that is placed."""

    hotel: Hotel
    people: Sequence[Member]  # as they are on duty now
    settings: DutySettings
    rules: Sequence[AssignmentRule] = ()
    rooms: Mapping[int, str] = field(default_factory=dict)  # numbers, where a rule asks for them
    turns: dict[int, int] = field(default_factory=dict)
    loads: Counter[int] = field(default_factory=Counter)
    has_changed: bool = False

    @property
    def places(self) -> bool:
        """Whether it does anything at all."""
        return bool(self.rules) or self.settings.mode is not Mode.MANUAL

    def place(self, ticket: Ticket, *, now: datetime) -> Decision:
        """Category, department, priority and owner of a new ticket, as far as it has none. Empty for none of them."""
        if not self.places:
            return Decision()
        rule = assignment.first_rule(self.rules, self._facts(ticket))
        decision = self._sorted(ticket, rule) if rule else Decision()
        department_id = decision.changes.get("department_id", ticket.department_id)
        owner = self._owner(rule, department_id if isinstance(department_id, int) else None)
        return self._given(ticket, owner, decision, now=now) if owner else decision

    def place_again(self, ticket: Ticket, *, now: datetime) -> Decision:
        """An owner for a ticket that waits for one; it was sorted when it came."""
        if not self.places:
            return Decision()
        rule = assignment.first_rule(self.rules, self._facts(ticket))
        owner = self._owner(rule, ticket.department_id)
        return self._given(ticket, owner, Decision(), now=now) if owner else Decision()

    def hand_on(self, ticket: Ticket, *, now: datetime) -> Decision:
        """The guest writes while the owner is off his shift: to somebody on duty, or to all of them.

        Empty when he is on duty, or the hotel lets members keep their tickets; who is no member any more keeps none.
        """
        owner = next((one for one in self.people if one.staff_id == ticket.assignee_id), None)
        is_work = ticket.state in (State.OPEN, State.IN_PROGRESS, State.WAITING_INTERNAL)
        may_keep = owner is not None and self.settings.at_shift_end is AtShiftEnd.KEEP
        if not is_work or may_keep or not is_off_shift(owner):
            return Decision()
        return self.pass_on(ticket, now=now)

    def pass_on(self, ticket: Ticket, *, now: datetime) -> Decision:
        """From an owner whose shift is over to who is next, or to everybody."""
        owner = next((one.name for one in self.people if one.staff_id == ticket.assignee_id), None)
        again = self.place_again(ticket, now=now)
        decision = again if again.changes else self._released(ticket, owner, now=now)
        return replace(decision, events=(EventDraft("shift ended", new=owner), *decision.events))

    def _facts(self, ticket: Ticket) -> Facts:
        return Facts(
            words=f"{ticket.subject}\n{ticket.description}",
            room=self.rooms.get(ticket.room_id or 0, ""),
            language=ticket.language,
            category_id=ticket.category_id,
            department_id=ticket.department_id,
        )

    def _sorted(self, ticket: Ticket, rule: AssignmentRule) -> Decision:
        """What the rule says of the ticket itself; what somebody chose stays."""
        decision = Decision(events=(EventDraft("rule", new=rule.name or f"rule {rule.id}"),))
        if rule.to_category_id is not None and ticket.category_id is None:
            decision = decision.with_changes(category_id=rule.to_category_id)
            decision = decision.with_events(EventDraft("edited", "category", None, rule.to_category))
        if rule.to_department_id is not None and ticket.department_id is None:
            decision = decision.with_changes(department_id=rule.to_department_id)
            decision = decision.with_events(EventDraft("edited", "department", None, rule.to_department))
        if rule.to_priority is not None and ticket.priority == Priority.MEDIUM != rule.to_priority:
            decision = decision.with_changes(priority=rule.to_priority)
            decision = decision.with_events(
                EventDraft("edited", "priority", ticket.priority, rule.to_priority)
            )
        return decision

    def _owner(self, rule: AssignmentRule | None, department_id: int | None) -> Member | None:
        """Whom the rule names, if he is on duty; else who is next."""
        named = rule.to_staff_id if rule else None
        for member in self.people:
            if member.staff_id == named and member.on_duty:
                return member
        mode, among = self.settings.mode, assignment.candidates(self.people, department_id)
        owner = assignment.choose(mode, among, turns=self.turns, loads=self.loads)
        if owner is not None:
            self.turns[owner.staff_id] = max(self.turns.values(), default=0) + 1
            self.has_changed = True
        return owner

    def _given(self, ticket: Ticket, owner: Member, decision: Decision, *, now: datetime) -> Decision:
        """He has it, as if he had taken it."""
        before = replace(apply.snapshot(ticket), assignee_id=owner.staff_id)
        taken = machine.decide(before, Trigger.TAKEN, now=now, rules=self._times())
        self.loads[owner.staff_id] += 1
        old = next((one.name for one in self.people if one.staff_id == ticket.assignee_id), None)
        return replace(
            taken,
            changes={**decision.changes, **taken.changes, "assignee_id": owner.staff_id},
            events=(*decision.events, EventDraft("assigned", "assignee", old, owner.name), *taken.events),
        )

    def _released(self, ticket: Ticket, owner: str | None, *, now: datetime) -> Decision:
        """The ticket is nobody's any more."""
        before = replace(apply.snapshot(ticket), assignee_id=None)
        decision = machine.decide(before, Trigger.RELEASED, now=now, rules=self._times())
        return decision.with_changes(assignee_id=None).with_events(
            EventDraft("assigned", "assignee", owner, None)
        )

    def _times(self) -> HotelRules:
        return rules_of(self.hotel.settings)


def is_off_shift(member: Member | None) -> bool:
    """Whether somebody keeps shifts and is on none now. Who has gone from the hotel is on none either."""
    return member is None or (member.has_shifts and not member.on_duty)


def of_hotels(hotels: Iterable[tuple[Hotel, Sequence[Member]]]) -> dict[int, Assigner]:
    """What is known of the hotels, in the open transaction: one statement for hotels that assign by hand, of rules."""
    found = {hotel.id: Assigner(hotel, people, duty.settings_of(hotel.settings)) for hotel, people in hotels}
    by_hotel: dict[int, list[AssignmentRule]] = {}
    for hotel_id, *columns in rows(_RULES, (list(found),)):
        by_hotel.setdefault(hotel_id, []).append(_rule(*columns))
    for hotel_id, rules in by_hotel.items():
        found[hotel_id].rules = rules
        if any(rule.rooms_from or rule.rooms_to for rule in rules):
            found[hotel_id].rooms = dict(
                rows("SELECT id, number FROM rooms WHERE hotel_id = %s", (hotel_id,))
            )
    taking_turns = [id for id, one in found.items() if one.settings.mode is not Mode.MANUAL]
    if taking_turns:
        _read_turns(found, sorted(taking_turns))
    return found


def of_hotel(hotel: Hotel, *, now: datetime) -> Assigner:
    return of_hotels([(hotel, duty.people(hotel, now=now))])[hotel.id]


def given_back(ticket: Ticket, *, now: datetime) -> Decision:
    """To everybody on duty, when its owner is off his shift and the hotel has tickets released; empty otherwise.

    Nobody's turn is asked for: who has drawn ticket numbers must not wait for turns.
    """
    hotel = Hotel.get_by_id(ticket.hotel_id)
    if ticket.assignee_id is None:
        return Decision()
    by_hand = replace(duty.settings_of(hotel.settings), mode=Mode.MANUAL)
    return Assigner(hotel, duty.people(hotel, now=now), by_hand).hand_on(ticket, now=now)


def keep_turns(assigners: Iterable[Assigner]) -> None:
    """Writes whose turn it was; at the end of the transaction that gave the tickets."""
    for one in assigners:
        if one.has_changed:
            rows(
                "UPDATE assignment_turns SET turns = %s WHERE hotel_id = %s RETURNING hotel_id",
                (Json({str(id): turn for id, turn in one.turns.items()}), one.hotel.id),
            )
            one.has_changed = False


def _read_turns(found: Mapping[int, Assigner], hotel_ids: list[int]) -> None:
    """Locks the rows, and only then counts the loads: what the transaction before gave counts."""
    kept = dict(rows(_LOCK_TURNS, (hotel_ids,)))
    for hotel_id in hotel_ids:
        if hotel_id not in kept:
            rows("INSERT INTO assignment_turns (hotel_id) VALUES (%s) ON CONFLICT DO NOTHING", (hotel_id,))
    if len(kept) < len(hotel_ids):
        kept = dict(rows(_LOCK_TURNS, (hotel_ids,)))
    for hotel_id, turns in kept.items():
        found[hotel_id].turns = {int(id): int(turn) for id, turn in turns.items()}
    for hotel_id, staff_id, number in rows(_LOADS, (hotel_ids,)):
        found[hotel_id].loads[staff_id] = number


def _rule(
    id: int,
    name: str,
    category_id: int | None,
    words: list[str],
    rooms_from: str,
    rooms_to: str,
    language: str,
    department_id: int | None,
    to_staff_id: int | None,
    to_department_id: int | None,
    to_category_id: int | None,
    to_priority: str | None,
    to_department: str,
    to_category: str,
) -> AssignmentRule:
    return AssignmentRule(
        id=id,
        name=name,
        category_id=category_id,
        words=tuple(words),
        rooms_from=rooms_from,
        rooms_to=rooms_to,
        language=language,
        department_id=department_id,
        to_staff_id=to_staff_id,
        to_department_id=to_department_id,
        to_category_id=to_category_id,
        to_priority=Priority(to_priority) if to_priority else None,
        to_department=to_department,
        to_category=to_category,
    )
