"""What a person or a day does to a fake that runs as a process of its own, asked for by POST. Twilio has no such routes.

POST /stage/guest {from, name, to, webhook, body, media: [{contentType, content (base64)}], fields} → {sid, status}
POST /stage/pass {hours}: all that was said before lies so much further back.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

from bellhop.fakes.twilio.account import Medium, Record
from bellhop.fakes.twilio.api import Reply, Request
from bellhop.fakes.twilio.callbacks import Answer
from bellhop.fakes.twilio.faults import problem

ROOT = "/stage/"


class Stage(Protocol):
    """What a fake can play."""

    number: str
    incoming_url: str

    def guest_writes(
        self,
        sender: str,
        body: str = "",
        *,
        media: Sequence[Medium] = (),
        name: str = "",
        extra: Mapping[str, str] | None = None,
    ) -> tuple[Record, Answer]: ...

    def let_time_pass(self, span: timedelta) -> None: ...


def played(stage: Stage, request: Request) -> Reply:
    if not request.is_authentic:
        return Reply(401, problem(401, 20003))
    order: dict[str, Any] = json.loads(request.body)
    if request.path == f"{ROOT}guest":
        return _guest(stage, order)
    if request.path == f"{ROOT}pass":
        stage.let_time_pass(timedelta(hours=order["hours"]))
        return Reply(200)
    return Reply(404, problem(404, 20404))


def _guest(stage: Stage, order: Mapping[str, Any]) -> Reply:
    stage.number, stage.incoming_url = order["to"], order["webhook"]
    media = [Medium(one["contentType"], base64.b64decode(one["content"])) for one in order.get("media", ())]
    record, answer = stage.guest_writes(
        order["from"], order["body"], media=media, name=order["name"], extra=order.get("fields")
    )
    return Reply(200, {"sid": record.sid, "status": answer.status})
