"""The base of all schemas: what comes in is made clean before it is looked at."""

from __future__ import annotations

from typing import Any

import apiflask
from marshmallow import pre_load

from web.requests import cleaned


class Schema(apiflask.Schema):
    @pre_load
    def clean(self, data: Any, **_: Any) -> Any:
        return cleaned(data)
