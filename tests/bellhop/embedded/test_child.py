"""A child's life is tied to its parent's, whichever way the operating system offers."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bellhop.embedded.child import Hold, Privileges, choose_privileges, run
from tests.processes import alive, command_lines, wait_until
from workflow.settings import environment

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")

PARENT = """
import signal, subprocess, sys, time
from bellhop.embedded.child import Hold, start
from workflow.settings import environment
child = start(["sleep", "600"], stop_signal=signal.SIGTERM, environ=environment(), output=subprocess.DEVNULL,
              hold=Hold(sys.argv[1]))
print(child.pid, flush=True)
child.wait()
"""


@pytest.mark.parametrize("hold", list(Hold))
def test_a_child_ends_when_its_parent_is_killed(hold: Hold) -> None:
    """R-RUN-1: SIGKILL of `bellhop up` leaves nothing behind; macOS has the guardian only."""
    if hold is Hold.DEATH_SIGNAL and sys.platform != "linux":
        pytest.skip("only Linux has a death signal")
    with subprocess.Popen([sys.executable, "-c", PARENT, hold.value], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.kill()
    wait_until(lambda: not alive(child), what="the child's end")


def test_a_guardian_ends_with_its_child() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, Hold.GUARDIAN.value], stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        found: list[int] = []

        def is_there() -> bool:
            found[:] = [pid for pid in guardians_of(parent.pid) if pid != child]
            return len(found) == 1

        wait_until(is_there, what="the guardian, when the child has become another program")
        (guardian,) = found
        os.kill(child, signal.SIGKILL)
        parent.wait()
    wait_until(lambda: not alive(guardian), what="the guardian's end")


def guardians_of(parent: int) -> list[int]:
    """Processes that still carry the launcher's command line of this parent: the child itself has become `sleep`."""
    marks = ("launcher.py", f" {parent} {Hold.GUARDIAN.value} ")
    return [pid for pid, command in command_lines().items() if all(mark in command for mark in marks)]


def test_a_missing_program_is_an_error_here_and_not_in_the_child() -> None:
    with pytest.raises(FileNotFoundError, match="no program nonsense"):
        run(["nonsense"], environ=environment(), privileges=Privileges.KEEP)


@as_root
def test_root_is_given_up_in_both_ways() -> None:
    for privileges in (choose_privileges(environment()), Privileges.NOBODY):
        code, printed = run(["id", "-u"], environ=environment(), privileges=privileges)
        assert (code, printed.strip()) == (0, "65534")


@as_root
def test_a_namespace_leaves_the_files_to_root(tmp_path: Path) -> None:
    if choose_privileges(environment()) is not Privileges.USER_NAMESPACE:
        pytest.skip("this machine forbids user namespaces")
    code, _ = run(["touch", tmp_path / "file"], environ=environment(), privileges=Privileges.USER_NAMESPACE)
    assert code == 0
    assert (tmp_path / "file").stat().st_uid == 0
