"""What the operator sees: our own sentences, the services' lines behind their name, and the box with the addresses.

A terminal that went away must not stop a drain, so nothing here raises when it cannot write.
"""

import contextlib
import os
import sys
from collections.abc import Mapping, Sequence
from typing import IO

COLOURS = (36, 33, 32, 35, 34, 96, 93, 92)
OWN_NAME = "bellhop"
LONGEST_LINE = 65536
CHUNK_BYTES = 65536


class Console:
    """Writes whole lines to the terminal, or plainly to a file or pipe."""

    def __init__(self, stream: IO[bytes], *, colour: bool) -> None:
        self.stream = stream
        self.colour = colour
        self.width = len(OWN_NAME)
        self.colours: dict[str, int] = {}

    @classmethod
    def of_terminal(cls, environ: Mapping[str, str]) -> "Console":
        """Our standard output; colour only where a person looks and has not asked for none (no-color.org)."""
        return cls(sys.stdout.buffer, colour=sys.stdout.isatty() and not environ.get("NO_COLOR"))

    def make_room_for(self, names: Sequence[str]) -> None:
        """Line the names up."""
        self.width = max([self.width, *map(len, names)])

    def say(self, sentence: str) -> None:
        """One of our own lines."""
        self.line(OWN_NAME, sentence.encode("utf-8"))

    def line(self, name: str, text: bytes) -> None:
        """One line of a service, behind its name."""
        label = f"{name:{self.width}} |"
        if self.colour:
            colour = self.colours.setdefault(name, COLOURS[len(self.colours) % len(COLOURS)])
            label = f"\x1b[{colour}m{label}\x1b[0m"
        self._write(label.encode("utf-8") + b" " + text + b"\n")

    def box(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        """A framed table of two columns that stands out from the lines around it."""
        first = max(len(label) for label, _ in rows)
        texts = [f"{label:{first}}  {value}" for label, value in rows]
        width = max(len(title), *map(len, texts))
        frame = [f"┌{'─' * (width + 2)}┐", f"│ {title:{width}} │", f"├{'─' * (width + 2)}┤"]
        frame += [f"│ {text:{width}} │" for text in texts]
        self._write("\n".join(["", *frame, f"└{'─' * (width + 2)}┘", "", ""]).encode("utf-8"))

    def _write(self, text: bytes) -> None:
        with contextlib.suppress(OSError, ValueError):
            self.stream.write(text)
            self.stream.flush()


class Output:
    """The pipe one run of a program prints into; shows complete lines."""

    def __init__(self, pipe: IO[bytes], *, name: str, console: Console) -> None:
        self.pipe = pipe
        self.name = name
        self.console = console
        self.rest = b""
        os.set_blocking(pipe.fileno(), False)

    def fileno(self) -> int:
        return self.pipe.fileno()

    def show_more(self) -> bool:
        """Show what has arrived; False once nothing more can come."""
        try:
            chunk = os.read(self.pipe.fileno(), CHUNK_BYTES)
        except BlockingIOError:
            return True
        *lines, self.rest = (self.rest + chunk).split(b"\n")
        for line in lines:
            self.console.line(self.name, line)
        if len(self.rest) > LONGEST_LINE or (self.rest and not chunk):
            self.console.line(self.name, self.rest)
            self.rest = b""
        return bool(chunk)

    def close(self) -> None:
        self.pipe.close()
