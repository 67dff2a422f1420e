"""Lets a server that gave up root read its programs and own its files. As a normal user there is nothing to do."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bellhop.embedded.binaries import PostgresPrograms
from bellhop.embedded.child import Privileges, run
from bellhop.errors import CannotRun


def reachable_programs(
    programs: PostgresPrograms, *, privileges: Privileges, spare: Path, environ: Mapping[str, str]
) -> PostgresPrograms:
    """The programs where the server's user can run them: copied into the `spare` folder when they lie, say, under /root."""
    if privileges is not Privileges.NOBODY:
        return programs
    code, _ = run([programs.folder / "postgres", "--version"], environ=environ, privileges=privileges)
    if code == 0:
        return programs
    copy = spare / f"postgresql-{programs.major}"
    if not copy.exists():
        draft = copy.with_name(copy.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(programs.folder.parent, draft, symlinks=True)
        draft.rename(copy)
    return replace(programs, folder=copy / programs.folder.name)


def hand_over(
    folder: Path, *, owner: tuple[int, int], privileges: Privileges, environ: Mapping[str, str]
) -> None:
    """Give the folder and all in it to `owner`; it may have been another's in an earlier run (root, then `nobody`)."""
    if os.geteuid() == 0 and folder.lstat().st_uid != owner[0]:
        for parent, folders, files in os.walk(folder):
            for name in (*folders, *files):
                os.chown(Path(parent) / name, *owner, follow_symlinks=False)
        os.chown(folder, *owner)  # last: an interrupted walk starts again
    if privileges is Privileges.NOBODY:
        code, _ = run(["test", "-w", folder], environ=environ, privileges=privileges)
        if code != 0:
            raise CannotRun(
                f"PostgreSQL does not run as root, and the user `nobody` cannot reach {folder}. "
                "Set BELLHOP_HOME to a folder outside /root, or start Bellhop as a normal user."
            )
