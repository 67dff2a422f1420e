"""Reads one hostile mail in a process of its own and prints the seconds and the megabytes it cost.

Run as `python -m tests.workflow.reading.measured TRICK SIZE`; the peak counts from after the imports.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from tests.workflow.reading.hostile import TRICKS
from workflow.reading import read


def peak_megabytes() -> float:
    """The most memory this process has held, on Linux."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    raw = TRICKS[sys.argv[1]](int(sys.argv[2]))
    before = peak_megabytes()
    began = time.process_time()
    mail = read(raw)
    seconds = time.process_time() - began
    cost = peak_megabytes() - before + len(raw) / 2**20
    sys.stdout.write(
        json.dumps({"seconds": seconds, "megabytes": cost, "size": len(raw) / 2**20, "defects": mail.defects})
    )


if __name__ == "__main__":
    main()
