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


def is_taken() -> bool:
    """Whether the view of this request is marked."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and "takes_files" in view.__dict__


def make_room() -> None:
    """Runs after the guard and before the form is read."""
    if is_taken():
        request.max_content_length = MAX_BYTES + ROOM_FOR_FIELDS


def has_files() -> bool:
    """Whether the form carries any."""
    return any(file.filename for file in request.files.getlist("files"))


def sent_files(field: str = "files") -> tuple[Upload, ...]:
    """What the form carries; a file field that was left empty is no file."""
    return tuple(
        Upload(file.filename or "", file.read()) for file in request.files.getlist(field) if file.filename
    )
