"""Refusals of the core that a guest may read on his pages, marked for the catalogs of his language."""

from __future__ import annotations

from web.languages import N_

SENTENCES = (
    N_("This session is over: it ends with the stay, when the room changes, or when the reception ends it."),
    N_("This is not a code of this hotel. Scan it once more, or ask at the reception."),
    N_("This code works as soon as you have checked in."),
    N_("The stay that this code belongs to is over, or has another room now."),
    N_("This code has run out. Ask for a new one at the reception."),
    N_("The reception has withdrawn this code. Ask for a new one."),
    N_("This code has been used already: each works once. Ask for a new one at the reception."),
    N_("Too many tries. Wait a minute, then try again."),
    N_("The room and the last name do not fit together. Write the name as you gave it when booking."),
    N_("This sign is no longer in use. The reception is glad to help you."),
    N_("You have opened many requests within an hour. Write into one of them."),
    N_("Too many tries for this room. Ask at the reception, or try again in an hour."),
)
