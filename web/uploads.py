"""Forms with files: only views that say so take large requests, from somebody who is signed in; the hotel's public
form takes smaller ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from flask import current_app, request

from workflow.photo_place import without_place
from workflow.services.uploads import MAX_BYTES, Upload

ROOM_FOR_FIELDS = 2 * 1024 * 1024

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Marks a view whose form may carry files."""
    view.__dict__["takes_files"] = MAX_BYTES
    return view


def takes_files_of(most: int) -> Callable[[View], View]:
    """The same with fewer bytes."""

    def mark(view: View) -> View:
        view.__dict__["takes_files"] = most
        return view

    return mark


def is_taken() -> bool:
    """Whether the view of this request is marked."""
    return _most() > 0


def make_room() -> None:
    """Runs after the guard and before the form is read."""
    if is_taken():
        request.max_content_length = _most() + ROOM_FOR_FIELDS


def _most() -> int:
    view = current_app.view_functions.get(request.endpoint or "")
    return 0 if view is None else int(view.__dict__.get("takes_files", 0))


def has_files() -> bool:
    """Whether the form carries any."""
    return any(file.filename for file in request.files.getlist("files"))


def sent_files(field: str = "files") -> tuple[Upload, ...]:
    """What the form carries; a file field that was left empty is no file."""
    return tuple(
        Upload(file.filename or "", file.read()) for file in request.files.getlist(field) if file.filename
    )


def sent_by_guest(field: str = "files") -> tuple[Upload, ...]:
    """The same; a photo does not say where it was taken."""
    return tuple(replace(one, content=without_place(one.content)) for one in sent_files(field))
