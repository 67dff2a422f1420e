"""What every part of the demo needs: a log-in at the API, waiting for a step, and a voice."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any, TypeVar

from bellhop.errors import CannotRun
from bellhop.seed import Seeded
from workflow import clock
from workflow.settings import Settings

WAIT_SECONDS = 20.0
POLL_SECONDS = 0.1

_T = TypeVar("_T")


class StepFailed(CannotRun):
    """Something that should have happened did not."""


class Steps:
    def __init__(self, settings: Settings, seeded: Seeded, *, say: Callable[[str], None]) -> None:
        self.settings = settings
        self.seeded = seeded
        self.say = say
        self._token = ""

    def log_in(self) -> None:
        member = next(member for member in self.seeded.staff if member.role == "manager")
        answer = self.api("/auth/login", {"email": member.email, "password": member.password})
        self._token = answer["token"]

    def api(self, path: str, body: object = None) -> Any:
        """GET, or POST of a body: what the API answers. Raises StepFailed."""
        return json.loads(self._asked(path, None if body is None else json.dumps(body).encode()))

    def file(self, id: str) -> bytes:
        """The bytes of an attachment. Raises StepFailed."""
        return self._asked(f"/attachments/{id}", None)

    def wait(self, what: str, find: Callable[[], _T | None]) -> _T:
        """What is found in the end. Raises StepFailed."""
        deadline = clock.monotonic() + WAIT_SECONDS
        while clock.monotonic() < deadline:
            found = find()
            if found is not None:
                return found
            time.sleep(POLL_SECONDS)
        raise StepFailed(f"Waited {WAIT_SECONDS:.0f} s in vain: {what}.")

    def _asked(self, path: str, body: bytes | None) -> bytes:
        listen = self.settings.web_listen
        request = urllib.request.Request(
            f"http://{listen}/api/v1{path}",
            data=body,
            headers={"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return bytes(answer.read())
        except (urllib.error.URLError, OSError) as error:
            raise StepFailed(f"The API at {listen} did not answer {path}: {error}") from error
