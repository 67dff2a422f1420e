"""A small program to be supervised:  toy.py FOLDER NAME [dies|stubborn|forks|listens]

Writes its process id to FOLDER/NAME.pids and, when told to stop, its name to FOLDER/stopped. With `listens` it also
keeps its environment in FOLDER/NAME.json and opens the door of its name.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType


def note(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{text}\n")


def listen(folder: Path, name: str) -> socket.socket:
    (folder / f"{name}.json").write_text(json.dumps(dict(os.environ)), "utf-8")
    host, port = os.environ[f"{name.upper()}_LISTEN"].split(":")
    return socket.create_server((host, int(port)))


def main(folder: Path, name: str, *behaviour: str) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        note(folder / "stopped", name)
        sys.exit(0)

    signal.signal(signal.SIGTERM, signal.SIG_IGN if "stubborn" in behaviour else stop)
    note(folder / f"{name}.pids", str(os.getpid()))
    sys.stdout.write(f"hello from {name}\n")
    sys.stdout.flush()
    if "dies" in behaviour:
        sys.exit(3)
    if "forks" in behaviour:
        note(folder / f"{name}.forked", str(subprocess.Popen(["sleep", "600"]).pid))
    with listen(folder, name) if "listens" in behaviour else contextlib.nullcontext():
        while True:
            signal.pause()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
