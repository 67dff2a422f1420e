"""Who wrote the mails of a batch: told by headers that can be trusted, else asked of DNS, several at a time.

DNS may be slow and the mails of a batch wait for each other, so the asking ends after a few seconds; what is not known by
then is not confirmed. Answers to a signed reply address are asked first: for them it matters most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace

from workflow.authenticity import Finding, Origin, Trust, Verdict, Verifier, told
from workflow.database import rows
from workflow.desk import Desk
from workflow.reading import Auto
from workflow.reasons import because
from workflow.reply_address import ReplyTo
from workflow.services.mail_context import Arrival
from workflow.settings import Settings

MAX_SECONDS = 5.0
THREADS = 16

MACHINE = Finding(Verdict.NONE, because("A machine wrote it: the sender was not checked."))
LATE = Finding(Verdict.NONE, because("DNS did not answer in time, so the sender could not be checked."))


def seconds(settings: Settings) -> float:
    """How long a batch may wait for DNS: well within the lease of its claims."""
    return min(MAX_SECONDS, settings.lease_seconds / 3)


def trusts(channel_ids: Sequence[int], desk: Desk) -> dict[int, Trust]:
    """What each desk address believes, in the open transaction."""
    found = rows(
        "SELECT c.id, c.settings ->> 'authserv_id', h.is_demo"
        " FROM channels c JOIN hotels h ON h.id = c.hotel_id WHERE c.id = ANY(%s)",
        (list(set(channel_ids)),),
    )
    return {
        id: Trust(
            relays=desk.settings.trusted_relays,
            authserv_id=authserv_id or "",
            loopback=is_demo and not desk.settings.is_public,
        )
        for id, authserv_id, is_demo in found
    }


def check(
    arrivals: Sequence[Arrival],
    raws: Sequence[bytes],
    trusts: Mapping[int, Trust],
    *,
    verify: Verifier,
    seconds: float,
) -> list[Arrival]:
    """The arrivals, in their order, each with what is known of its sender."""
    findings: dict[int, Finding] = {}
    questions: dict[int, Origin] = {}
    for arrival, raw in zip(arrivals, raws, strict=True):
        origin = _origin(arrival, raw)
        known = MACHINE if _is_automatic(arrival) else told(origin, trusts[arrival.row.channel_id])
        if known is None:
            questions[arrival.row.id] = origin
        else:
            findings[arrival.row.id] = known
    urgent = {arrival.row.id for arrival in arrivals if isinstance(arrival.reply, ReplyTo)}
    in_order = sorted(questions.items(), key=lambda question: question[0] not in urgent)
    findings |= _answers(in_order, verify, seconds)
    return [replace(arrival, finding=findings[arrival.row.id]) for arrival in arrivals]


def _answers(questions: Sequence[tuple[int, Origin]], verify: Verifier, seconds: float) -> dict[int, Finding]:
    if not questions:
        return {}
    pool = ThreadPoolExecutor(min(THREADS, len(questions)), thread_name_prefix="sender")
    asked = {pool.submit(verify, origin): id for id, origin in questions}
    done, late = wait(asked, timeout=seconds)
    pool.shutdown(wait=False, cancel_futures=True)
    return {asked[one]: one.result() for one in done} | {asked[one]: LATE for one in late}


def _is_automatic(arrival: Arrival) -> bool:
    """Also our own probes are written by a machine; for them one wants to know."""
    if arrival.mail.bounce is not None:
        return True
    return arrival.mail.auto is Auto.YES and arrival.probe is None


def _origin(arrival: Arrival, raw: bytes) -> Origin:
    row = arrival.row
    return Origin(
        raw=raw,
        from_address=arrival.mail.from_address,
        door=row.door,
        peer=row.peer,
        helo=row.helo,
        envelope_from=row.envelope_from,
        received_at=row.received_at,
    )
