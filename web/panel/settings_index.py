"""Settings: every page of them with one line of what it is for. The list beside them is _parts/settings_nav.html."""

from __future__ import annotations

from dataclasses import dataclass

from web.access import current_visit, needs
from web.languages import N_
from web.panel.blueprint import panel
from web.panel.settings_forms import show
from workflow.roles import Action


@dataclass(frozen=True, slots=True)
class Entry:
    """One page, for whom may do this."""

    path: str
    name: str
    about: str
    action: Action = Action.HOTEL


GROUPS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        N_("The house"),
        (
            Entry(
                "/settings/hotel",
                N_("Hotel"),
                N_("Name, time zone, check-out, guests’ page, times of tickets."),
            ),
            Entry("/settings/rooms", N_("Rooms"), N_("Their numbers, many at once.")),
            Entry("/settings/departments", N_("Departments"), N_("Who gets what, and who leads.")),
            Entry("/settings/categories", N_("Categories"), N_("What requests are about.")),
            Entry("/settings/tags", N_("Tags"), N_("Coloured words that tickets carry."), Action.TAGS),
            Entry(
                "/settings/canned",
                N_("Canned replies"),
                N_("Answers that come again and again."),
                Action.CANNED,
            ),
            Entry(
                "/settings/keeping",
                N_("Files and keeping"),
                N_("How large files may be, and how long tickets are kept."),
            ),
        ),
    ),
    (
        N_("Ways in and out"),
        (
            Entry(
                "/settings/channels",
                N_("Channels"),
                N_("Mail addresses and WhatsApp numbers, with a live test."),
                Action.CHANNELS,
            ),
            Entry("/settings/pms", N_("PMS"), N_("Stays from the hotel’s own system."), Action.PMS),
            Entry(
                "/settings/webhooks",
                N_("Webhooks"),
                N_("Other programs that are told what happens."),
                Action.WEBHOOKS,
            ),
            Entry("/settings/tokens", N_("API tokens"), N_("Keys for other programs."), Action.TOKENS),
        ),
    ),
    (
        N_("Work"),
        (
            Entry(
                "/settings/duty", N_("Duty"), N_("Shifts, who gets a new ticket, emergencies."), Action.DUTY
            ),
            Entry(
                "/settings/calendars",
                N_("Hours"),
                N_("When promises run: opening hours and holidays."),
                Action.SLA,
            ),
            Entry(
                "/settings/sla",
                N_("SLA policies"),
                N_("How fast guests are answered, and who is told when it is late."),
                Action.SLA,
            ),
            Entry("/notifications", N_("Notifications"), N_("Quiet hours, and many notices in one mail.")),
        ),
    ),
    (
        N_("People and traces"),
        (
            Entry(
                "/settings/members",
                N_("Members"),
                N_("Colleagues, their roles and departments."),
                Action.MEMBERS,
            ),
            Entry(
                "/settings/group", N_("Group"), N_("Hotels that look after each other."), Action.CREATE_HOTEL
            ),
            Entry("/deleted", N_("Deleted tickets"), N_("What can still come back."), Action.DELETE),
            Entry("/settings/changes", N_("Changes"), N_("Who changed which setting, and when.")),
        ),
    ),
)


@panel.get("/settings")
@needs(Action.HOTEL)
def settings_index() -> str:
    visit = current_visit()
    groups = [(name, [entry for entry in entries if visit.may(entry.action)]) for name, entries in GROUPS]
    return show("settings.html", lambda visit: {"groups": groups})
