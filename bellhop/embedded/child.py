"""Starts one foreground child whose life is tied to ours: it is told to stop even when we are killed with SIGKILL.

Also finds out how a server that refuses to run as root can be started here. What runs in the child is launcher.py's.
"""

import contextlib
import enum
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

LAUNCHER = Path(__file__).with_name("launcher.py")


class Privileges(enum.Enum):
    """As whom a child runs."""

    KEEP = "keep"
    USER_NAMESPACE = "user-namespace"
    NOBODY = "nobody"


class Hold(enum.Enum):
    """What stops a child when we are gone."""

    DEATH_SIGNAL = "death-signal"
    GUARDIAN = "guardian"


def native_hold() -> Hold:
    """The way this operating system offers: only Linux can signal a child at its parent's death."""
    return Hold.DEATH_SIGNAL if sys.platform == "linux" else Hold.GUARDIAN


def start(
    command: Sequence[str | Path],
    *,
    stop_signal: signal.Signals,
    environ: Mapping[str, str],
    output: int | IO[bytes],
    privileges: Privileges = Privileges.KEEP,
    hold: Hold | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, output and errors going to `output`, and return at once.

    Raises FileNotFoundError when there is no such program.

    Call it from the main thread: Linux sends the death signal when the *thread* that forked ends. The new session keeps
    the terminal's Ctrl-C away from the child, so that the stop order is ours.
    """
    name, *arguments = (os.fspath(word) for word in command)
    program = shutil.which(name, path=environ.get("PATH"))
    if program is None:
        raise FileNotFoundError(f"there is no program {name}")
    return subprocess.Popen(
        [*_launcher(stop_signal, privileges, hold or native_hold()), program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=dict(environ),
        start_new_session=True,
    )


def _launcher(stop_signal: signal.Signals, privileges: Privileges, hold: Hold) -> list[str]:
    words = (privileges.value, int(stop_signal), os.getpid(), hold.value)
    return [sys.executable, "-I", "-S", os.fspath(LAUNCHER), *map(str, words)]


def run(
    command: Sequence[str | Path], *, environ: Mapping[str, str], privileges: Privileges
) -> tuple[int, str]:
    """Run `command` to its end; its exit code and all it printed."""
    child = start(
        command,
        stop_signal=signal.SIGTERM,
        environ=environ,
        output=subprocess.PIPE,
        privileges=privileges,
    )
    try:
        printed, _ = child.communicate()
    except BaseException:
        kill_group(child)
        raise
    return child.returncode, printed.decode("utf-8", "replace")


def stop(child: subprocess.Popen[bytes], stop_signal: signal.Signals, *, patience_seconds: float) -> None:
    """Ask the child to stop and wait; kill it if it does not obey. Nothing to do when it has ended already."""
    if child.poll() is not None:
        return
    child.send_signal(stop_signal)
    try:
        child.wait(patience_seconds)
    except subprocess.TimeoutExpired:
        kill_group(child)


def kill_group(child: subprocess.Popen[bytes]) -> None:
    """SIGKILL the child and whatever it forked: a killed Dramatiq master leaves its workers behind."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: EPERM for a group of zombies
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def choose_privileges(environ: Mapping[str, str]) -> Privileges:
    """How to start a server that refuses uid 0: as we are, in a user namespace, or as `nobody`."""
    if os.geteuid() != 0:
        return Privileges.KEEP
    code, _ = run(["true"], environ=environ, privileges=Privileges.USER_NAMESPACE)
    return Privileges.USER_NAMESPACE if code == 0 else Privileges.NOBODY


def file_owner(privileges: Privileges) -> tuple[int, int]:
    """The user and group that files of a child with these privileges must belong to."""
    if privileges is Privileges.NOBODY:
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid
    return os.geteuid(), os.getegid()
