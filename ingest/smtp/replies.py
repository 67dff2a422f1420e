"""Every line this door says, in one list: a fault of ours is 421, 451 or 452, and no line carries an error's text.

Codes: RFC 5321 4.2, enhanced codes RFC 3463. Replies to commands that aiosmtpd does not know stay its own (500, 502).
"""

from __future__ import annotations

from enum import StrEnum


class Reply(StrEnum):
    OK = "250 2.0.0 OK"
    SENDER_OK = "250 2.1.0 Sender OK"
    RECIPIENT_OK = "250 2.1.5 Recipient OK"
    KEPT = "250 2.6.0 Kept"
    GO_AHEAD = "354 End with <CRLF>.<CRLF>"
    GOODBYE = "221 2.0.0 Goodbye"
    NOT_TOLD = "252 2.5.2 Send the mail and see"
    HELP = "214 2.0.0 This is a hotel's message desk; it takes mail by RFC 5321"

    # Ours, always temporary.
    CANNOT_KEEP = "451 4.3.0 Cannot keep the mail now, try again later"
    CANNOT_KEEP_CLOSING = "421 4.3.0 Cannot keep the mail in time, try again later"
    CANNOT_LOOK = "451 4.3.0 Cannot look up the recipient now, try again later"
    STORE_FULL = "452 4.3.1 No room to keep the mail now, try again later"
    FAULT = "451 4.3.0 Something went wrong here, try again later"
    TOO_MANY_RECIPIENTS = "452 4.5.3 Too many recipients, send the rest in another mail"
    TOO_MANY_CONNECTIONS = "421 4.3.2 Too many connections, try again later"
    TOO_MANY_FROM_YOU = "421 4.7.0 Too many connections from your address, try again later"
    TOO_MANY_UNKNOWN = "421 4.7.0 Too many unknown recipients, try again later"
    TOO_SLOW = "421 4.4.2 Nothing came for too long"
    CLOSING = "421 4.3.2 Closing for a moment, try again later"
    DESK_CLOSED = "450 4.2.1 This desk is switched off at present, try again later"

    # The peer's.
    NO_SUCH_DESK = "550 5.1.1 No such desk here"
    TOO_LARGE = "552 5.3.4 The mail is larger than this desk takes"
    NEED_HELLO = "503 5.5.1 Say hello first"
    NEED_SENDER = "503 5.5.1 Say MAIL FROM first"
    NEED_RECIPIENT = "503 5.5.1 Say RCPT TO first"
    SENDER_TWICE = "503 5.5.1 The sender is named already"
    BAD_HELLO = "501 5.5.4 Syntax: EHLO hostname"
    BAD_SENDER = "501 5.5.4 Syntax: MAIL FROM:<address> [parameters]"
    BAD_RECIPIENT = "501 5.5.4 Syntax: RCPT TO:<address>"
    BAD_ADDRESS = "501 5.1.3 That is not an address"
    BAD_DATA = "501 5.5.4 DATA takes no argument"
    UNKNOWN_PARAMETER = "555 5.5.4 A parameter is not known here"
    OUT_OF_STEP = "554 5.5.0 Mail sent before it was asked for"
    NO_EXPANSION = "502 5.5.1 Lists are not shown here"
    NO_AUTH = "502 5.5.1 There is nothing to log in to here"
    NO_HELO_IN_LMTP = "500 5.5.1 This is LMTP: say LHLO"
    NO_TLS = "454 4.7.0 TLS is not available"
