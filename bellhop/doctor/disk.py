"""Room on the disks of BELLHOP_HOME and of the file store, and whether files can be written there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bellhop.doctor.finding import Finding, fail, ok, warn
from workflow.settings import Settings

CHECK = "disk"
GB = 1_000_000_000
SHORT, FULL = 5 * GB, GB // 2


def look(settings: Settings) -> Iterator[Finding]:
    yield _room("BELLHOP_HOME", settings.home)
    files = Path(unquote(urlsplit(settings.storage_url).path))
    if not files.is_relative_to(settings.home):
        yield _room("STORAGE_URL", files)
    yield _written(files)


def _room(variable: str, folder: Path) -> Finding:
    there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    try:
        free = shutil.disk_usage(there).free
    except OSError as error:
        return fail(
            CHECK,
            f"{folder} cannot be looked at ({error.strerror}).",
            f"Correct {variable}.",
            subject=variable,
        )
    says = f"{free / GB:.1f} GB are free for {folder}."
    remedy = "Make room, or move it to a larger disk: a full disk stops mail at the door (it is put off, not lost)."
    if free < FULL:
        return fail(CHECK, says, remedy, subject=variable)
    return warn(CHECK, says, remedy, subject=variable) if free < SHORT else ok(CHECK, says, subject=variable)


def _written(folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"bellhop doctor")
            file.flush()
    except OSError as error:
        remedy = "Give the user that runs Bellhop the right to write there, or correct STORAGE_URL."
        return fail("files", f"Guests' files cannot be kept in {folder} ({error.strerror}).", remedy)
    return ok("files", f"Guests' files are kept in {folder}.")
