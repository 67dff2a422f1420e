"""What the operator sees."""

import io
import os

from bellhop.console import Console, Output


def test_names_are_lined_up_and_coloured_only_for_people() -> None:
    plain, colourful = io.BytesIO(), io.BytesIO()
    for console in (Console(plain, colour=False), Console(colourful, colour=True)):
        console.make_room_for(["web", "a-long-name"])
        console.line("web", b"hello")
    assert plain.getvalue() == b"web         | hello\n"
    assert colourful.getvalue() == b"\x1b[36mweb         |\x1b[0m hello\n"


def test_a_line_is_shown_once_it_is_complete_and_the_rest_at_the_end() -> None:
    shown = io.BytesIO()
    reading, writing = os.pipe()
    output = Output(os.fdopen(reading, "rb", buffering=0), name="web", console=Console(shown, colour=False))
    os.write(writing, b"one\ntw")
    assert output.show_more()
    assert shown.getvalue() == b"web     | one\n"
    os.write(writing, b"o\nrest")
    os.close(writing)
    while output.show_more():
        pass
    output.close()
    assert shown.getvalue() == b"web     | one\nweb     | two\nweb     | rest\n"


def test_a_terminal_that_went_away_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb", buffering=0) as stream:
        Console(stream, colour=False).say("nobody hears this")


def test_the_box_is_as_wide_as_its_widest_line() -> None:
    shown = io.BytesIO()
    Console(shown, colour=False).box("Ready", [("Panel", "http://127.0.0.1:8000"), ("Stop", "Ctrl-C")])
    lines = shown.getvalue().decode("utf-8").split("\n")[1:-2]
    assert len({len(line) for line in lines}) == 1
    assert "│ Panel  http://127.0.0.1:8000 │" in lines
