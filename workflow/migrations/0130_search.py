"""Runs 0130_search.sql. The words of what was written before are gathered by the clock, like those of what comes."""

from pathlib import Path
from typing import Any


def up(_migrator: Any, db: Any) -> None:
    db.cursor().execute(Path(__file__).with_suffix(".sql").read_text())
