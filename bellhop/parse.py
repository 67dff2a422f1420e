"""`bellhop parse`: what intake would read from a mail, one JSON object per mail and line, without a database."""

from __future__ import annotations

import json
import os
import time
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
        click.echo(anatomy(read(_bytes_of(explain))).encode("utf-8", "backslashreplace"))
        return
    if not files and list_file is None:
        raise click.UsageError("Name a mail, or a list of mails with --list.")
    for path in (*files, *_listed(list_file)):
        # Bytes, so that neither the locale nor a file name that is no UTF-8 can stop the list.
        click.echo(json.dumps(_row(path), ensure_ascii=False).encode("utf-8", "backslashreplace"))


def _listed(list_file: Path | None) -> list[Path]:
    if list_file is None:
        return []
    names = _bytes_of(list_file).split(b"\n")
    return [Path(os.fsdecode(name.rstrip(b"\r"))) for name in names if name.strip() and b"\0" not in name]


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise click.ClickException(_sentence(path, error)) from error


def _sentence(path: Path, error: OSError | ValueError) -> str:
    reason = error.strerror if isinstance(error, OSError) else "its name is none"
    return f"{path} cannot be read: {reason}."


def _row(path: Path) -> dict[str, object]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        return {"file": str(path), "error": f"The file cannot be read: {error.strerror}."}
    except MemoryError:
        return {"file": str(path), "error": "The file is larger than the memory of this machine."}
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
