"""Refusals that a member may read in a mail: sentences of the catalogs, with places for what differs. Pure."""

NO_SUCH_STEP = "A ticket that is %(state)s cannot take this step. Allowed from here: %(states)s."
ENDED_LONG_AGO = "This ticket has been %(state)s for longer than the hotel opens tickets again: open a new one and link it to this."
IS_DONE = "A ticket that is %(state)s cannot be %(participle)s; open it again first."
GAP = "This canned reply names the %(place)s, and the ticket has none: write the words yourself."
HAS_IT_ALREADY = "%(name)s has this ticket already."
WAS_QUICKER = "%(name)s was quicker: the ticket belongs to %(name)s now."
NOWHERE = "There is no address to answer to: this ticket was not written by mail."
ROLE_MAY_NOT = "Your role (%(role)s) may not %(action)s."

REFUSALS = (
    NO_SUCH_STEP,
    ENDED_LONG_AGO,
    IS_DONE,
    GAP,
    HAS_IT_ALREADY,
    WAS_QUICKER,
    NOWHERE,
    ROLE_MAY_NOT,
)
WORDS = (
    "assigned",
    "passed on",
    "snoozed",
    "answer the guest",
    "write an internal note",
    "change the state",
    "take a ticket",
    "assign a ticket to somebody else",
    "pass a ticket on to a department",
    "watch a ticket",
    "change priority, subject, category, department or tags",
)
"""What stands in the places, besides states, and is said in the reader's language too."""
