"""Room on the disks of BELLHOP_HOME and of the file store, and whether files can be written there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bellhop.doctor.finding import Finding, fail, ok, warn
from workflow.errors import FilesUnavailable, NotFound
from workflow.files import FileStore
from workflow.files.s3_address import read_address
from workflow.settings import Settings

CHECK = "disk"
GB = 1_000_000_000
SHORT, FULL = 5 * GB, GB // 2


def look(settings: Settings) -> Iterator[Finding]:
    yield _room("BELLHOP_HOME", settings.home)
    files = Path(unquote(urlsplit(settings.storage_url).path))
    if settings.storage_url.startswith("file:") and not files.is_relative_to(settings.home):
        yield _room("STORAGE_URL", files)
    yield _tried(settings)


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


def _tried(settings: Settings) -> Finding:
    try:
        FileStore(settings.storage_url).try_out()
    except (FilesUnavailable, NotFound) as error:
        reason = str(error.__cause__ or error).splitlines()[0][:200]
        return fail(
            "files", f"Guests' files cannot be kept in {_place(settings)} ({reason}).", _remedy(settings)
        )
    return ok("files", f"Guests' files are kept in {_place(settings)}.")


def _remedy(settings: Settings) -> str:
    if settings.storage_url.startswith("s3:"):
        return "Check bucket, region and endpoint in STORAGE_URL, and that its key may put, get and delete objects and list the bucket: else what is missing is called forbidden."
    return "Give the user that runs Bellhop the right to write there, or correct STORAGE_URL."


def _place(settings: Settings) -> str:
    """Without the credentials."""
    if settings.storage_url.startswith("s3:"):
        address = read_address(settings.storage_url)
        return f"the bucket {address.bucket} at {address.endpoint or 'Amazon'}"
    return unquote(urlsplit(settings.storage_url).path)
