"""The stores of one run: the embedded servers for those whose URL was not given; none at all when both were."""

import contextlib
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path

from bellhop.console import Console
from bellhop.embedded import postgres, valkey
from bellhop.embedded.postgres import Postgres
from bellhop.embedded.valkey import Valkey
from bellhop.program import Program


class Stores:
    """Up to two embedded servers, started and stopped together."""

    def __init__(self, database: Postgres | None, courier: Valkey | None) -> None:
        self.database = database
        self.courier = courier

    @property
    def urls(self) -> dict[str, str]:
        """What the services' environment lacks; known before the servers run."""
        found = {"DATABASE_URL": self.database, "REDIS_URL": self.courier}
        return {name: server.url for name, server in found.items() if server is not None}

    def start(self) -> None:
        for server in (self.database, self.courier):
            if server is not None:
                server.start()

    def stop(self) -> None:
        for server in (self.courier, self.database):
            if server is not None:
                server.stop()

    def stages(self) -> list[list[Program]]:
        """For the supervisor, in stopping order: the courier, then the database."""
        stages = []
        if self.courier is not None:
            stages.append([_program("valkey", self.courier, valkey.STOP_SIGNAL, valkey.STOP_SECONDS)])
        if self.database is not None:
            stages.append([_program("postgres", self.database, postgres.STOP_SIGNAL, postgres.STOP_SECONDS)])
        return stages


@contextlib.contextmanager
def stores_of(home: Path, *, environ: Mapping[str, str], console: Console) -> Iterator[Stores]:
    """The servers this run needs, not yet started; stopped at the end whatever happened in between."""
    stores = Stores(
        None if environ.get("DATABASE_URL") else Postgres(home, environ=environ, report=console.say),
        None if environ.get("REDIS_URL") else Valkey(home, environ=environ, report=console.say),
    )
    try:
        yield stores
    finally:
        stores.stop()


def _program(name: str, server: Postgres | Valkey, stop_signal: signal.Signals, patience: float) -> Program:
    return Program(
        name,
        launch=server.launch,
        stop_signal=stop_signal,
        patience_seconds=patience,
        running=server.process,
    )
