"""`bellhop bench …`: the measures of docs/performance.md, both sides of each ratio from one run."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable

import click

from bellhop.bench import door, tickets
from bellhop.bench.disks import Disk
from bellhop.bench.measure import Measure, table
from bellhop.bench.parsing import bench_parse

Part = Callable[[Disk], list[Measure]]


@click.group()
def bench() -> None:
    """Measure this desk against fixed yardsticks."""


@bench.command("ingest")
@click.option("--slow-disk", is_flag=True, help="Only with 2 ms added to every flush of the database.")
@click.option("--fast-disk", is_flag=True, help="Only on the disk as it is.")
@click.option("--rounds", default=3, show_default=True, help="Interleaved rounds; medians are printed.")
@click.option("--only", type=click.Choice(["P1", "P2", "P4", "P5", "P6"]), help="One measure.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def bench_ingest(slow_disk: bool, fast_disk: bool, rounds: int, only: str | None, as_json: bool) -> None:
    """P1, P2, P4, P5, P6: the mail door, mail to ticket, and the idle desk."""
    disks = [disk for disk, wanted in ((Disk.FAST, not slow_disk), (Disk.SLOW, not fast_disk)) if wanted]
    parts: dict[str, Part] = {
        "P1": lambda disk: door.measure(disk, rounds=rounds, only="P1"),
        "P2": lambda disk: tickets.measure_tickets(disk, rounds=rounds),
        "P4": tickets.measure_idle,
        "P5": lambda disk: door.measure(disk, rounds=rounds, only="P5"),
        "P6": lambda disk: door.measure(disk, rounds=rounds, only="P6"),
    }
    steps: list[tuple[Disk, Part]] = [
        (disk, part) for disk in disks or list(Disk) for name, part in parts.items() if only in (None, name)
    ]
    measures: list[Measure] = []
    with click.progressbar(steps, label="Measuring", file=sys.stderr) as progress:
        for disk, part in progress:
            measures += part(disk)
    click.echo(json.dumps([dataclasses.asdict(one) for one in measures]) if as_json else table(measures))


bench.add_command(bench_parse)
