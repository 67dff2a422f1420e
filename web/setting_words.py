"""What the hotel's changes call a setting and its values, in words of the page's language.

The services name fields and values for programs: "displayName", "least_loaded". A field without words here turns
tests/web/test_setting_words.py red.
"""

from __future__ import annotations

import re
from datetime import date

from babel.dates import format_date, get_day_names
from babel.numbers import format_decimal

from web.language_names import language_name
from web.languages import N_, gettext, language, ngettext
from workflow.calendars import WEEKDAYS

FIELDS = {
    "name": N_("name"),
    "displayName": N_("display name"),
    "description": N_("description"),
    "language": N_("language"),
    "time zone": N_("time zone"),
    "time_zone": N_("time zone"),
    "parent": N_("group"),
    "archived": N_("archived"),
    "colour": N_("colour"),
    "logo": N_("logo"),
    "check-out": N_("check-out time"),
    "public form": N_("public form"),
    "wishes": N_("quick wishes"),
    "wishes in other languages": N_("quick wishes in other languages"),
    "greeting on signs": N_("greeting on signs"),
    "languages of signs": N_("languages of signs"),
    "reopen window": N_("time in which tickets are opened again"),
    "waiting reminds after": N_("time until a waiting guest is reminded"),
    "waiting resolves after": N_("time until a waiting ticket is resolved"),
    "resolved closes after": N_("time until a resolved ticket is closed"),
    "deleted tickets": N_("keeping of deleted tickets"),
    "closed tickets": N_("keeping of closed tickets"),
    "archived tickets": N_("time until closed tickets leave the lists"),
    "largest file in MB": N_("largest file in MB"),
    "per_address": N_("tries of an address within a minute"),
    "per_guest": N_("tries of a guest within a minute"),
    "undo_seconds": N_("seconds in which an answer can be taken back"),
    "second factor demanded of": N_("roles that need a second factor"),
    "number": N_("number"),
    "body": N_("text"),
    "enabled": N_("switched on"),
    "disabled": N_("disabled"),
    "authservId": N_("mail server that is believed about senders"),
    "accountSid": N_("Account SID"),
    "serviceSid": N_("Messaging Service SID"),
    "templates": N_("templates for guests"),
    "alarmTemplates": N_("templates for alarms"),
    "prefersMail": N_("mail when 24 hours are over"),
    "host": N_("server"),
    "port": N_("port"),
    "transport": N_("encryption"),
    "user": N_("user name"),
    "login": N_("way to log in"),
    "tokenUrl": N_("address of the token endpoint"),
    "clientId": N_("client id"),
    "scope": N_("scope"),
    "afterwards": N_("what happens to a mail that was read"),
    "moveTo": N_("folder for mail that was read"),
    "url": N_("address"),
    "events": N_("events"),
    "secret": N_("secret"),
    "role": N_("role"),
    "department": N_("department"),
    "department_id": N_("department"),
    "alarm_phone": N_("phone for alarms"),
    "lead": N_("lead"),
    "priority": N_("priority"),
    "category": N_("category"),
    "category_id": N_("category"),
    "calendar": N_("calendar"),
    "calendar_id": N_("calendar"),
    "accepted_minutes": N_("minutes to acceptance"),
    "first_response_minutes": N_("minutes to the first response"),
    "next_response_minutes": N_("minutes to the next response"),
    "resolution_minutes": N_("minutes to the resolution"),
    "warn_minutes": N_("warning, minutes before"),
    "warn_percent": N_("warning, percent before"),
    "ladder": N_("who is told when it is overdue"),
    "week": N_("opening hours"),
    "holidays": N_("holidays"),
    "hours": N_("hours"),
    "on duty": N_("on duty"),
    "told when nobody is on duty": N_("people told when nobody is on duty"),
    "who gets a new ticket": N_("way of giving out new tickets"),
    "tickets at the end of a shift": N_("tickets at the end of a shift"),
    "words": N_("words"),
    "harmless": N_("harmless words"),
    "people": N_("people who are alarmed"),
    "minutes": N_("minutes"),
    "times": N_("repetitions"),
    "quiet hours": N_("quiet hours"),
    "one by one": N_("notifications one by one"),
    "new ones one by one": N_("new tickets one by one"),
    "position": N_("position"),
    "rooms": N_("rooms"),
    "to member": N_("member who gets it"),
    "to department": N_("department that gets it"),
    "to category": N_("category that is set"),
    "to priority": N_("priority that is set"),
}
_VALUES = {
    "yes": N_("yes"),
    "no": N_("no"),
    "none": N_("none"),
    "off": N_("off"),
    "all": N_("all"),
    "kept for ever": N_("kept for ever"),
    "a new one": N_("a new one"),
    "owner": N_("Owner"),
    "manager": N_("Manager"),
    "reception": N_("Reception"),
    "staff": N_("Staff"),
    "ai_agent": N_("AI agent"),
    "low": N_("low"),
    "medium": N_("medium"),
    "high": N_("high"),
    "urgent": N_("urgent"),
    "manual": N_("it waits until somebody takes it"),
    "round_robin": N_("in turn"),
    "least_loaded": N_("to whom has the fewest"),
    "release": N_("released"),
    "keep": N_("kept"),
    "leave": N_("left as it is"),
    "seen": N_("marked as read"),
    "move": N_("moved"),
    "delete": N_("deleted"),
    "password": N_("password"),
    "xoauth2": N_("OAuth (XOAUTH2)"),
    "tls": N_("TLS"),
    "loopback": N_("none, on this machine"),
    "cleartext": N_("none"),
    "connection": N_("connection"),
}
_LADDER = {
    "assignee": N_("assignee"),
    "department_lead": N_("lead of the department"),
    "manager": N_("Manager"),
}
# What was written by hand is said as it stands, also where it looks like a word of ours.
_AS_WRITTEN = frozenset(
    {
        "name", "displayName", "description", "wishes", "wishes in other languages", "body", "words", "harmless", "people", "to member", "lead",
        "department", "category", "calendar", "to department", "to category", "user", "moveTo", "number", "rooms",
        "told when nobody is on duty",
    }
)  # fmt: skip
_DAYS = re.compile(r"([0-9.]+) days")
_STEP = re.compile(r"after (\d+); to (\w+)")
_HOLIDAY = re.compile(r"date (\S+); intervals (.*?)(?=, date |$)")
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def field(name: str) -> str:
    """A field of a later program is said as it stands."""
    return gettext(FIELDS[name]) if name in FIELDS else name


