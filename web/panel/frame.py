"""What stands around every page: the hotel's name and clock, the numbers of the navigation, the sentence of the last act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import render_template, request

from web import due_words, moments, words
from web.access import Visit
from web.languages import N_, gettext
from web.panel import keys
from web.panel.account_words import ROLES
from workflow import clock
from workflow.models import Hotel
from workflow.queries import chip_counts, stuck
from workflow.queries.chip_counts import Kind
from workflow.queries.ticket_filter import Filter
from workflow.roles import Action
from workflow.services.accounts import Seat
from workflow.settings import Settings
from workflow.values import State

# What is said after a form did its work: the page that follows is asked for with ?done=….
DONE = {
    "sent": N_("Your answer is on its way."),
    "held": N_("Your answer goes in a few seconds. Until then you can take it back."),
    "noted": N_("The note is saved."),
    "moved": N_("The state is changed."),
    "assigned": N_("The ticket has a new owner."),
    "taken": N_("The ticket is yours."),
    "released": N_("The ticket is released."),
    "edited": N_("The change is saved."),
    "saved": N_("Your choice is saved."),
    "opened": N_("The ticket is open."),
    "retried": N_("It is being tried again."),
    "released-file": N_("The file may be opened and sent now."),
    "fetching": N_("The file is being fetched once more."),
    "dropped": N_("It is dropped."),
    "claimed": N_("The mail stands here now."),
    "dismissed": N_("Both tickets stay as they are."),
    "joined": N_("This person gets the answers from now on."),
    "left": N_("This person gets nothing."),
    "deleted": N_("The ticket is deleted."),
    "restored": N_("The ticket is back."),
    "spam": N_("The ticket lies in the spam folder."),
    "released-mail": N_("It is being read as any other mail."),
    "blocked": N_("The sender is blocked."),
    "unblocked": N_("The sender is not blocked any more."),
    "added": N_("It is added."),
    "removed": N_("It is removed."),
    "going": N_("Its tickets are being changed. It goes after the last of them."),
    "switched_off": N_("It is switched off."),
    "switched_on": N_("It is switched on."),
    "transferred": N_("The ticket is passed on."),
    "snoozed": N_("The ticket is put aside until then, or until the guest writes."),
    "woken": N_("The ticket is back in the queue."),
    "watching": N_("You hear of this ticket from now on."),
    "unwatched": N_("You hear nothing more of this ticket, unless it is yours."),
    "linked": N_("The tickets are linked."),
    "unlinked": N_("The link is gone."),
    "merged": N_("The tickets are one now: this is the one that goes on."),
    "split": N_("The messages stand in a ticket of their own."),
    "closed": N_("The ticket is closed."),
    "reopened": N_("The ticket is open again."),
    "as-written": N_("The message counts as written."),
    "guest_saved": N_("The guest is saved."),
    "guests_merged": N_("The two records are one guest now."),
    "guests_parted": N_("Both guests are as they were."),
    "guest_erased": N_("The guest is erased."),
    "stay_saved": N_("The stay is saved."),
    "pms_off": N_("The connection to the PMS is off."),
    "asking": N_("Twilio is being asked."),
    "hotel_joined": N_("You are a member of this hotel now."),
    "password": N_("The password is changed, and you are signed out everywhere else."),
    "ended": N_("It is signed out."),
    "invited": N_("The invitation is on its way."),
    "testing": N_("The test mail is on its way."),
    "revoked": N_("It lets nobody in any more."),
    "view_kept": N_("The view is kept."),
    "view_removed": N_("The view is removed."),
    "hook_testing": N_("The test event is on its way."),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """hotel and live are for what is read after it: neither is read twice for a page."""

    hotel: Hotel
    live: Sequence[Kind]  # all tickets that are not done, as far as this person sees them
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
    reads_reports: bool
    has_outbox: bool
    may_open: bool
    may_set_up: bool
    may_group: bool
    shows_parts: bool  # the page for developers
    done: str

    @property
    def role_name(self) -> str:
        return gettext(ROLES.get(self.seat.role, N_("Looks after the installation")))

    def time(self, moment: datetime) -> str:
        return moments.short(moment, zone=self.zone, now=self.now)

    def full_time(self, moment: datetime) -> str:
        return moments.full(moment, self.zone)


def load_frame(visit: Visit, settings: Settings) -> Frame:
    """In the open transaction."""
    seat = visit.seat
    hotel = Hotel.get_by_id(seat.hotel_id)
    now = clock.now()
    live = chip_counts.kinds(visit.sight, Filter(), now=now)
    awake = [kind for kind in live if not kind.is_snoozed]
    return Frame(
        hotel=hotel,
        live=live,
        hotel_name=hotel.name,
        zone=ZoneInfo(hotel.time_zone),
        now=now,
        person=visit.person.name,
        email=visit.person.email,
        seat=seat,
        seats=visit.person.seats,
        open_count=sum(kind.number for kind in awake if kind.state in (State.OPEN, State.IN_PROGRESS)),
        mine_count=sum(kind.number for kind in awake if kind.assignee_id == visit.person.staff_id),
        stuck_count=stuck.number(seat.hotel_id) if visit.may(Action.STUCK) else None,
        keeps_spam=visit.may(Action.SPAM),
        keeps_qr=visit.may(Action.QR),
        keeps_guests=visit.may(Action.GUESTS),
        reads_reports=visit.may(Action.REPORTS),
        has_outbox=visit.may(Action.OUTBOX) and not settings.smtp_relay_url,
        may_open=visit.may(Action.OPEN),
        may_set_up=visit.may(Action.CHANNELS),
        may_group=visit.may(Action.CREATE_HOTEL),
        shows_parts=not settings.is_public,
        done=gettext(DONE.get(request.args.get("done", ""), "")),
    )


def render(template: str, frame: Frame, **values: object) -> str:
    """A page, with the frame and the words of the house. No transaction is open any more."""
    script_words = due_words.for_script()
    return render_template(template, frame=frame, words=words, keys=keys, script_words=script_words, **values)
