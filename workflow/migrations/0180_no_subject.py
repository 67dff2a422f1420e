"""Runs 0180_no_subject.sql."""

from pathlib import Path
from typing import Any


def up(_migrator: Any, db: Any) -> None:
    db.cursor().execute(Path(__file__).with_suffix(".sql").read_text())
