"""Without a relay mails are kept as files (contract: BELLHOP_HOME/outbox)."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.worker.letters import NOW, make_letter
from worker.compose import Composed, compose
from worker.transports import OutboxFolder, SmtpRelay, make_transport
from worker.transports.outbox_folder import file_name
from workflow.errors import DeliveryFailed
from workflow.files import FileStore
from workflow.settings import load_settings


@pytest.fixture
def mail(files: FileStore) -> Composed:
    return compose(make_letter(), files=files, now=NOW)


def test_a_mail_is_kept_to_the_byte(tmp_path: Path, mail: Composed) -> None:
    receipt = OutboxFolder(tmp_path).send(mail)
    assert receipt.kept is not None
    assert receipt.kept.startswith("outbox/1/1.m7.aebagbafaydqqcik@desk.example-")
    assert (tmp_path / receipt.kept).read_bytes() == mail.message_bytes


def test_a_mail_sent_twice_lies_there_once(tmp_path: Path, mail: Composed) -> None:
    folder = OutboxFolder(tmp_path)
    again = replace(mail, message_bytes=mail.message_bytes + b"later\r\n")
    assert folder.send(mail) == folder.send(again)
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in kept] == [again.message_bytes]


@pytest.mark.parametrize(
    "message_id", ["<../../etc/passwd@x>", "<...>", "", "<a/b\\c:d*e@ö>", "<" + "x" * 900 + "@y>", "<\ud800>"]
)
def test_no_message_id_leaves_the_folder(tmp_path: Path, mail: Composed, message_id: str) -> None:
    receipt = OutboxFolder(tmp_path).send(replace(mail, message_id=message_id))
    assert receipt.kept is not None
    assert (tmp_path / receipt.kept).resolve().parent == tmp_path / "outbox" / "1"


def test_different_ids_have_different_names_on_any_disk() -> None:
    names = [file_name(one).lower() for one in ("<A@x>", "<a@x>", "<a/@x>", "<a_@x>", "a@x")]
    assert len(set(names)) == len(names)


def test_a_folder_that_cannot_be_written_is_temporary(tmp_path: Path, mail: Composed) -> None:
    (tmp_path / "outbox").write_text("in the way")
    with pytest.raises(DeliveryFailed) as refusal:
        OutboxFolder(tmp_path).send(mail)
    assert not refusal.value.permanent


@pytest.mark.parametrize(("url", "kind"), [("", OutboxFolder), ("smtp://127.0.0.1:25", SmtpRelay)])
def test_the_setting_chooses(url: str, kind: type, tmp_path: Path) -> None:
    settings = load_settings(
        {
            "DATABASE_URL": "postgresql:///x",
            "REDIS_URL": "redis://x",
            "BELLHOP_SECRET": "x" * 32,
            "BELLHOP_HOME": str(tmp_path),
            "SMTP_RELAY_URL": url,
        }
    )
    assert isinstance(make_transport(settings), kind)
