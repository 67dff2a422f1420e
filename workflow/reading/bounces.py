"""Delivery reports: RFC 3464, X-Failed-Recipients, and the free text that many servers still send.

A report needs two signs that agree (sender, subject, sentence), so that a guest who writes about a lost mail, or
forwards a report, stays a guest.
"""

from __future__ import annotations

import re

from workflow.reading.addresses import spec
from workflow.reading.bounce_phrases import (
    DAEMON_NAMES,
    DAEMONS,
    OPENINGS,
    ORIGINAL_BELOW,
    SENTENCES,
    SUBJECTS,
    TEMPORARY,
)
from workflow.reading.mail import Bounce, BouncedRecipient, Mail

HEAD = 4_000  # characters of the text that are looked at
MAX_RECIPIENTS = 100
MAX_STATUS = 64 * 1024
STATUS_BREAK = re.compile(r"\n[ \t\r]*\n")
STATUS_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]{1,40})[ \t]*:[ \t]*(.*(?:\n[ \t]+\S.*)*)", re.M)
CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
MESSAGE_ID = re.compile(r"^[ \t>]*Message-I[dD]:\s*(<[^<>\s]{1,400}>)", re.M | re.I)
ADDRESS = re.compile(r"[\w.+=!#$%&'*/?^`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+){1,20}")
OWN_LINE = re.compile(
    r"^[ \t>*\"'<(-]*(?:c=[^\n@]{0,200}dda:SMTP=|SMTP:)?([\w.+!#$%&'*/?^`{|}~=-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+){1,20})[\"'>)]*[ \t]*(?::|$|;| on | - |\.\.\.)",
    re.M,
)
REPLY_PREFIX = re.compile(r"^(?:re|aw|fwd?|wg|sv|tr|rv|antw|odp|vs|回复|答复|转发)\s?[:：]", re.I)
NOISE = ("mailer-daemon", "postmaster", "mailman", "support@", "abuse@")


def read_bounce(mail: Mail) -> Bounce | None:
    status = next(
        (
            one
            for one in mail.attachments
            if one.content_type in ("message/delivery-status", "message/global-delivery-status")
        ),
        None,
    )
    if status is not None:
        recipients = _from_status(status.content[:MAX_STATUS].decode("utf-8", "replace"))
        if recipients:
            return Bounce(recipients=recipients, original_message_id=_original_id(mail))
        if recipients is not None and _is_report(mail) and "expand" not in mail.subject.casefold():
            return (
                _from_words(mail)
                if _looks_like_report(mail)
                else Bounce(original_message_id=_original_id(mail))
            )
    if mail.header("x-failed-recipients"):
        found = ADDRESS.findall(mail.header("x-failed-recipients"))
        recipients = tuple(_recipient(one, _head(mail)) for one in dict.fromkeys(found))
        return Bounce(recipients=recipients, original_message_id=_original_id(mail))
    return _from_words(mail) if _looks_like_report(mail) else None


# ---------------------------------------------------------------- RFC 3464


def _from_status(text: str) -> tuple[BouncedRecipient, ...] | None:
    """The recipients that failed or wait; () when it names none, None when all were delivered."""
    failed: list[BouncedRecipient] = []
    delivered = False
    for block in STATUS_BREAK.split(text.replace("\r\n", "\n"))[: 2 * MAX_RECIPIENTS]:
        fields = {match[1].lower(): " ".join(match[2].split()) for match in STATUS_FIELD.finditer(block)}
        named = fields.get("original-recipient") or fields.get("final-recipient")
        if "final-recipient" not in fields and "original-recipient" not in fields:
            continue
        action = fields.get("action", "").split(" ")[0].lower()
        code = CODE.search(fields.get("status", ""))
        if action in ("delivered", "relayed", "expanded") or (
            not action and code and code[1].startswith("2")
        ):
            delivered = True
            continue
        address = _typed_address(named or "") or _typed_address(fields.get("final-recipient", ""))
        permanent = action == "failed" or (action != "delayed" and not (code and code[1].startswith("4")))
        failed.append(
            BouncedRecipient(
                address=address,
                permanent=permanent,
                status=code[1] if code else "",
                diagnostic=fields.get("diagnostic-code", "")[:500],
            )
        )
    if failed:
        return tuple({one.address: one for one in failed[:MAX_RECIPIENTS]}.values())
    return None if delivered else ()


