"""How every process logs: one JSON object (or one readable line) a record, on standard error.

Ids (inbox, ticket, effect, hotel) are bound with `structlog.contextvars.bound_contextvars`. What a mail says, and
secrets, are never handed to a logger. Libraries that use the standard logging come out in the same shape.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from workflow import clock
from workflow.card_numbers import mask
from workflow.settings import Settings

# Libraries that write addresses or commands at lower levels.
_QUIET = {
    "mail.log": logging.CRITICAL,
    "peewee": logging.WARNING,
    "aioimaplib": logging.WARNING,
    "twilio.http_client": logging.WARNING,
}


def configure(settings: Settings, *, process: str) -> None:
    """Sets logging up for this process; `process` stands in every record."""
    renderer = _renderer(settings.log_format)
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        _add_time,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, _without_cards, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(process=process)
    _route_standard_logging(shared, renderer, process=process)


def _route_standard_logging(
    shared: list[structlog.types.Processor], renderer: structlog.types.Processor, *, process: str
) -> None:
    def add_process(
        _logger: object, _name: str, record: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        record.setdefault("process", process)  # threads of libraries do not inherit our contextvars
        return record

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name, add_process],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _without_cards,
                renderer,
            ],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)


def _renderer(log_format: str) -> structlog.types.Processor:
    if log_format == "text":
        return structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer()


def _without_cards(_logger: object, _name: str, record: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """What nobody meant to log (R-TKT-13): also in the words of a fault."""
    for name, value in record.items():
        if isinstance(value, str):
            record[name] = mask(value)
    return record


def _add_time(_logger: object, _name: str, record: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    record["time"] = clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return record
