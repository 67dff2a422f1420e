"""Members' answers full of what no guest may see: each mail program hangs its own on, and "canary" stands in all of it."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape

from tests.worker.mail_clients import answer_to, bodies, header_block, html_lines, quoted

CARD = "Ana Costa\nFront office canary\n+39 02 555 0199\nwww.canary.example"
PIXEL = '<img src="https://track.canary.example/open.gif?id=7" width="1" height="1" alt="">'
HEADERS = {
    "X-Canary": "canary",
    "X-Originating-IP": "[192.0.2.77] canary",
    "User-Agent": "canary/1.0",
    "Organization": "canary",
    "X-Mailer": "canary mailer",
    "Disposition-Notification-To": "Ana Costa <ana@hotel.example>",
}


def with_canaries(raw: bytes) -> bytes:
    """The same mail with headers of its own, and a pixel at the end of its HTML."""
    mail = message_from_bytes(raw, policy=policy.SMTP)
    assert isinstance(mail, EmailMessage)
    for name, value in HEADERS.items():
        mail[name] = value
    html = mail.get_body(("html",))
    if html is not None and html.get_content_type() == "text/html":
        html.set_content(str(html.get_content()) + PIXEL, subtype="html")
    return mail.as_bytes()


def outlook_for_ios(original: bytes, words: str) -> bytes:
    text, html = bodies(original)
    head = header_block(original)
    rows = "<br>".join(f"<b>{name}:</b> {escape(value)}" for name, value in head)
    plain = "\n".join(f"{name}: {value}" for name, value in head)
    return answer_to(
        original,
        f"{words}\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n{plain}\n\n{text}",
        f'<div dir="ltr">{html_lines(words)}</div><div id="ms-outlook-mobile-body-separator-line" dir="ltr"><br></div>'
        f'<div id="ms-outlook-mobile-signature" dir="ltr">Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div>'
        f'<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">'
        f'<font face="Calibri, sans-serif">{rows}</font><div>&nbsp;</div></div>{html}',
    )


def gmail_on_android(original: bytes, words: str) -> bytes:
    text, html = bodies(original)
    attribution = "On Fri, Nov 20, 2026, 11:30 AM Hotel Aurora <aurora@desk.example> wrote:"
    return answer_to(
        original,
        f"{words}\n\nSent from Gmail Mobile\n\n{attribution}\n\n{quoted(text)}",
        f'<div dir="auto">{html_lines(words)}<div dir="auto"><br></div><div data-smartmail="gmail_signature" dir="auto">Sent from Gmail Mobile</div></div>'
        f'<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{escape(attribution)}<br></div>'
        f'<blockquote class="gmail_quote">{html}</blockquote></div>',
    )


def thunderbird_html(original: bytes, words: str) -> bytes:
    text, html = bodies(original)
    return answer_to(
        original,
        f"{words}\n\nAm 20.11.26 um 11:30 schrieb Hotel Aurora:\n{quoted(text)}",
        f'<html><body><p>{html_lines(words)}</p><div class="moz-cite-prefix">Am 20.11.26 um 11:30 schrieb Hotel Aurora:<br></div>'
        f'<blockquote type="cite" cite="mid:x">{html}</blockquote></body></html>',
    )


def mutt(original: bytes, words: str) -> bytes:
    text, _ = bodies(original)
    return answer_to(
        original,
        f"{words}\n\nOn Fri, Nov 20, 2026 at 11:30:12AM +0100, Hotel Aurora wrote:\n{quoted(text)}\n\n-- \n{CARD}",
    )


def mutt_below(original: bytes, words: str) -> bytes:
    text, _ = bodies(original)
    return answer_to(
        original,
        f"On Fri, Nov 20, 2026 at 11:30:12AM +0100, Hotel Aurora wrote:\n{quoted(text)}\n\n{words}\n\n-- \n{CARD}",
    )


def thunderbird_inline(original: bytes, words: str) -> bytes:
    """Quote, words, quote: as those write who answer point by point."""
    text, _ = bodies(original)
    below = quoted(text).split("\n")
    half = next((at for at, line in enumerate(below) if "towels" in line), 2) + 1
    body = "\n".join((*below[:half], "", words, "", *below[half:]))
    return answer_to(original, f"On 20/11/2026 11:30, Hotel Aurora wrote:\n{body}\n\n-- \n{CARD}")
