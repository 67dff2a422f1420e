"""What every request finds of the installation: settings, keys and files, as `create_app` furnished the application."""

from __future__ import annotations

from flask import current_app

from workflow.desk import Desk


def current_desk() -> Desk:
    desk: Desk = current_app.config["DESK"]
    return desk
