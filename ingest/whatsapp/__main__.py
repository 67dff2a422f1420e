"""`python -m ingest.whatsapp`: the webhook door under gunicorn, a process of its own."""

from __future__ import annotations

import threading

from ingest.whatsapp.app import create_app
from ingest.whatsapp.directory import Directory
from workflow import clock, logs
from workflow.desk import open_desk
from workflow.fitness import refuse_unfit_database
from workflow.http_server import THREADS, Server
from workflow.services.hooks import HookWriter
from workflow.services.whatsapp_channels import numbers
from workflow.settings import load_settings


def main() -> None:
    settings = load_settings()
    logs.configure(settings, process="hooks")
    desk = open_desk(settings, max_connections=THREADS + 4)
    refuse_unfit_database(settings)
    directory = Directory(lambda: numbers(desk.keys), clock.now)

    def started() -> None:
        directory.refresh()  # before the first request: a number that is only not known yet is no 404
        threading.Thread(
            target=directory.keep_fresh, args=(threading.Event(),), name="numbers", daemon=True
        ).start()

    Server(
        create_app(
            directory, HookWriter(settings.database_url), public_url=settings.hooks_public_url, tick=clock.now
        ),
        listen=settings.hooks_listen,
        metrics_listen=settings.metrics_listen,
        started=started,
        takes_small=True,
    ).run()


if __name__ == "__main__":
    main()
