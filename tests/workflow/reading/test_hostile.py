"""Any input is read in seconds and within 4 times its size and 64 MB (R-MAIL-6, rule 11 of the design)."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.workflow.reading.hostile import TRICKS
from workflow.reading import read

ROOT = Path(__file__).parents[3]
SMALL, LARGE = 256 * 1024, 35 * 1024 * 1024
SECONDS = 15.0  # of work for the largest, on a slow machine; a fast one needs a second or two
HEAVY = (
    "base64",
    "padded base64",
    "wide characters",
    "quoted-printable",
    "divs",
    "parts",
    "one giant field",
    "near attributions",
    "winmail.dat",
)


@pytest.mark.parametrize("trick", TRICKS)
def test_a_quarter_of_a_megabyte_of_one_trick_is_read_at_once(trick: str) -> None:
    """R-MAIL-6"""
    raw = TRICKS[trick](SMALL)
    began = time.process_time()
    mail = read(raw)
    assert time.process_time() - began < SECONDS
    assert not any("could not be read whole" in defect for defect in mail.defects), mail.defects


@pytest.mark.parametrize("trick", HEAVY)
@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="peak memory is read from /proc, which is not here"
)
def test_the_largest_mail_stays_within_time_and_memory(trick: str) -> None:
    """R-MAIL-6: 4 times the size and 64 MB."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.workflow.reading.measured", trick, str(LARGE)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=120,
    )
    cost = json.loads(done.stdout)
    assert cost["seconds"] < SECONDS
    assert cost["megabytes"] < 4 * cost["size"] + 64, cost
