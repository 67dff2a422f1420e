"""The stand-in for Twilio as the demo uses it: guests that write, a day that passes, and what Twilio has by its own API."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from bellhop.demo.steps import StepFailed, Steps
from bellhop.errors import CannotRun
from workflow.services.whatsapp_channels import DEMO_ACCOUNT

TWILIO = "api.twilio.com"


class StandIn:
    def __init__(self, steps: Steps) -> None:
        settings, seeded = steps.settings, steps.seeded
        self._base = settings.twilio_api_base
        if urlsplit(self._base).hostname == TWILIO:
            raise CannotRun(
                "The demo plays WhatsApp at a stand-in for Twilio, and this desk speaks to the real one. "
                "Start it with `bellhop up`, without TWILIO_API_BASE and HOOKS_PUBLIC_URL, to play it."
            )
        self._proof = base64.b64encode(f"{DEMO_ACCOUNT}:{seeded.twilioToken}".encode()).decode()
        self._to = f"whatsapp:{seeded.whatsappNumber}"
        self._webhook = f"{settings.hooks_public_url}/twilio/{seeded.channelId}/message"

    def guest_writes(
        self,
        phone: str,
        body: str,
        *,
        name: str,
        picture: bytes = b"",
        fields: Mapping[str, str] | None = None,
    ) -> None:
        """By the signed webhook. Raises StepFailed when the desk did not take it."""
        order = {"from": phone, "name": name, "to": self._to, "webhook": self._webhook, "body": body}
        media = [{"contentType": "image/png", "content": base64.b64encode(picture).decode()}]
        answer = self._asked("/stage/guest", {**order, "media": media if picture else [], "fields": fields})
        if answer["status"] != 200:
            raise StepFailed(f"The webhook {self._webhook} answered {answer['status']}, not 200.")

    def let_hours_pass(self, hours: int) -> None:
        self._asked("/stage/pass", {"hours": hours})

    def sent_to(self, phone: str) -> list[str]:
        """The words of what Twilio has for this guest, the newest first."""
        query = urlencode({"To": f"whatsapp:{phone}", "PageSize": 100})
        page = self._asked(f"/2010-04-01/Accounts/{DEMO_ACCOUNT}/Messages.json?{query}")
        return [str(message["body"]) for message in page["messages"]]

    def _asked(self, path: str, order: object = None) -> Any:
        request = urllib.request.Request(
            f"{self._base}{path}",
            data=None if order is None else json.dumps(order).encode(),
            headers={"Authorization": f"Basic {self._proof}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.loads(answer.read())
        except (urllib.error.URLError, OSError) as error:
            raise StepFailed(f"The stand-in for Twilio at {self._base} did not answer: {error}") from error
