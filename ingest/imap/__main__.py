"""`python -m ingest.imap`: polls the mailboxes of all hotels. Settings, logs, database; the rest is process.py."""

from __future__ import annotations

import asyncio
import sys

from ingest.imap.process import serve
from workflow import clock, database, logs
from workflow.errors import BellhopError
from workflow.fitness import refuse_unfit_database
from workflow.settings import load_settings


def main() -> int:
    try:
        settings = load_settings()
        logs.configure(settings, process="imap")
        clock.use_offset_file(settings.clock_file)
        database.connect(settings.database_url)
        refuse_unfit_database(settings)
        asyncio.run(serve(settings))
    except BellhopError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
