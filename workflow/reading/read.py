"""`read`: the bytes of a mail to the value that intake works with. Never raises, whatever the bytes are."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from workflow.reading.addresses import read_addresses, read_authors
from workflow.reading.automatic import judge
from workflow.reading.bodies import gather
from workflow.reading.bounces import read_bounce
from workflow.reading.charsets import clean
from workflow.reading.encoded_words import decode_header
from workflow.reading.forwarded import forwarded_author
from workflow.reading.headers import every, read_block
from workflow.reading.mail import Address, Auto, Mail
from workflow.reading.mime import Budget, Part, read_tree
from workflow.reading.visible import visible, visible_marked

ANGLED_ID = re.compile(r"<([^<>]{1,998})>")
BARE_ID = re.compile(r"[^\s<>,;\"()]{1,250}@[^\s<>,;\"()]{1,250}")
MAX_IDS = 200
# "Re:", "AW:", "Antw:", "Fwd:", "回复：" and whatever else a program may write: one short word with a colon.
REPLY_SUBJECT = re.compile(r"\s*[\[(]?[^\W\d_]{1,8}(?:[\[(]\d{1,3}[\])])?\s?[:：]")
RESCUED = 100_000  # bytes of the body that a rescued mail shows


def read(raw: bytes) -> Mail:
    """Everything the desk wants to know of a mail; at worst its header and its raw words, with a defect that says so."""
    try:
        return _read(raw)
    except Exception as error:  # noqa: BLE001 - a mail is never lost to a fault of its reader
        return _rescued(
            raw, f"The mail could not be read whole ({type(error).__name__}); its raw words are shown."
        )


def _rescued(raw: bytes, defect: str) -> Mail:
    """The least that can go wrong: unfolded fields and the bytes below them."""
    try:
        block = read_block(raw, 0, len(raw))
        headers = tuple((name, clean(value.decode("utf-8", "replace"))) for name, value in block.fields)
        text = clean(raw[block.body_start : block.body_start + RESCUED].decode("utf-8", "replace"))
    except Exception as error:  # noqa: BLE001 - not even a header: intake keeps the bytes and quarantines the mail
        return Mail(defects=(defect, f"Nor could its header ({type(error).__name__})."))
    decoded = dict(reversed(headers))
    return Mail(
        subject=decoded.get("subject", ""),
        message_id=next(iter(_ids(decoded.get("message-id", ""))), ""),
        text=text,
        visible_text=text,
        headers=headers,
        leaf_digests=(hashlib.sha256(raw).hexdigest(),),
        defects=(defect,),
    )


def _read(raw: bytes) -> Mail:
    defects: list[str] = []
    root = read_tree(raw, 0, len(raw), Budget(defects=defects))
    fields = root.block.fields
    charset = _charset(root)
    bodies = gather(raw, root, defects)
    text, marked = bodies.words()
    html = bodies.html
    headers = tuple([(name, decode_header(value, charset)) for name, value in fields])
    decoded = dict(reversed(headers))
    author = _author(tuple(every(fields, "from")), charset, defects)
    subject = decoded.get("subject", "")
    in_reply_to, references = _ids(decoded.get("in-reply-to", "")), _ids(decoded.get("references", ""))
    may_answer = bool(in_reply_to or references or not subject or REPLY_SUBJECT.match(subject))
    shown, cuts = (
        visible_marked(marked, subject=subject, may_answer=may_answer)
        if marked
        else visible(text, html, subject=subject, may_answer=may_answer)
    )
    mail = Mail(
        subject=subject,
        from_address=author.address,
        from_name=author.name,
        effective_from=_effective_author(fields, charset)
        or forwarded_author(subject, text)
        or author.address,
        reply_to=_addresses(fields, "reply-to", charset),
        sender=next((sender.address for sender in _addresses(fields, "sender", charset)), ""),
        to=_addresses(fields, "to", charset),
        cc=_addresses(fields, "cc", charset),
        date=decoded.get("date", ""),
        message_id=next(iter(_ids(decoded.get("message-id", ""))), ""),
        in_reply_to=in_reply_to,
        references=references,
        text=text,
        visible_text=shown,
        html=html,
        attachments=tuple(bodies.attachments),
        headers=headers,
        leaf_digests=tuple(bodies.digests),
        defects=tuple(dict.fromkeys(defects)),
        cuts=cuts,
    )
    bounce = read_bounce(mail)
    auto, reason = judge(mail, is_bounce=bounce is not None)
    if bounce is None and auto is Auto.NO:
        return mail
    return replace(mail, bounce=bounce, auto=auto, auto_reason=reason)


def _charset(root: Part) -> str:
    """What raw 8-bit headers are most likely in: the charset of the first body."""
    part = root
    while part.children:
        part = part.children[0]
    return part.parameters.get("charset", "")


def _author(values: tuple[bytes, ...], charset: str, defects: list[str]) -> Address:
    found = [address for value in values for address in read_authors(value, charset)]
    addressed = [address for address in found if address.address]
    if len({address.address for address in addressed}) > 1:
        defects.append("The mail names several authors; none of them was believed.")
        return Address(address="")
    return addressed[0] if addressed else (found[0] if found else Address(address=""))


def _effective_author(fields: tuple[tuple[str, bytes], ...], charset: str) -> str:
    return next((address.address for address in _addresses(fields, "resent-from", charset)), "")


def _addresses(fields: tuple[tuple[str, bytes], ...], name: str, charset: str) -> tuple[Address, ...]:
    found = (address for value in every(fields, name) for address in read_addresses(value, charset))
    return tuple(address for address in found if address.address)


def _ids(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    found = ANGLED_ID.findall(text) or BARE_ID.findall(text)
    return tuple(dict.fromkeys(f"<{''.join(found_id.split())}>" for found_id in found[:MAX_IDS]))
