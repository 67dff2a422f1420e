"""The files of a mail go as they are, or the mail does not go."""

import pytest

from tests.worker.composed import parsed
from tests.worker.letters import NOW, make_letter
from worker.compose import compose
from workflow.errors import NotFound
from workflow.files import FileStore
from workflow.letter import Enclosure
from workflow.reading import read

FILES = [
    ("Rechnung März 2026.pdf", "application/pdf"),
    ("plain.txt", "text/plain"),
    ("写真" * 40 + ".jpeg", "image/jpeg"),
    ('quo"te\\slash/../etc.txt', "text/html; charset=x"),
    ("long name " * 12 + ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("forwarded.eml", "message/rfc822"),
    ("broken", "not a type\r\nBcc: x@y"),
    ("", ""),
]


@pytest.mark.parametrize(("filename", "content_type"), FILES)
def test_a_file_goes_as_it_is(filename: str, content_type: str, files: FileStore) -> None:
    """R-STAFF-1"""
    content = bytes(range(256)) * 41 + b"\r\n\n\r.\r\nFrom me"
    one = Enclosure(filename, content_type, files.put(1, content), len(content))
    letter = make_letter(enclosures=(one, one))
    message = parsed(letter, files)
    assert message.get_content_type() == "multipart/mixed"
    attached = list(message.iter_attachments())
    assert [part.get_payload(decode=True) for part in attached] == [content, content]
    mail = read(compose(letter, files=files, now=NOW).message_bytes)
    assert [file.content for file in mail.attachments] == [content, content]
    if "/" not in filename and filename:
        assert attached[0].get_filename() == filename
        assert mail.attachments[0].filename == filename
    assert mail.visible_text == "They are on their way."


def test_a_mail_within_a_mail_is_not_encoded_against_the_rules(files: FileStore) -> None:
    """RFC 2046 5.2.1: message/rfc822 must not be base64."""
    content = b"Subject: hi\r\n\r\nhello\r\n"
    one = Enclosure("mail.eml", "message/rfc822", files.put(1, content), len(content))
    part = next(iter(parsed(make_letter(enclosures=(one,)), files).iter_attachments()))
    assert part.get_content_type() == "application/octet-stream"


def test_a_file_that_is_gone_is_not_left_out_silently(files: FileStore) -> None:
    with pytest.raises(NotFound):
        compose(make_letter(enclosures=(Enclosure("a", "text/plain", "0" * 64, 1),)), files=files, now=NOW)
