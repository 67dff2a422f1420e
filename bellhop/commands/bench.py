"""`bellhop bench …`: the measures of docs/performance.md, both sides of each ratio from one run."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable
from functools import partial

import click

from bellhop.bench import door, hooks, outbound, panel, sweep, tickets
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
@click.option(
    "--tickets", "grown", type=click.IntRange(min=1), help="P3 alone: with so many tickets there already."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def bench_ingest(
    slow_disk: bool, fast_disk: bool, rounds: int, only: str | None, grown: int | None, as_json: bool
) -> None:
    """P1 to P6: the mail door, mail to ticket, and the idle desk."""
    disks = [disk for disk, wanted in ((Disk.FAST, not slow_disk), (Disk.SLOW, not fast_disk)) if wanted]
    parts: dict[str, Part] = {
        "P1": lambda disk: door.measure(disk, rounds=rounds, only="P1"),
        "P2": lambda disk: tickets.measure_tickets(disk, rounds=rounds),
        "P4": tickets.measure_idle,
        "P5": lambda disk: door.measure(disk, rounds=rounds, only="P5"),
        "P6": lambda disk: door.measure(disk, rounds=rounds, only="P6"),
    }
    if grown is not None:
        only = "P3"
        parts = {"P3": lambda disk: tickets.measure_grown(disk, rounds=rounds, tickets=grown)}
    steps: list[tuple[Disk, Part]] = [
        (disk, part) for disk in disks or list(Disk) for name, part in parts.items() if only in (None, name)
    ]
    _run(steps, as_json=as_json)


@bench.command("idle")
@click.option("--slow-disk", is_flag=True, help="With 2 ms added to every flush of the database.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def bench_idle(slow_disk: bool, as_json: bool) -> None:
    """P4: from the door's 250 to the notification at the relay, nothing else to do."""
    _run([(Disk.SLOW if slow_disk else Disk.FAST, tickets.measure_idle)], as_json=as_json)


@bench.command("sweep")
@click.option("--slow-disk", is_flag=True, help="With 2 ms added to every flush of the database.")
@click.option("--rounds", default=5, show_default=True, help="Medians are printed.")
@click.option("--armed", default=sweep.ARMED, show_default=True, help="Deadlines that are not due.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def bench_sweep(slow_disk: bool, rounds: int, armed: int, as_json: bool) -> None:
    """P10: the sweep of deadlines among very many."""
    part = partial(sweep.measure_sweep, rounds=rounds, armed=armed)
    _run([(Disk.SLOW if slow_disk else Disk.FAST, part)], as_json=as_json)


@bench.command("outbound")
@click.option("--slow-disk", is_flag=True, help="With 2 ms added to every flush of the database.")
@click.option("--rounds", default=3, show_default=True, help="Interleaved rounds; medians are printed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def bench_outbound(slow_disk: bool, rounds: int, as_json: bool) -> None:
    """P11: effects to the relay, one worker process."""
    part = partial(outbound.measure_outbound, rounds=rounds)
    _run([(Disk.SLOW if slow_disk else Disk.FAST, part)], as_json=as_json)


@bench.command("hooks")
@click.option("--slow-disk", is_flag=True, help="With 2 ms added to every flush of the database.")
@click.option("--rounds", default=3, show_default=True, help="Interleaved rounds; medians are printed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def bench_hooks(slow_disk: bool, rounds: int, as_json: bool) -> None:
    """P8: the WhatsApp door against Flask that does nothing."""
    part = partial(hooks.measure_hooks, rounds=rounds)
    _run([(Disk.SLOW if slow_disk else Disk.FAST, part)], as_json=as_json)


@bench.command("panel")
@click.option("--slow-disk", is_flag=True, help="With 2 ms added to every flush of the database.")
@click.option(
    "--tickets",
    "count",
    type=click.IntRange(min=1000),
    default=panel.TICKETS,
    show_default=True,
    help="Seeded first.",
)
@click.option(
    "--repeats", type=click.IntRange(min=1), default=100, show_default=True, help="Of each question."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def bench_panel(slow_disk: bool, count: int, repeats: int, as_json: bool) -> None:
    """P9: lists, searches and pages among very many tickets."""
    part = partial(panel.measure_panel, count=count, repeats=repeats)
    _run([(Disk.SLOW if slow_disk else Disk.FAST, part)], as_json=as_json)


def _run(steps: list[tuple[Disk, Part]], *, as_json: bool) -> None:
    measures: list[Measure] = []
    with click.progressbar(steps, label="Measuring", file=sys.stderr) as progress:
        for disk, part in progress:
            measures += part(disk)
    click.echo(json.dumps([dataclasses.asdict(one) for one in measures]) if as_json else table(measures))


bench.add_command(bench_parse)
