"""Flask that does nothing, under the same server: what P8 compares with. `python -m bellhop.bench.empty_hooks`."""

from flask import Flask

from workflow import database, logs
from workflow.http_server import Server
from workflow.settings import load_settings

if __name__ == "__main__":
    settings = load_settings()
    logs.configure(settings, process="hooks")
    database.connect(settings.database_url)
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/<path:_>", view_func=lambda _: "", methods=["POST"])
    Server(app, listen=settings.hooks_listen, metrics_listen=None).run()
