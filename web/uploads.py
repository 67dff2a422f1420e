"""Forms with files: only views that say so take large requests, and only from somebody who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

from workflow.services.uploads import MAX_BYTES, Upload

ROOM_FOR_FIELDS = 2 * 1024 * 1024

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Marks a view whose form may carry files."""
    view.__dict__["takes_files"] = True
    return view


def make_room() -> None:
    """Runs after the guard and before the form is read."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and view.__dict__.get("takes_files"):
        request.max_content_length = MAX_BYTES + ROOM_FOR_FIELDS


def sent_files() -> tuple[Upload, ...]:
    """What the form carries; a file field that was left empty is no file."""
    return tuple(
        Upload(file.filename or "", file.read()) for file in request.files.getlist("files") if file.filename
    )
