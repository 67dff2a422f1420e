"""R-RUN-4: structured records with ids, in one shape whoever writes them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import logging, threading, sys
import structlog
from pathlib import Path
from workflow import logs
from workflow.settings import load_settings
settings = load_settings({
    "DATABASE_URL": "postgresql://x/y", "REDIS_URL": "redis://x", "BELLHOP_SECRET": "s" * 40,
    "BELLHOP_HOME": ".", "LOG_FORMAT": sys.argv[1],
})
logs.configure(settings, process="worker")
log = structlog.get_logger()
with structlog.contextvars.bound_contextvars(inbox_id=7):
    log.info("mail read", ticket_id=3)
    logging.getLogger("somewhere").warning("from a library: %s", "x")
logging.getLogger("mail.log").info("an address")
logging.getLogger("twilio.http_client").info("Query Params: {'To': 'whatsapp:+491701234567'}")
logging.getLogger("somewhere").info("fine")
thread = threading.Thread(target=lambda: logging.getLogger("somewhere").warning("from a thread"))
thread.start(); thread.join()
log.info("said", words="my card is 4111 1111 1111 1111")
logging.getLogger("somewhere").warning("a library: %s", "5555555555554444")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("went wrong")
"""


def run(log_format: str, folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, log_format],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path.cwd(),
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_each_record_is_one_json_object_with_its_ids(tmp_path: Path) -> None:
    records = [json.loads(line) for line in run("json", tmp_path)]
    events = [record["event"] for record in records]
    assert events == [
        "mail read",
        "from a library: x",
        "fine",
        "from a thread",
        "said",
        "a library: **** 4444",
        "went wrong",
    ]
    assert {record["process"] for record in records} == {"worker"}
    assert records[0] | {"time": ""} == {
        "event": "mail read",
        "inbox_id": 7,
        "ticket_id": 3,
        "level": "info",
        "process": "worker",
        "time": "",
    }
    assert records[0]["time"].endswith("Z")
    assert records[1]["inbox_id"] == 7
    assert records[1]["logger"] == "somewhere"
    assert "inbox_id" not in records[2]
    assert records[4]["words"] == "my card is **** 1111"  # R-TKT-13
    assert "ZeroDivisionError" in records[6]["exception"]


def test_in_text_each_record_can_be_read(tmp_path: Path) -> None:
    lines = run("text", tmp_path)
    assert "mail read" in lines[0]
    assert "inbox_id=7" in lines[0]
    with pytest.raises(json.JSONDecodeError):
        json.loads(lines[0])
