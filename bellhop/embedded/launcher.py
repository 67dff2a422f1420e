"""Runs in a fresh child just before the real program: gives up root if asked, ties the child's life to its parent, execs.

Started as `python -I -S launcher.py PRIVILEGES SIGNAL PARENT HOLD PROGRAM ARG…`, so it imports the standard library only.
A script of its own instead of `preexec_fn`, which is unsafe in a process that has threads.
"""

import ctypes
import os
import pwd
import signal
import sys
import time

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
UNPRIVILEGED_UID = 65534
GUARDIAN_POLL_SECONDS = 0.5
GUARDIAN_PATIENCE_SECONDS = 15.0


def enter_user_namespace() -> None:
    """Look like uid 65534 from the inside while every file stays root's (PostgreSQL refuses to run as uid 0)."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWUSER)")
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{UNPRIVILEGED_UID} 0 1")
    _write("/proc/self/gid_map", f"{UNPRIVILEGED_UID} 0 1")


def become_nobody() -> None:
    """Really change to the user `nobody`, for machines that forbid user namespaces."""
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)


def ask_for_death_signal(number: int, parent: int) -> None:
    """Let Linux signal this process when its parent dies; must come after every change of credentials, which clears it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        sys.exit("the parent died before its child could start")


def leave_a_guardian(number: int, parent: int) -> None:
    """Where the kernel cannot do it, leave a small process behind that stops this group once the parent is gone."""
    program = os.getpid()
    child = os.fork()
    if child != 0:
        os.waitpid(child, 0)
        return
    if os.fork() != 0:
        os._exit(0)
    os.setsid()
    for stream in range(3):
        os.close(stream)
    _guard(program, number, parent)
    os._exit(0)


def _guard(program: int, number: int, parent: int) -> None:
    while _alive(program) and _alive(parent):
        time.sleep(GUARDIAN_POLL_SECONDS)
    _signal_group(program, number)
    deadline = time.monotonic() + GUARDIAN_PATIENCE_SECONDS
    while _alive(program) and time.monotonic() < deadline:
        time.sleep(GUARDIAN_POLL_SECONDS)
    _signal_group(program, signal.SIGKILL)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _signal_group(program: int, number: int) -> None:
    try:
        os.killpg(program, number)
    except (ProcessLookupError, PermissionError):
        return


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def main(arguments: list[str]) -> None:
    privileges, number, parent, hold, *command = arguments
    if privileges == "user-namespace":
        enter_user_namespace()
    elif privileges == "nobody":
        become_nobody()
    if hold == "death-signal":
        ask_for_death_signal(int(number), int(parent))
    else:
        leave_a_guardian(int(number), int(parent))
    os.execv(command[0], command)  # no search, which would import, perhaps from folders `nobody` cannot read


if __name__ == "__main__":
    main(sys.argv[1:])