def _typed_address(value: str) -> str:
    """ "rfc822; <anna@example.org>" and what comes near it."""
    found = ADDRESS.search(value.partition(";")[2] or value)
    return found[0].lower() if found else spec(value)


# ---------------------------------------------------------------- free text


def _is_report(mail: Mail) -> bool:
    return "report" in mail.header("content-type").casefold()[:40] or _from_daemon(mail)


def _from_daemon(mail: Mail) -> bool:
    local = mail.from_address.partition("@")[0].strip('"')
    name = mail.from_name.casefold()
    return (
        local.startswith(DAEMONS)
        or any(one in name for one in DAEMON_NAMES)
        or any(one in local for one in ("daemon", "system administrator"))
    )


def _looks_like_report(mail: Mail) -> bool:
    subject = mail.subject.casefold().strip()
    if _from_daemon(mail):
        return any(phrase in subject for phrase in SUBJECTS) or _says_so(mail)
    return_path = mail.header("return-path").strip().casefold()
    if not mail.from_address or return_path == "<>" or return_path.startswith("<mailer-daemon"):
        return _says_so(mail) and (
            any(phrase in subject for phrase in SUBJECTS) or _opening(mail).startswith(OPENINGS)
        )
    if not subject.startswith(SUBJECTS) or REPLY_PREFIX.match(subject) or mail.in_reply_to:
        return False
    opens = _opening(mail)
    return _says_so(mail) and (opens.startswith(OPENINGS) or any(one in opens[:120] for one in OPENINGS[:8]))


def _says_so(mail: Mail) -> bool:
    head = " ".join(_head(mail).casefold().split())
    return any(sentence in head for sentence in SENTENCES)


def _opening(mail: Mail) -> str:
    return " ".join(_head(mail)[:600].casefold().split()).lstrip("-=* ")[:400]


def _head(mail: Mail) -> str:
    """The words of the server, without the mail that came back."""
    head = mail.text[:HEAD]
    folded = head.casefold()
    ends = [
        at for phrase in ORIGINAL_BELOW if (at := folded.find(phrase, 60)) > 0 and _starts_a_part(folded, at)
    ]
    return head[: min(ends)] if ends and len(folded) == len(head) else head


def _starts_a_part(text: str, at: int) -> bool:
    """The phrase stands alone on its line, or behind dashes."""
    line_start = text.rfind("\n", 0, at) + 1
    before = text[line_start:at]
    return len(before) < 30 and not any(
        char.isalpha()
        for char in before.replace("this is a", "")
        .replace("included is a", "")
        .replace("a ", "")
        .replace("the ", "")
    )


def _from_words(mail: Mail) -> Bounce:
    head = _head(mail)
    own = {one.address for one in (*mail.to, *mail.cc)} | {mail.from_address}
    found = [one.lower().rstrip(".") for one in OWN_LINE.findall(head)] or [
        one.lower() for one in ADDRESS.findall(f"{head}\n{mail.subject}")
    ]
    addresses = [one for one in dict.fromkeys(found) if one not in own and not one.startswith(NOISE)]
    if not addresses:
        addresses = [
            one for one in dict.fromkeys(found) if one != mail.from_address and not one.startswith(NOISE)
        ]
    # A report that names nobody still says whether to go on trying.
    recipients = tuple(_recipient(one, head + mail.subject) for one in addresses[:MAX_RECIPIENTS] or [""])
    return Bounce(recipients=recipients, original_message_id=_original_id(mail))


def _recipient(address: str, text: str) -> BouncedRecipient:
    folded = text.casefold()
    code = CODE.search(text)
    temporary = any(phrase in folded for phrase in TEMPORARY)
    return BouncedRecipient(address=address.lower(), permanent=not temporary, status=code[1] if code else "")


def _original_id(mail: Mail) -> str:
    for one in mail.attachments:
        if one.content_type in (
            "message/rfc822",
            "text/rfc822-headers",
            "message/rfc822-headers",
            "message/global",
            "message/global-headers",
        ):
            found = MESSAGE_ID.search(one.content[:MAX_STATUS].decode("latin-1"))
            if found:
                return found[1]
    found = MESSAGE_ID.search(mail.text[:MAX_STATUS])
    if found:
        return found[1]
    return (mail.in_reply_to or mail.references[-1:] or ("",))[0]
