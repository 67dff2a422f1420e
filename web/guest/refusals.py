"""Refusals of the core that a guest may read on his pages, marked for the catalogs of his language."""

from __future__ import annotations

from web.languages import N_, gettext
from workflow.errors import Refused

SENTENCES = (
    N_("This session is over: it ends with the stay, when the room changes, or when the reception ends it."),
    N_("This is not a code of this hotel. Scan it once more, or ask at the reception."),
    N_("This code works as soon as you have checked in."),
    N_("The stay that this code belongs to is over, or has another room now."),
    N_("This code has run out. Ask for a new one at the reception."),
    N_("The reception has withdrawn this code. Ask for a new one."),
    N_("This code has been used already: each works once. Ask for a new one at the reception."),
    N_("Too many tries. Wait a minute, then try again."),
    N_("Too many tries within an hour. Try again later."),
    N_("The room and the last name do not fit together. Write the name as you gave it when booking."),
    N_("This sign is no longer in use. The reception is glad to help you."),
    N_("You have opened many requests within an hour. Write into one of them."),
    N_("Too many tries for this room. Ask at the reception, or try again in an hour."),
    N_("Write a few words first."),
    N_("This text is longer than %(most)s characters."),
    N_("At most %(most)s files go with one message."),
    N_("The files are larger than %(most)s MB together."),
    N_("%(name)s is larger than %(most)s MB."),
    N_("%(name)s is a program: programs are not sent along."),
    N_("Write your name, so that we know whom to answer."),
    N_("Write a mail address or a phone number, so that we can answer."),
    N_("This is not a mail address; it looks like name@example.com."),
    N_("This is not a phone number; it looks like +49 151 23456789."),
    N_("Messages from this address are not taken here. Please ask at the reception."),
    N_("This is the hotel's own address. Write yours, so that we can answer."),
    N_("Very many people are writing at the moment. Please try again in an hour, or ask at the reception."),
    N_("There is no such file."),
    N_("There is no small picture of this file."),
    N_("This file is being checked. Try again in a moment."),
    N_("The hotel's check of files holds this file back. Ask at the reception."),
    N_("This form is no longer valid, because the log-in has changed. Load the page again."),
    N_("There is no such page."),
    N_("This request could not be understood."),
    N_("This address does not take this kind of request."),
    N_("This is too large."),
    N_("Something went wrong on our side. It has been written down; please try again."),
    N_("The desk cannot reach its database at the moment. Nothing was lost; please try again shortly."),
    N_("The desk cannot reach its store of files at the moment. Please try again shortly."),
)


def say(error: Refused) -> str:
    """In the language of the page, as far as it has the sentence."""
    return gettext(error.sentence, **(error.values or {}))
