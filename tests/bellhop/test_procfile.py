"""Reading a Procfile."""

import sys

import pytest

from bellhop.errors import CannotRun
from bellhop.procfile import Service, parse_procfile, read_procfile
from bellhop.project import PROCFILE


def test_lines_become_services_run_by_this_python() -> None:
    text = "# doors\nsmtp: python -m ingest.smtp\n\nother: 'a program' --flag\n"
    assert parse_procfile(text) == (
        Service("smtp", (sys.executable, "-m", "ingest.smtp")),
        Service("other", ("a program", "--flag")),
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("smtp python -m x", "line 1 is not of the form"),
        ("smtp:", "line 1 is not of the form"),
        ("a: x\na: y", "line 2: there is a service 'a' already"),
        ("a: 'x", "line 1: No closing quotation"),
    ],
)
def test_a_line_that_makes_no_sense_is_named(text: str, sentence: str) -> None:
    with pytest.raises(CannotRun, match=sentence):
        parse_procfile(text)


def test_our_own_procfile_names_the_doors_the_worker_and_the_clock() -> None:
    assert {"smtp", "web", "worker", "clock"} <= {service.name for service in read_procfile(PROCFILE)}
