"""`bellhop doctor`: everything that may be wrong, each with what to do about it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import click

from bellhop.commands.opening import JSON_OPTION
from bellhop.doctor.examination import examine
from bellhop.doctor.finding import Finding, Result, fail
from bellhop.running import with_running
from workflow.errors import SettingsError
from workflow.settings import environment, load_settings

_MARKS = {Result.OK: "ok  ", Result.WARN: "warn", Result.FAIL: "FAIL"}
_COLOURS = {Result.OK: "green", Result.WARN: "yellow", Result.FAIL: "red"}


@click.command()
@JSON_OPTION
def doctor(as_json: bool) -> None:
    """Look at the desk and all around it. Exit code 1 when something fails."""
    found = _findings()
    failed = any(one.result is Result.FAIL for one in found)
    if as_json:
        worst = max((one.result for one in found), key=list(Result).index, default=Result.OK)
        checks = [one.as_json() for one in found]
        click.echo(json.dumps({"result": worst.value, "checks": checks}, ensure_ascii=False))
    else:
        for one in found:
            click.echo(shown(one))
        click.echo(_summary(found))
    if failed:
        sys.exit(1)


def shown(one: Finding) -> str:
    """A line for people, with the remedy below."""
    colours = environment().get("NO_COLOR", "") == ""
    mark = click.style(_MARKS[one.result], fg=_COLOURS[one.result]) if colours else _MARKS[one.result]
    name = f"{one.check} {one.subject}".strip()
    line = f"{mark}  {name}: {one.says}"
    return f"{line}\n      → {one.remedy}" if one.remedy else line


def _findings() -> list[Finding]:
    try:
        settings = load_settings(with_running(environment()))
    except SettingsError as error:
        remedy = "Start the desk with `bellhop up`, and run this with the same BELLHOP_HOME and variables."
        return [fail("settings", str(error), remedy)]
    return list(examine(settings))


def _summary(found: Sequence[Finding]) -> str:
    counts = {result: sum(one.result is result for one in found) for result in Result}
    if counts[Result.FAIL]:
        return f"{counts[Result.FAIL]} to repair, {counts[Result.WARN]} to think about."
    if counts[Result.WARN]:
        return f"The desk works; {counts[Result.WARN]} to think about."
    return "All is well."
