"""What the fake does instead of a good answer, when it is told to."""

from dataclasses import dataclass

MORE_INFO = "https://www.twilio.com/docs/errors/{code}"

MESSAGES = {
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "An internal server error has occurred",
    21211: "Invalid 'To' Phone Number",
    21602: "Message body is required.",
    21603: "A 'From' phone number is required",
    21610: "Attempt to send to unsubscribed recipient",
    21617: "The concatenated message body exceeds the 1600 character limit",
    21655: "The ContentSid is Invalid",
    21910: "Invalid From and To pair. From and To should be of the same channel",
    63016: "Failed to send freeform message because you are outside the allowed window. "
    "If you are using WhatsApp, please use a Message Template.",
    63019: "Media failed to download",
    63024: "Invalid message recipient",
}
"""Texts of https://www.twilio.com/docs/api/errors."""


@dataclass(frozen=True)
class Fault:
    """Done to the next request to the API.

    `status` 0 lets the request be carried out: with `hang_up` the answer is then never sent, as when a connection
    breaks after Twilio took the message; `seconds` is waited before.
    """

    status: int = 0
    code: int = 0
    retry_after: int | None = None
    hang_up: bool = False
    seconds: float = 0.0


def problem(status: int, code: int) -> dict[str, object]:
    """The body of a refusal, as the REST API writes it."""
    return {
        "code": code,
        "message": MESSAGES[code],
        "more_info": MORE_INFO.format(code=code),
        "status": status,
    }
