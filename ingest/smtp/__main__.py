"""`python -m ingest.smtp`: the mail door. Settings, logs, database; the rest is process.py."""

from __future__ import annotations

import asyncio
import sys

from ingest.smtp.keeping import Keeper
from ingest.smtp.limits import Limits
from ingest.smtp.process import serve
from workflow import clock, database, logs, metrics
from workflow.errors import BellhopError
from workflow.fitness import refuse_unfit_database
from workflow.services.inbox_writer import open_async_groups
from workflow.settings import Settings, load_settings


def main() -> int:
    try:
        settings = load_settings()
        logs.configure(settings, process="smtp")
        clock.use_offset_file(settings.clock_file)
        database.connect(settings.database_url)
        refuse_unfit_database(settings)
        asyncio.run(_serve(settings))
    except BellhopError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


async def _serve(settings: Settings) -> None:
    limits = Limits(mail_bytes=settings.smtp_size_limit)
    groups = open_async_groups(settings.database_url, observe=metrics.GROUP_MAILS.observe)
    await serve(settings, Keeper(groups, limits=limits), limits=limits)


if __name__ == "__main__":
    sys.exit(main())
