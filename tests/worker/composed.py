"""A letter's mail, read back with Python's parser."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.worker.letters import NOW
from worker.compose import compose
from workflow.files import FileStore
from workflow.letter import Letter


def parsed(letter: Letter, files: FileStore) -> EmailMessage:
    message = message_from_bytes(compose(letter, files=files, now=NOW).message_bytes, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage, subtype: str = "plain") -> str:
    part = message.get_body((subtype,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
