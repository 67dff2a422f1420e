"""The live test of a desk address as people see it: its stages, what each waits for, and what to do when it does not come.

Pure: from what is known and the time to words. What is known stands in channel_tests, written by services/probes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from workflow.reasons import because

PATIENCE = timedelta(minutes=5)
TAKEN_UP_WITHIN = timedelta(seconds=30)
WATCHED_FOR = timedelta(minutes=15)
TAG_WAITS = timedelta(seconds=60)


class Way(StrEnum):
    RELAY = "relay"  # out through SMTP_RELAY_URL, back as a guest's mail comes
    DOOR = "door"  # handed to our own door on this machine: the world outside is left out


class Progress(StrEnum):
    DONE = "done"
    WAITING = "waiting"
    WARNING = "warning"  # the test passes without it
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Known:
    """What has become of the probe so far. unread: since it began, mail has come to the address that nobody has read."""

    id: int
    address: str
    way: Way
    asked_by: str
    started_at: datetime
    sent_at: datetime | None = None
    said: str = ""
    failed_at: datetime | None = None
    error: str = ""
    arrived_at: datetime | None = None
    arrived_to: str = ""
    door: str = ""
    peer: str = ""
    recognised_at: datetime | None = None
    verdict: str = ""
    verdict_reason: str = ""
    tagged_at: datetime | None = None
    tagged_error: str = ""
    unread: str = ""  # "", "received" or "quarantined"

    @property
    def seconds(self) -> float:
        """From the button to being recognised; 0 before that."""
        return (self.recognised_at - self.started_at).total_seconds() if self.recognised_at else 0.0


@dataclass(frozen=True, slots=True)
class Stage:
    """advice: what to do, "" when nothing is to be done."""

    name: str
    progress: Progress
    words: str
    advice: str = ""


def result(known: Known, *, now: datetime) -> Progress:
    """DONE: passed. WARNING: it is late, or was not taken yet, and may still come."""
    if known.recognised_at is not None:
        return Progress.DONE
    if known.failed_at is not None:
        return Progress.FAILED
    is_put_off = bool(known.error) and known.sent_at is None
    return Progress.WARNING if is_put_off or _is_late(known, now) else Progress.WAITING


def is_watched(known: Known, *, now: datetime) -> bool:
    """Whether something may still change soon, so that a page looks again by itself."""
    if known.recognised_at is not None:
        return known.tagged_at is None and not known.tagged_error and now < known.recognised_at + TAG_WAITS
    return known.failed_at is None and now < known.started_at + WATCHED_FOR


def stages(known: Known, *, now: datetime) -> tuple[Stage, ...]:
    """In the order in which they happen. The check of the sender makes sense only for mail that was outside."""
    found = [_sent(known, now), _arrived(known, now), _recognised(known)]
    if known.recognised_at is not None:
        found.append(_tagged(known, now))
        if known.way is Way.RELAY:
            found.append(_believed(known))
    return tuple(found)


def _sent(known: Known, now: datetime) -> Stage:
    name, said = because("Sent"), known.said or because("no words were said")
    if known.sent_at is not None:
        took = (
            because("The relay took it: %(said)s", said=said)
            if known.way is Way.RELAY
            else because("The desk’s own door took it: %(said)s", said=said)
        )
        return Stage(name, Progress.DONE, took)
    if known.recognised_at is not None:
        return Stage(name, Progress.DONE, because("It went out: it has come back."))
    if known.failed_at is not None:
        return Stage(
            name, Progress.FAILED, f"{because('Not sent.')} {known.error}", _advice_for_sending(known.way)
        )
    if known.error:
        words = f"{because('Not sent yet, it is tried again.')} {known.error}"
        return Stage(name, Progress.WARNING, words, _advice_for_sending(known.way))
    late = now > known.started_at + TAKEN_UP_WITHIN
    return Stage(
        name,
        Progress.WAITING,
        because("On its way to the relay.")
        if known.way is Way.RELAY
        else because("On its way to the desk’s own door."),
        because("Nobody has taken it up: look whether the processes clock and worker run (bellhop doctor).")
        if late
        else "",
    )


def _advice_for_sending(way: Way) -> str:
    if way is Way.RELAY:
        return because(
            "Look at SMTP_RELAY_URL: host, port, user and password, and whether the relay takes mail from this machine and from this address."
        )
    return because("Look whether the process smtp runs and listens at SMTP_LISTEN (bellhop doctor).")


def _arrived(known: Known, now: datetime) -> Stage:
    name = because("Came back")
    if known.arrived_at is not None:
        return _arrived_words(name, known, known.arrived_at)
    if known.sent_at is None:
        return Stage(name, Progress.WAITING, because("Not sent yet."))
    if known.failed_at is not None:
        return Stage(name, Progress.FAILED, known.error, _advice_for_way_back(known))
    if _is_late(known, now):
        minutes = int(PATIENCE.total_seconds() // 60)
        return Stage(
            name,
            Progress.WARNING,
            because("Sent, but not back after %(minutes)s minutes.", minutes=minutes),
            _advice_for_way_back(known),
        )
    return Stage(
        name, Progress.WAITING, because("Waiting for it at the desk’s doors. This may take some minutes.")
    )


def _arrived_words(name: str, known: Known, at: datetime) -> Stage:
    seconds = (at - (known.sent_at or known.started_at)).total_seconds()
    where = {
        "smtp": because(
            "through the SMTP door, from %(peer)s", peer=known.peer or because("an unknown machine")
        ),
        "lmtp": because("through the LMTP door"),
        "imap": because("from the mailbox (IMAP)"),
    }.get(known.door, known.door)
    words = because(
        "It came %(where)s, %(seconds)s s after it was sent.", where=where, seconds=f"{max(seconds, 0):.1f}"
    )
    if known.arrived_to and known.arrived_to != known.address:
        return Stage(
            name,
            Progress.WARNING,
            words,
            because(
                "It came for %(arrived_to)s instead of %(address)s: a forwarding on the way changes the recipient.",
                arrived_to=known.arrived_to,
                address=known.address,
            ),
        )
    return Stage(name, Progress.DONE, words)


def _advice_for_way_back(known: Known) -> str:
    if known.way is Way.DOOR:
        return because("Look at the log of the process smtp.")
    domain = known.address.rpartition("@")[2]
    return because(
        "Mail for %(address)s does not reach the desk. Check one after the other: does the MX record of %(domain)s name your mail server, or this machine; does that server hand mail for this address on (forwarding, LMTP_LISTEN, SMTP_LISTEN), or is its mailbox set up here; is port 25 open; does the mail lie in a spam folder or in the relay's queue?",
        address=known.address,
        domain=domain,
    )


def _recognised(known: Known) -> Stage:
    name = because("Recognised")
    if known.recognised_at is not None:
        return Stage(
            name,
            Progress.DONE,
            because(
                "Known by its signature after %(seconds)s s in all; no ticket was opened.",
                seconds=f"{known.seconds:.1f}",
            ),
        )
    if known.unread == "quarantined":
        return Stage(
            name,
            Progress.WARNING,
            because("Since then a mail has come to this address that could not be read."),
            because("Look at it under Stuck."),
        )
    if known.unread:
        return Stage(
            name,
            Progress.WAITING,
            because("Since then mail has come to this address, and is not read yet."),
            because("If this stays so, look whether the processes clock and worker run (bellhop doctor)."),
        )
    return Stage(name, Progress.WAITING, because("Nothing to read yet."))


def _tagged(known: Known, now: datetime) -> Stage:
    name = because("Reply addresses")
    local, _, domain = known.address.rpartition("@")
    example = f"{local}+…@{domain}"
    if known.tagged_at is not None:
        return Stage(
            name,
            Progress.DONE,
            because("Mail to signed addresses like %(example)s comes back too.", example=example),
        )
    advice = because(
        "Let your mail server deliver %(local)s+anything@%(domain)s to %(address)s (plus addressing, subaddressing). Without it answers are placed by their threads and by the mark at the foot of our mails.",
        local=local,
        domain=domain,
        address=known.address,
    )
    if known.tagged_error:
        return Stage(name, Progress.WARNING, known.tagged_error, advice)
    if known.recognised_at is not None and now > known.recognised_at + TAG_WAITS:
        return Stage(
            name,
            Progress.WARNING,
            because("The copy to %(example)s has not come back.", example=example),
            advice,
        )
    return Stage(name, Progress.WAITING, because("Waiting for the copy to %(example)s.", example=example))


def _believed(known: Known) -> Stage:
    """What the desk itself thinks of its own mail is what guests' servers will think of it."""
    name = because("Sender confirmed")
    if known.verdict == "pass":
        return Stage(name, Progress.DONE, known.verdict_reason)
    domain = known.address.rpartition("@")[2]
    return Stage(
        name,
        Progress.WARNING,
        known.verdict_reason or because("Nobody has confirmed the sender."),
        because(
            "Guests' mail servers may think the same. Let the relay sign with DKIM as %(domain)s, name it in the SPF record of %(domain)s, and publish a DMARC record. If the address is set to believe another server, look at the authserv-id and at TRUSTED_RELAYS.",
            domain=domain,
        ),
    )


def _is_late(known: Known, now: datetime) -> bool:
    return now > (known.sent_at or known.started_at) + PATIENCE