def value(name: str, text: str) -> str:
    """The value of this field, "" for one that there is not."""
    if name in _AS_WRITTEN:
        return text if text != "none" else gettext("none")
    if name == "language":
        return language_name(text)
    if name == "ladder":
        return "; ".join(_step(one) for one in _STEP.findall(text)) or text
    if name.endswith("_id") and text.isdecimal():
        return gettext("no. %(number)s", number=text)
    if name == "holidays":
        return ", ".join(_holiday(*one) for one in _HOLIDAY.findall(text)) or text
    found = _DAYS.fullmatch(text)
    if found:
        return _in_days(float(found[1]))
    return days(", ".join(_word(one) for one in text.split(", ")))


def days(text: str) -> str:
    """Names of weekdays and dates within it as the language says them."""
    wide = get_day_names("wide", locale=language())
    names = {day: wide[number] for number, day in enumerate(WEEKDAYS)}
    text = _WEEKDAY.sub(lambda found: names[found[1].lower()], text)
    return _DATE.sub(lambda found: _day(found[0]), text)


def _word(text: str) -> str:
    return gettext(_VALUES[text]) if text in _VALUES else text


def _step(step: tuple[str, str]) -> str:
    minutes, to = step
    return gettext("after %(minutes)s min %(who)s", minutes=minutes, who=gettext(_LADDER.get(to, "")) or to)


def _day(text: str) -> str:
    try:
        return str(format_date(date.fromisoformat(text), "medium", locale=language()))
    except ValueError:
        return text


def _in_days(number: float) -> str:
    """Half a day is "0.5 days"."""
    if number == 1:
        return ngettext("%(num)s day", "%(num)s days", 1)
    return gettext("%(number)s days", number=format_decimal(number, locale=language()))


def _holiday(day: str, hours: str) -> str:
    said = _day(day)
    return f"{said} ({gettext('closed')})" if hours == "none" else f"{said} {hours.replace(', ', '–')}"
