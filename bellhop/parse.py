"""`bellhop parse`: what intake would read from a mail, one JSON object per mail and line, without a database."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path

import click

from bellhop.anatomy import anatomy
from workflow.reading import Auto, Mail, read


@click.command("parse")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--list", "list_file", type=click.Path(path_type=Path), help="A file that names one mail per line."
)
@click.option(
    "--explain", type=click.Path(path_type=Path), help="Show one mail's anatomy: which rule cut what."
)
def parse(files: tuple[Path, ...], list_file: Path | None, explain: Path | None) -> None:
    """Print what intake would read from each mail, one JSON object per line."""
    if explain is not None:
        click.echo(anatomy(read(explain.read_bytes())))
        return
    for path in _paths(files, list_file):
        # Bytes, so that neither the locale nor a file name that is no UTF-8 can stop the list.
        click.echo(json.dumps(_row(path), ensure_ascii=False).encode("utf-8", "backslashreplace"))


def _paths(files: tuple[Path, ...], list_file: Path | None) -> Iterable[Path]:
    yield from files
    if list_file is not None:
        yield from (
            Path(line)
            for line in list_file.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
            if line.strip()
        )


def _row(path: Path) -> dict[str, object]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        return {"file": str(path), "error": f"The file cannot be read: {error.strerror}."}
    began = time.perf_counter()
    mail = read(raw)
    return {"file": str(path), **fields(mail), "seconds": round(time.perf_counter() - began, 6)}


def fields(mail: Mail) -> dict[str, object]:
    """The fields of the contract, always all of them."""
    return {
        "subject": mail.subject,
        "from_address": mail.from_address,
        "from_name": mail.from_name,
        "effective_from": mail.effective_from,
        "to": [address.address for address in mail.to],
        "cc": [address.address for address in mail.cc],
        "message_id": mail.message_id,
        "in_reply_to": list(mail.in_reply_to),
        "references": list(mail.references),
        "text": mail.text,
        "visible_text": mail.visible_text,
        "attachments": [
            {
                "filename": one.filename,
                "content_type": one.content_type,
                "size": one.size,
                "sha256": one.sha256,
            }
            for one in mail.attachments
        ],
        "auto_generated": mail.auto is not Auto.NO,
        "bounce": mail.bounce is not None,
        "defects": list(mail.defects),
    }


if __name__ == "__main__":
    parse()
