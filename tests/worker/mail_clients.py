"""What mail programs send when somebody answers a mail of ours: the words, and the quote each of them makes.

Written after what the programs do, not taken from anybody's mail.
"""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from textwrap import wrap

Client = Callable[[bytes, str], bytes]


def gmail(original: bytes, words: str) -> bytes:
    text, html = bodies(original)
    attribution = "On Fri, Nov 20, 2026 at 11:30 AM Hotel Aurora <aurora@desk.example> wrote:"
    return answer_to(
        original,
        f"{words}\n\n{attribution}\n\n{quoted(text)}",
        f'<div dir="ltr">{html_lines(words)}</div><br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{escape(attribution)}<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px solid #ccc">{html}</blockquote></div>',
    )


def gmail_german(original: bytes, words: str) -> bytes:
    text, html = bodies(original)
    attribution = "Am Fr., 20. Nov. 2026 um 11:30 Uhr schrieb Hotel Aurora <aurora@desk.example>:"
    return answer_to(
        original,
        f"{words}\n\n{attribution}\n\n{quoted(text)}",
        f'<div dir="ltr">{html_lines(words)}</div><br><div class="gmail_quote">'
        f'<div dir="ltr" class="gmail_attr">{escape(attribution)}<br></div>'
        f'<blockquote class="gmail_quote">{html}</blockquote></div>',
    )


def outlook_web(original: bytes, words: str) -> bytes:
    text, html = bodies(original)
    head = header_block(original)
    rows = "<br>".join(f"<b>{name}:</b> {escape(value)}" for name, value in head)
    plain = "\n".join(f"{name}: {value}" for name, value in head)
    return answer_to(
        original,
        f"{words}\n________________________________\n{plain}\n\n{text}",
        f'<div class="elementToProof">{html_lines(words)}</div><div id="appendonsend"></div>'
        f'<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">'
        f'<font face="Calibri, sans-serif">{rows}</font><div>&nbsp;</div></div>{html}',
    )


def outlook_desktop(original: bytes, words: str) -> bytes:
    text, html = bodies(original)
    head = header_block(original)
    rows = "<br>".join(f"<b>{name}:</b> {escape(value)}" for name, value in head)
    plain = "\n".join(f"{name}: {value}" for name, value in head)
    paragraphs = "".join(f'<p class="MsoNormal">{escape(line) or "&nbsp;"}</p>' for line in words.split("\n"))
    return answer_to(
        original,
        f"{words}\n\n{plain}\n\n{text}",
        f'<div class="WordSection1">{paragraphs}<p class="MsoNormal">&nbsp;</p><div>'
        f'<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal">{rows}</p></div></div><p class="MsoNormal">&nbsp;</p>{html}</div>',
    )


def outlook_plain_german(original: bytes, words: str) -> bytes:
    text, _ = bodies(original)
    head = (
        "-----Ursprüngliche Nachricht-----\nVon: Hotel Aurora <aurora@desk.example>\n"
        "Gesendet: Freitag, 20. November 2026 11:30\nAn: Ana Costa <ana@hotel.example>\n"
        f"Betreff: {_subject(original)}"
    )
    return answer_to(original, f"{words}\n\n{head}\n\n{text}")


def apple_mail(original: bytes, words: str) -> bytes:
    text, html = bodies(original)
    attribution = "On 20. Nov 2026, at 11:30, Hotel Aurora <aurora@desk.example> wrote:"
    return answer_to(
        original,
        f"{words}\n\n> {attribution}\n> \n{quoted(text)}",
        f'<html><body style="overflow-wrap: break-word;">{html_lines(words)}<br id="lineBreakAtBeginningOfMessage">'
        f'<div><br><blockquote type="cite"><div>{escape(attribution)}</div>'
        f'<br class="Apple-interchange-newline"><div>{html}</div></blockquote></div><br></body></html>',
    )


def iphone(original: bytes, words: str) -> bytes:
    text, html = bodies(original)
    attribution = "On Nov 20, 2026, at 11:30 AM, Hotel Aurora <aurora@desk.example> wrote:"
    return answer_to(
        original,
        f"{words}\n\nSent from my iPhone\n\n> On Nov 20, 2026, at 11:30 AM, Hotel Aurora <aurora@desk.example> wrote:\n> \n{quoted(text)}",
        f'<html><body dir="auto">{html_lines(words)}<div><br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Sent from my iPhone</div>'
        f'<div dir="ltr"><br><blockquote type="cite">{escape(attribution)}<br><br></blockquote></div>'
        f'<blockquote type="cite"><div dir="ltr">\ufeff{html}</div></blockquote></div></body></html>',
    )


def thunderbird(original: bytes, words: str) -> bytes:
    text, _ = bodies(original)
    return answer_to(original, f"{words}\n\nOn 20/11/2026 11:30, Hotel Aurora wrote:\n{quoted(text)}")


def thunderbird_below(original: bytes, words: str) -> bytes:
    """Its default: the answer stands under the quote."""
    text, _ = bodies(original)
    return answer_to(original, f"On 20/11/2026 11:30, Hotel Aurora wrote:\n{quoted(text)}\n\n{words}")


def bare_quote(original: bytes, words: str) -> bytes:
    """A program nobody knows, which says nothing before the quote: only our marker helps."""
    text, _ = bodies(original)
    return answer_to(original, f"{words}\n\n{text}")


CLIENTS: tuple[Client, ...] = (
    gmail,
    gmail_german,
    outlook_web,
    outlook_desktop,
    outlook_plain_german,
    apple_mail,
    iphone,
    thunderbird,
    thunderbird_below,
    bare_quote,
)


def answer_to(original: bytes, text: str, html: str = "") -> bytes:
    asked = message_from_bytes(original, policy=policy.default)
    answer = EmailMessage(policy=policy.SMTP)
    answer["From"] = "Ana Costa <ana@hotel.example>"
    answer["To"] = str(asked["Reply-To"])
    answer["Subject"] = f"Re: {asked['Subject']}"
    answer["In-Reply-To"] = str(asked["Message-ID"])
    answer.set_content(text)
    if html:
        answer.add_alternative(html, subtype="html")
    return answer.as_bytes()


def bodies(original: bytes) -> tuple[str, str]:
    message = message_from_bytes(original, policy=policy.default)
    assert isinstance(message, EmailMessage)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    body = re.sub(r"(?s).*<body[^>]*>(.*)</body>.*", r"\1", str(html.get_content()))
    return str(plain.get_content()).replace("\r\n", "\n"), body


def quoted(text: str) -> str:
    lines = [piece for line in text.split("\n") for piece in (wrap(line, 72) or [""])]
    return "\n".join(f"> {line}" for line in lines)


def html_lines(words: str) -> str:
    return "".join(f"<div>{escape(line) or '<br>'}</div>" for line in words.split("\n"))


def _subject(original: bytes) -> str:
    return str(message_from_bytes(original, policy=policy.default)["Subject"])


def header_block(original: bytes) -> list[tuple[str, str]]:
    return [
        ("From", "Hotel Aurora <aurora@desk.example>"),
        ("Sent", "Friday, November 20, 2026 11:30 AM"),
        ("To", "Ana Costa <ana@hotel.example>"),
        ("Subject", _subject(original)),
    ]
