"""The Procfile's services as programs of the supervisor, in the order in which they are stopped."""

import signal
import subprocess
from collections.abc import Mapping, Sequence

from bellhop.embedded import child
from bellhop.procfile import Service
from bellhop.program import Program

# Doors close first, so that nothing new comes in; then the clock; the worker may finish what it has begun, and what stands
# in for Twilio hears it out.
STOPPED_AFTER_DOORS = ("clock", "worker", "twilio")
DOOR_SECONDS = 15.0
PATIENCE_SECONDS = {"worker": 30.0}
# Lines appear as they are printed; what lies in the current folder is not imported by accident.
PYTHON_VARIABLES = {"PYTHONUNBUFFERED": "1", "PYTHONSAFEPATH": "1"}


def stages_of(
    services: Sequence[Service], *, environ: Mapping[str, str], metrics: Mapping[str, str]
) -> list[list[Program]]:
    """The services' programs, stage by stage. `metrics` names the METRICS_LISTEN of each service."""
    programs = []
    for service in services:
        own = {"METRICS_LISTEN": metrics[service.name]} if service.name in metrics else {}
        programs.append(_program(service, environ={**environ, **PYTHON_VARIABLES, **own}))
    doors = [program for program in programs if program.name not in STOPPED_AFTER_DOORS]
    later = [[program for program in programs if program.name == name] for name in STOPPED_AFTER_DOORS]
    return [doors, *later]


def _program(service: Service, *, environ: Mapping[str, str]) -> Program:
    def launch() -> subprocess.Popen[bytes]:
        return child.start(
            service.command, stop_signal=signal.SIGTERM, environ=environ, output=subprocess.PIPE
        )

    return Program(
        service.name,
        launch=launch,
        stop_signal=signal.SIGTERM,
        patience_seconds=PATIENCE_SECONDS.get(service.name, DOOR_SECONDS),
    )
