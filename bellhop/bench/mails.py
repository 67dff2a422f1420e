"""The mails of the benches, always the same: guests' first mails and their follow-ups, text with an HTML twin."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

FOLLOW_UP_EVERY = 2  # every second mail answers the one before

_WORDS = (
    "Good evening, we arrived an hour ago and the room is lovely. There are only two towels though, and we are"
    " three. Could somebody bring one more, and perhaps a second pillow for the child? We are in until eight"
    " and then go down to dinner. Many thanks in advance, it is much appreciated."
)
_QUOTED = "\r\n".join(f"> {line}" for line in _WORDS.split(". "))


def guest_mail(number: int, *, desk: str) -> bytes:
    """The n-th mail, about 4 KB. An odd one follows up on the even one before it."""
    follows = number % FOLLOW_UP_EVERY == 1
    author = number - 1 if follows else number
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"Guest Number {author} <guest{author}@mailer.example>"
    mail["To"] = f"Aurora Hotel <{desk}>"
    mail["Subject"] = f"{'Re: ' if follows else ''}Towels and pillows {author}"
    mail["Date"] = "Fri, 20 Nov 2026 09:12:00 +0000"
    mail["Message-ID"] = _message_id(number)
    mail["MIME-Version"] = "1.0"
    mail["Received"] = "from out.mailer.example by mx.desk.example; Fri, 20 Nov 2026 09:12:01 +0000"
    if follows:
        mail["In-Reply-To"] = mail["References"] = _message_id(author)
    text = f"{_WORDS}\r\n"
    if follows:
        text += f"\r\nOn Fri, Nov 20, 2026 at 9:12 AM Guest <guest{author}@mailer.example> wrote:\r\n{_QUOTED}\r\n"
    mail.set_content(text)
    mail.add_alternative(f"<html><body><p>{_WORDS}</p><p>{_WORDS}</p></body></html>", subtype="html")
    return mail.as_bytes()


def _message_id(number: int) -> str:
    return f"<bench-{number}@mailer.example>"
