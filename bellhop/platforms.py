"""Which machines Bellhop runs on. Also run by the Makefile as a script, before anything is installed: standard library only."""

import platform
import sys

OLDEST_GLIBC = (2, 28)


def unsupported_reason() -> str | None:
    """One plain sentence when this machine cannot run Bellhop, None when it can."""
    if sys.platform == "darwin":
        return None
    if sys.platform != "linux":
        return "Bellhop runs on Linux and macOS. On Windows use WSL 2 with Debian or Ubuntu."
    library, version = platform.libc_ver()
    if library != "glibc":
        return (
            "Bellhop needs a Linux with glibc (Debian, Ubuntu, Fedora, …); "
            "this one (Alpine or another musl system) has no packages of the servers it needs."
        )
    if tuple(int(number) for number in version.split(".")[:2]) < OLDEST_GLIBC:
        return f"Bellhop needs glibc 2.28 or newer (Debian 10, Ubuntu 20.04, RHEL 8); this machine has {version}."
    return None


def venv_reason() -> str | None:
    """One plain sentence when this Python cannot make a virtual environment with pip in it."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        return f"Python's venv package is missing. Install it (Debian, Ubuntu: apt install {package}) and start again."
    return None


if __name__ == "__main__":
    sys.exit(unsupported_reason() or venv_reason())
