"""The keys of the panel, once: the help dialog shows this table, and static/js/keys.js looks up in it what a key does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from web.languages import N_

BY_THE_BROWSER = frozenset({"open"})
"""What needs no script."""


@dataclass(frozen=True, slots=True)
class Key:
    """names: each alone does it; "g q" one after the other, "Ctrl+Enter" together. act: as the script calls it."""

    names: tuple[str, ...]
    act: str
    words: str


GROUPS: tuple[tuple[str, tuple[Key, ...]], ...] = (
    (
        N_("In the list and in a ticket"),
        (
            Key(("j",), "next", N_("next ticket of the list")),
            Key(("k",), "previous", N_("previous ticket of the list")),
            Key(("Enter",), "open", N_("open it")),
            Key(("a",), "take", N_("take the ticket, or all that are selected")),
            Key(("A",), "assign", N_("assign it to somebody")),
            Key(("s",), "state", N_("change the state")),
            Key(("p",), "priority", N_("change the priority")),
            Key(("t",), "tag", N_("tag it")),
            Key(("r",), "reply", N_("reply to the guest")),
            Key(("n",), "note", N_("internal note")),
        ),
    ),
    (
        N_("In the list"),
        (
            Key(("x",), "select", N_("select it, or not")),
            Key(("X",), "selectUpTo", N_("select all up to it")),
            Key(("f",), "filters", N_("narrow the list down")),
            Key(("v",), "views", N_("kept lists")),
        ),
    ),
    (
        N_("In a ticket"),
        (
            Key(("c",), "canned", N_("put in a canned reply")),
            Key(("Ctrl+Enter",), "send", N_("send what is written")),
            Key(("z",), "undo", N_("take the answer back")),
            Key(("m",), "merge", N_("merge it into another")),
            Key((".",), "more", N_("more that can be done with it")),
            Key(("u",), "up", N_("back to the list")),
        ),
    ),
    (
        N_("Everywhere"),
        (
            Key(("/",), "search", N_("search")),
            Key(("g q",), "queue", N_("queue")),
            Key(("g m",), "mine", N_("my tickets")),
            Key(("Escape",), "leave", N_("close a menu, leave a field, clear the selection")),
            Key(("?",), "help", N_("this help")),
        ),
    ),
)


def every() -> Iterator[Key]:
    for _, keys in GROUPS:
        yield from keys


def for_script() -> dict[str, str]:
    """The act by the name of its key."""
    return {name: key.act for key in every() for name in key.names}
