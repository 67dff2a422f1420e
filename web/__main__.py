"""`python -m web`: the panel and the API under gunicorn, one process with a few threads."""

import gc

from web.app import create_app
from workflow import logs
from workflow.desk import open_desk
from workflow.fitness import refuse_unfit_database
from workflow.http_server import THREADS, Server
from workflow.settings import load_settings


def main() -> None:
    settings = load_settings()
    logs.configure(settings, process="web")
    open_desk(settings, max_connections=THREADS + 4)
    refuse_unfit_database(settings)
    Server(
        create_app(settings),
        listen=settings.web_listen,
        metrics_listen=settings.metrics_listen,
        started=leave_what_stays,
    ).run()


def leave_what_stays() -> None:
    """All that is there at the start stays for good. Looking through it for garbage held up a request for 100 ms."""
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
