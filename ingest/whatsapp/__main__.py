"""`python -m ingest.whatsapp`: the webhook door under gunicorn, a process of its own."""

from __future__ import annotations

import threading
from concurrent.futures import Future

from ingest.whatsapp.app import create_app
from ingest.whatsapp.directory import Directory
from workflow import clock, logs
from workflow.desk import Desk, open_desk
from workflow.errors import StoreUnavailable
from workflow.fitness import refuse_unfit_database
from workflow.group_commit import GroupCommit, ThreadFutures
from workflow.http_server import THREADS, Server
from workflow.services.inbox import Incoming
from workflow.services.inbox_writer import InboxWriter, Mail
from workflow.services.whatsapp_channels import numbers
from workflow.settings import load_settings

KEEP_SECONDS = 12  # Twilio waits 15 for an answer

Groups = GroupCommit[Mail, list[int], Future[list[int]]]


class Keeper:
    """Keeps messages, those that come together in one commit. Begun in the process that serves."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._groups: Groups | None = None

    def begin(self) -> None:
        writer = InboxWriter(self._desk.settings.database_url)
        self._groups = GroupCommit(writer.write, ThreadFutures(), name="hooks-writer")

    def __call__(self, message: Incoming) -> None:
        if self._groups is None:
            raise StoreUnavailable("The door is not ready yet.")
        try:
            self._groups.submit([message], len(message.raw)).result(KEEP_SECONDS)
        except TimeoutError as error:
            raise StoreUnavailable("The database did not commit in time.") from error


def main() -> None:
    settings = load_settings()
    logs.configure(settings, process="hooks")
    desk = open_desk(settings, max_connections=THREADS + 4)
    refuse_unfit_database(settings)
    directory = Directory(lambda: numbers(desk.keys), clock.now)
    keeper = Keeper(desk)

    def started() -> None:
        keeper.begin()
        threading.Thread(
            target=directory.keep_fresh, args=(threading.Event(),), name="numbers", daemon=True
        ).start()

    Server(
        create_app(directory, keeper, public_url=settings.hooks_public_url, tick=clock.now),
        listen=settings.hooks_listen,
        metrics_listen=settings.metrics_listen,
        started=started,
    ).run()


if __name__ == "__main__":
    main()
