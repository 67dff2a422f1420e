"""P7: reading a mail whole against policy.default's parse of all parts, in one run on the same bytes.

The mails are made here, so that nobody can win by choosing them: the everyday shapes a desk receives, each in its
ordinary size. With BELLHOP_CORPUS set, the corpus is measured beside them.
"""

from __future__ import annotations

import gc
import json
import statistics
import time
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import click

from workflow.reading import read

ROUNDS = 9
TARGET = 2.0
DESK = "desk@hotel-aurora.example"
SENTENCE = (
    "Thank you for your answer, we look forward to the stay and have one more question about the room. "
)
QUOTED = "Dear guest,\nyour room is reserved from Friday on.\nBreakfast is served from seven to ten.\nKind regards\nHotel Aurora"


def by_standard_library(raw: bytes) -> None:
    """The yardstick: policy.default parses the mail and decodes every leaf part."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    for part in message.walk():
        if not part.is_multipart():
            try:
                part.get_content()
            except (KeyError, LookupError, ValueError):
                part.get_payload(decode=True)


def by_us(raw: bytes) -> None:
    read(raw)


def ordinary_mails() -> dict[str, bytes]:
    plain = _envelope()
    plain.set_content(SENTENCE * 4)
    reply = _envelope()
    reply.set_content(
        f"{SENTENCE * 3}\n\nOn Fri, May 3, 2024 at 10:15 AM Hotel Aurora <{DESK}> wrote:\n\n{_marked(QUOTED * 3)}\n"
    )
    both = _envelope()
    both.set_content(
        f"{SENTENCE * 3}\n\nOn Fri, May 3, 2024 at 10:15 AM Hotel Aurora <{DESK}> wrote:\n\n{_marked(QUOTED)}\n"
    )
    both.add_alternative(_gmail_page(), subtype="html")
    only_html = _envelope()
    only_html.set_content(_outlook_page(), subtype="html")
    photo = _envelope()
    photo.set_content(SENTENCE * 2)
    photo.add_alternative(_gmail_page(), subtype="html")
    photo.add_attachment(
        bytes(range(256)) * 1_200, maintype="image", subtype="jpeg", filename="Zimmer 12 – Bad.jpg"
    )
    return {
        name: mail.as_bytes(policy=policy.SMTP)
        for name, mail in (
            ("plain", plain),
            ("reply", reply),
            ("alternative", both),
            ("html only", only_html),
            ("with a photo", photo),
        )
    }


def _envelope() -> EmailMessage:
    """The header of an ordinary mail after two relays."""
    message = EmailMessage(policy=policy.SMTP)
    for hop in range(3):
        message["Received"] = (
            f"from mail-{hop}.guest.example (mail-{hop}.guest.example [192.0.2.{hop}]) by mx{hop}.hotel-aurora.example (Postfix) "
            f"with ESMTPS id 4B8C{hop}D for <{DESK}>; Fri, 3 May 2024 10:1{hop}:00 +0200 (CEST)"
        )
    message["DKIM-Signature"] = (
        "v=1; a=rsa-sha256; c=relaxed/relaxed; d=guest.example; s=20230601; " + "b=" + "QUJDREVGR0g" * 30
    )
    message["From"] = "Jürgen Weiß <jw@guest.example>"
    message["To"] = f"Hotel Aurora <{DESK}>"
    message["Subject"] = "Re: Ihr Aufenthalt – Frühstück"
    message["Date"] = "Fri, 03 May 2024 10:20:00 +0200"
    message["Message-ID"] = "<CA+abc123@mail.guest.example>"
    message["In-Reply-To"] = "<ticket-12@hotel-aurora.example>"
    message["References"] = "<ticket-10@hotel-aurora.example> <ticket-12@hotel-aurora.example>"
    return message


def _marked(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def _gmail_page() -> str:
    quoted = "<br>".join(QUOTED.split("\n"))
    return (
        f'<div dir="ltr"><div>{SENTENCE * 3}</div><div><br></div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" '
        f'class="gmail_attr">On Fri, May 3, 2024 at 10:15 AM Hotel Aurora &lt;<a href="mailto:{DESK}">{DESK}</a>&gt; wrote:<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)">{quoted}</blockquote></div>'
    )


def _outlook_page() -> str:
    style = (
        "p.MsoNormal, li.MsoNormal, div.MsoNormal {margin:0cm; font-size:11.0pt; font-family:Calibri,sans-serif;} "
        * 12
    )
    own = "".join(
        f'<p class="MsoNormal"><span lang="EN-US" style="font-size:11.0pt">{SENTENCE}<o:p></o:p></span></p>'
        for _ in range(6)
    )
    old = "".join(
        f'<p class="MsoNormal"><span style="color:#1F497D">{line}<o:p></o:p></span></p>'
        for line in QUOTED.split("\n") * 4
    )
    return (
        f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- {style} --></style></head><body lang="EN-US">'
        f'<div class="WordSection1">{own}<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal"><b>From:</b> Hotel Aurora &lt;{DESK}&gt; <br><b>Sent:</b> Friday, May 3, 2024 10:15 AM<br><b>To:</b> '
        f"Jürgen Weiß<br><b>Subject:</b> Your stay<o:p></o:p></p></div></div>{old}</div></body></html>"
    )


def corpus_mails(root: Path, limit: int = 400) -> list[bytes]:
    """Mails of the corpus; the largest are left out, for they measure base64."""
    found = sorted(
        path for path in root.rglob("*") if path.suffix in (".eml", ".raw") and path.stat().st_size < 200_000
    )
    return [path.read_bytes() for path in found[:limit]]


def seconds_for(action: Callable[[bytes], None], mails: list[bytes]) -> float:
    """Of the processor, so that what else runs on the machine does not count."""
    began = time.process_time()
    for raw in mails:
        action(raw)
    return time.process_time() - began


def measure(mails: list[bytes]) -> dict[str, float]:
    """Both sides in turns; the median of the rounds, in milliseconds per mail."""
    ours: list[float] = []
    theirs: list[float] = []
    seconds_for(by_us, mails)
    seconds_for(by_standard_library, mails)
    gc.collect()
    for _round in range(ROUNDS):
        theirs.append(seconds_for(by_standard_library, mails))
        ours.append(seconds_for(by_us, mails))
    our_time, their_time = (
        statistics.median(ours) / len(mails) * 1000,
        statistics.median(theirs) / len(mails) * 1000,
    )
    return {
        "oursMs": round(our_time, 4),
        "standardMs": round(their_time, 4),
        "ratio": round(their_time / our_time, 2),
    }


def run(corpus: Path | None = None) -> dict[str, dict[str, float]]:
    mails = ordinary_mails()
    measures = {name: measure([raw] * 20) for name, raw in mails.items()}
    measures["all ordinary"] = measure(list(mails.values()) * 5)
    if corpus is not None:
        measures["corpus"] = measure(corpus_mails(corpus))
    return measures


@click.command("parse")
@click.option("--json", "as_json", is_flag=True, help="Print the measures as JSON.")
@click.option(
    "--corpus",
    type=click.Path(path_type=Path, exists=True),
    envvar="BELLHOP_CORPUS",
    help="Measure these mails too.",
)
def bench_parse(as_json: bool, corpus: Path | None) -> None:
    """P7: reading a mail whole against policy.default's parse of all parts."""
    measures = run(corpus)
    if as_json:
        click.echo(json.dumps({"measure": "P7", "target": TARGET, "measures": measures}))
        return
    for name, values in measures.items():
        click.echo(
            f"P7 {name:14s} ours {values['oursMs']:8.3f} ms  policy.default {values['standardMs']:8.3f} ms  ratio {values['ratio']:5.2f}x"
        )
    click.echo(f"P7 all ordinary: {measures['all ordinary']['ratio']}x, wanted {TARGET}x")
