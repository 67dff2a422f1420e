"""What stands around every page: the hotel's name and clock, the numbers of the navigation, the sentence of the last act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import render_template, request

from web import clock_words, words
from web.access import Visit
from web.languages import N_, gettext
from workflow import clock
from workflow.models import Hotel
from workflow.queries import stuck, tickets
from workflow.queries.ticket_filter import Filter
from workflow.roles import Action
from workflow.services.accounts import Seat
from workflow.settings import Settings
from workflow.values import State

# What is said after a form did its work: the page that follows is asked for with ?done=….
DONE = {
    "sent": "Your answer is on its way.",
    "noted": "The note is saved.",
    "moved": "The state is changed.",
    "assigned": "The ticket has a new owner.",
    "taken": "The ticket is yours.",
    "released": "The ticket is released.",
    "edited": "The change is saved.",
    "saved": "Your choice is saved.",
    "opened": "The ticket is open.",
    "retried": "It is being tried again.",
    "released-file": N_("The file may be opened and sent now."),
    "fetching": "The file is being fetched once more.",
    "dropped": "It is dropped.",
    "claimed": "The mail stands here now.",
    "dismissed": "Both tickets stay as they are.",
    "joined": "This person gets the answers from now on.",
    "left": "This person gets nothing.",
    "deleted": N_("The ticket is deleted."),
    "restored": N_("The ticket is back."),
    "spam": "The ticket lies in the spam folder.",
    "released-mail": "It is being read as any other mail.",
    "blocked": "The sender is blocked.",
    "unblocked": "The sender is not blocked any more.",
    "added": "It is added.",
    "removed": "It is removed.",
    "switched_off": "It is switched off.",
    "switched_on": "It is switched on.",
    "transferred": "The ticket is passed on.",
    "snoozed": "The ticket is put aside until then, or until the guest writes.",
    "woken": "The ticket is back in the queue.",
    "watching": "You hear of this ticket from now on.",
    "unwatched": "You hear nothing more of this ticket, unless it is yours.",
    "linked": "The tickets are linked.",
    "unlinked": "The link is gone.",
    "merged": "The tickets are one now.",
    "split": "The messages stand in a ticket of their own.",
    "closed": "The ticket is closed.",
    "reopened": "The ticket is open again.",
    "as-written": "The message counts as written.",
    "guest_saved": N_("The guest is saved."),
    "guests_merged": N_("The two records are one guest now."),
    "guests_parted": N_("Both guests are as they were."),
    "guest_erased": N_("The guest is erased."),
    "stay_saved": N_("The stay is saved."),
    "pms_off": N_("The connection to the PMS is off."),
    "asking": "Twilio is being asked.",
    "password": "The password is changed, and you are signed out everywhere else.",
    "ended": "It is signed out.",
    "invited": "The invitation is on its way.",
    "testing": "The test mail is on its way.",
    "revoked": "It lets nobody in any more.",
    "hook_testing": "The test event is on its way.",
}


@dataclass(frozen=True, slots=True)
class Frame:
    hotel_name: str
    zone: ZoneInfo
    now: datetime
    person: str
    email: str
    seat: Seat
    seats: tuple[Seat, ...]
    open_count: int
    mine_count: int
    stuck_count: int | None  # None: this role does not look after stuck items
    keeps_spam: bool
    keeps_qr: bool
    keeps_guests: bool
    has_outbox: bool
    may_open: bool
    may_set_up: bool
    may_group: bool
    done: str

    def time(self, moment: datetime) -> str:
        return words.clock_time(moment, zone=self.zone, now=self.now)

    def full_time(self, moment: datetime) -> str:
        local = moment.astimezone(self.zone)
        return f"{local:%A} {local.day} {local:%B %Y, %H:%M:%S}"

    def age(self, moment: datetime) -> str:
        return words.duration(self.now - moment)

    def due(self, moment: datetime) -> str:
        return clock_words.due_mark(moment, now=self.now)


def load_frame(visit: Visit, settings: Settings) -> Frame:
    """In the open transaction."""
    seat = visit.seat
    hotel = Hotel.get_by_id(seat.hotel_id)
    now = clock.now()
    counts = tickets.live_counts(visit.sight, Filter(awake_at=now))
    mine = tickets.live_counts(visit.sight, Filter(assignee_id=visit.person.staff_id, awake_at=now))
    return Frame(
        hotel_name=hotel.name,
        zone=ZoneInfo(hotel.time_zone),
        now=now,
        person=visit.person.name,
        email=visit.person.email,
        seat=seat,
        seats=visit.person.seats,
        open_count=counts[State.OPEN] + counts[State.IN_PROGRESS],
        mine_count=sum(mine.values()),
        stuck_count=stuck.number(seat.hotel_id) if visit.may(Action.STUCK) else None,
        keeps_spam=visit.may(Action.SPAM),
        keeps_qr=visit.may(Action.QR),
        keeps_guests=visit.may(Action.GUESTS),
        has_outbox=visit.may(Action.OUTBOX) and not settings.smtp_relay_url,
        may_open=visit.may(Action.OPEN),
        may_set_up=visit.may(Action.CHANNELS),
        may_group=visit.may(Action.CREATE_HOTEL),
        done=gettext(DONE.get(request.args.get("done", ""), "")),
    )


def render(template: str, frame: Frame, **values: object) -> str:
    """A page, with the frame and the words of the house. No transaction is open any more."""
    return render_template(template, frame=frame, words=words, **values)
