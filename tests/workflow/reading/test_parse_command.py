"""`bellhop parse`: one object per mail and line, all fields always there, one bad mail never stops the next."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from bellhop.parse import parse

FIELDS = {
    "file", "subject", "from_address", "from_name", "effective_from", "to", "cc", "message_id", "in_reply_to", "references", "text", "visible_text",
    "attachments", "auto_generated", "bounce", "defects", "seconds",
}  # fmt: skip
REPLY = "From: Anna <anna@guest.example>\nSubject: Grüße\n\nYes.\n\nOn Fri, May 3, 2024 at 10:15 AM d <d@e.example> wrote:\n\n> Breakfast?\n"


def run(*arguments: str) -> list[dict[str, object]]:
    result = CliRunner().invoke(parse, arguments)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_mail_is_one_line_in_the_order_given(tmp_path: Path) -> None:
    """The contract of `bellhop parse`."""
    first, second, empty = tmp_path / "1.eml", tmp_path / "2.eml", tmp_path / "empty.eml"
    first.write_text(REPLY, encoding="utf-8")
    second.write_bytes(b"\xff\x00\xfe")
    empty.write_bytes(b"")
    names = tmp_path / "list"
    names.write_text(f"{second}\n{tmp_path / 'missing.eml'}\n\n{first}\n", encoding="utf-8")
    rows = run(str(first), str(empty), "--list", str(names))
    assert [Path(str(row["file"])).name for row in rows] == [
        "1.eml",
        "empty.eml",
        "2.eml",
        "missing.eml",
        "1.eml",
    ]
    assert all(set(row) == FIELDS for row in rows if "error" not in row)
    assert set(rows[3]) == {"file", "error"}
    assert (rows[0]["subject"], rows[0]["visible_text"]) == ("Grüße", "Yes.")


def test_a_file_name_that_is_no_utf_8_stops_nothing(tmp_path: Path) -> None:
    """The contract of `bellhop parse`."""
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.eml"))
    odd.write_text(REPLY, encoding="utf-8")
    names = tmp_path / "list"
    names.write_bytes(os.fsencode(odd) + b"\n" + os.fsencode(odd) + b"\n")
    rows = run("--list", str(names))
    assert [row["visible_text"] for row in rows] == ["Yes.", "Yes."]


def test_explain_shows_which_rule_cut_what(tmp_path: Path) -> None:
    """Issue 3: a mail's anatomy."""
    path = tmp_path / "1.eml"
    path.write_text(REPLY, encoding="utf-8")
    page = CliRunner().invoke(parse, ["--explain", str(path)]).output
    assert "cut by attribution" in page
    assert "On Fri, May 3, 2024 at 10:15 AM" in page
    assert "cut by quoted lines" in page
    assert "Breakfast?" in page


@pytest.mark.parametrize("option", ["--list", "--explain"])
def test_what_cannot_be_read_is_refused_in_a_sentence(tmp_path: Path, option: str) -> None:
    """Issue 3: an operator mistypes a name, or names a folder."""
    missing = CliRunner().invoke(parse, [option, str(tmp_path / "no.eml")])
    assert missing.exit_code == 1
    assert missing.stderr == f"Error: {tmp_path / 'no.eml'} cannot be read: No such file or directory.\n"
    folder = CliRunner().invoke(parse, [option, str(tmp_path)])
    assert folder.exit_code == 1
    assert "Is a directory." in folder.stderr


def test_a_folder_among_the_mails_stops_nothing(tmp_path: Path) -> None:
    """The contract of `bellhop parse`."""
    mail = tmp_path / "1.eml"
    mail.write_text(REPLY, encoding="utf-8")
    folder, row = run(str(tmp_path), str(mail))
    assert folder == {"file": str(tmp_path), "error": "The file cannot be read: Is a directory."}
    assert row["visible_text"] == "Yes."


def test_no_mail_at_all_is_a_question_of_usage() -> None:
    """Issue 3"""
    result = CliRunner().invoke(parse, [])
    assert result.exit_code == 2
    assert "Name a mail, or a list of mails with --list." in result.stderr


def test_explain_shows_an_empty_mail_and_no_control_characters(tmp_path: Path) -> None:
    """Issue 3: a mail must not drive the operator's terminal."""
    path = tmp_path / "1.eml"
    path.write_bytes(b"")
    assert "--- visible ---" in CliRunner().invoke(parse, ["--explain", str(path)]).output
    path.write_bytes("From: a@x.example\n\n\x1b]0;title\x07\x9b31m words \u202eback".encode())
    page = CliRunner().invoke(parse, ["--explain", str(path)], color=True).output
    assert "words" in page
    assert not any(char in page for char in "\x1b\x07\x9b\u202e")
