"""The same door with nothing behind it: what P1 compares with. `python -m bellhop.bench.empty_door`."""

import asyncio

from ingest.smtp.limits import Limits
from ingest.smtp.process import serve
from ingest.smtp.spool import Spool
from workflow import database, logs
from workflow.services.inbox import Incoming
from workflow.settings import load_settings


class KeepNothing:
    async def __call__(self, mails: list[Incoming], spool: Spool) -> list[int]:
        spool.close()
        return [0] * len(mails)

    async def close(self) -> None:
        """Nothing to wait for."""


if __name__ == "__main__":
    settings = load_settings()
    logs.configure(settings, process="smtp")
    database.connect(settings.database_url)
    asyncio.run(serve(settings, KeepNothing(), limits=Limits()))
