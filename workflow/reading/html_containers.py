"""How mail programs wrap what they quote and sign in HTML: the data, and the one question asked of a tag."""

from __future__ import annotations

import re
from enum import Enum


class Mark(Enum):
    QUOTE = "quote"  # the element holds somebody else's words
    CUT = "cut"  # from here on everything is quoted
    MAYBE = "maybe"  # a block quote; whether a person or a program made it, its neighbours tell
    WRAP = "wrap"  # holds a quote, and perhaps answers between its parts
    SIGNATURE = "signature"


# class or id (with the prefixes of Outlook, Gmail and Yahoo and a number at the end taken off) → what it means
NAMED = {
    # Gmail, and what others copy from it
    "gmail_quote": Mark.WRAP,
    "gmail_quote_container": Mark.WRAP,
    "gmail_attr": Mark.QUOTE,
    "gmail_signature": Mark.SIGNATURE,
    "gmail_signature_prefix": Mark.SIGNATURE,
    # Outlook: web, new desktop, mobile, Mac, Hotmail
    "divrplyfwdmsg": Mark.CUT,
    "appendonsend": Mark.CUT,
    "stopspelling": Mark.CUT,
    "divrpf": Mark.CUT,  # Outlook on the web 2010, with a number behind
    "outlookmessageheader": Mark.CUT,
    "mail-editor-reference-message-container": Mark.QUOTE,
    "ms-outlook-mobile-reference-message": Mark.QUOTE,
    "olk_src_body_section": Mark.QUOTE,
    "ms-outlook-mobile-signature": Mark.SIGNATURE,
    "signature": Mark.SIGNATURE,
    "data-signatureblock": Mark.SIGNATURE,
    # Yahoo, AOL
    "yahoo_quoted": Mark.QUOTE,
    "yahooquoted": Mark.QUOTE,
    "yqt": Mark.QUOTE,
    "aol_quoted": Mark.QUOTE,
    "ydp-yahoo-quoted": Mark.QUOTE,
    # Thunderbird, Postbox, Roundcube, Zimbra, SOGo
    "moz-cite-prefix": Mark.QUOTE,
    "moz-email-headers-table": Mark.CUT,
    "moz-forward-container": Mark.QUOTE,
    "moz-signature": Mark.SIGNATURE,
    "reply-intro": Mark.QUOTE,
    "zwchr": Mark.CUT,
    # Proton, Tuta, Zoho, Fastmail, HEY, Front, Spark, Superhuman, Airmail, Missive, Mailbird
    "protonmail_quote": Mark.QUOTE,
    "protonmail_signature_block": Mark.SIGNATURE,
    "tutanota_quote": Mark.QUOTE,
    "zmail_extra": Mark.QUOTE,
    "zmail_extra_hr": Mark.CUT,
    "front-blockquote": Mark.QUOTE,
    "front-signature": Mark.SIGNATURE,
    "messagereplysection": Mark.QUOTE,
    "messagesignaturesection": Mark.SIGNATURE,
    "airmail_on": Mark.QUOTE,
    "bloop_sign": Mark.SIGNATURE,
    "mb_sig": Mark.SIGNATURE,
    "missive_quote": Mark.QUOTE,
    "sh-quote": Mark.QUOTE,
    "cite2": Mark.QUOTE,
    "replied-message": Mark.QUOTE,
    "ik_mail_quote": Mark.QUOTE,
    "aqm-original": Mark.QUOTE,
    "canaryblockquote": Mark.QUOTE,
    "canarysig": Mark.SIGNATURE,
    # Samsung, Huawei, Xiaomi
    "quoted_header_editor": Mark.CUT,
    "composer_signature": Mark.SIGNATURE,
    # QQ, NetEase, Aliyun, Mail.ru, Yandex
    "isreplycontent": Mark.QUOTE,
    "qmbox": Mark.QUOTE,
    "alimail-quote": Mark.QUOTE,
    "ntes_reply": Mark.QUOTE,
    "mail-quote-collapse": Mark.QUOTE,
    # ticket systems
    "freshdesk_quote": Mark.QUOTE,
    "zd_quote": Mark.QUOTE,
    "intercom-quote": Mark.QUOTE,
    "gorgias_quote": Mark.QUOTE,
    "hs_reply": Mark.QUOTE,
}
NAMES = re.compile(r"""\b(class|id|name)\s*=\s*(?:"([^"]{1,300})"|'([^']{1,300})'|([^\s"'>]{1,300}))""", re.I)
PREFIX = re.compile(r"^(?:x_|m_-?\d+|ydp[0-9a-f]{1,16})+", re.I)  # Outlook, Gmail, Yahoo
DIGITS = "0123456789"
CITE = re.compile(r"""\btype\s*=\s*["']?cite\b""", re.I)
SIGNATURE_ATTRIBUTE = re.compile(
    r"""data-(?:smartmail\s*=\s*["']?gmail_signature|signatureblock\s*=\s*["']?true)""", re.I
)
# The line Outlook desktop and Windows Mail draw above the header block of what they answer.
OUTLOOK_RULE = re.compile(
    r"border:\s*none;\s*border-top:\s*solid\s+(?:#?(?:B5C4DF|E1E1E1|D2D0CE|CCCCCC))\s*1\.0pt"
    r"|border-top-color:\s*rgb\(229,\s*229,\s*229\)",
    re.I,
)
# What an editor writes for "indent more": no quote.
NO_BAR = re.compile(
    r"border(?:-left)?\s*:\s*(?:none|0)|margin:\s*0(?:px)?\s+0(?:px)?\s+0(?:px)?\s+40px", re.I
)


def container_mark(name: str, tag: str) -> Mark | None:
    """What an opening tag (its text without the angle brackets) says about the words inside or after it."""
    if "=" not in tag:
        return Mark.MAYBE if name == "blockquote" else None
    if SIGNATURE_ATTRIBUTE.search(tag):
        return Mark.SIGNATURE
    for match in NAMES.finditer(tag):
        attribute, value = match[1].lower(), (match[2] or match[3] or match[4] or "").lower()
        if attribute == "name" and value == "quote":
            return Mark.QUOTE
        for word in value.split():
            bare = PREFIX.sub("", word)
            known = NAMED.get(bare) or NAMED.get(bare.rstrip(DIGITS).rstrip("_"))
            if known:
                return Mark.MAYBE if known is Mark.WRAP and name == "blockquote" else known
    if name == "blockquote":
        return Mark.QUOTE if CITE.search(tag) else (None if NO_BAR.search(tag) else Mark.MAYBE)
    if name == "div" and OUTLOOK_RULE.search(tag):
        return Mark.CUT
    return None
