"""Header values of any kind: what is written is what is read, and nothing else is written."""

import re
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.header_lines import clean, mailbox, message_ids, unstructured, with_filename
from workflow.reading import read

TEXT = st.text(st.characters(), max_size=300)
WORDS = st.lists(
    st.sampled_from(["Re:", "Zimmer", "fünf", "=?x?=", "部屋", '"', "\\", "a" * 80, "🧖", "[x]"]), max_size=30
)
ANYTHING = st.one_of(TEXT, WORDS.map(" ".join))


def read_back(header: bytes) -> tuple[str, str]:
    """The value of the only header, by Python's parser and by ours."""
    name = header.partition(b":")[0].decode()
    message = message_from_bytes(header + b"\r\n", policy=policy.default)
    assert message.keys() == [name]
    return str(message[name]), read(header + b"\r\nbody\r\n").header(name)


def letters(name: str) -> str:
    """Without blanks and quotation marks, which readers tidy up."""
    return re.sub(r'[\s"]', "", name)


def assert_well_formed(header: bytes) -> None:
    assert header.isascii()
    assert header.endswith(b"\r\n")
    first, *more = header.removesuffix(b"\r\n").split(b"\r\n")
    assert len(first) <= 998
    assert all(line.startswith(b" ") and line.strip() and len(line) <= 998 for line in more)
    assert not {0, 10, 13} & set(header.replace(b"\r\n", b""))


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_free_text_is_read_as_it_was_cleaned(text: str) -> None:
    header = unstructured("Subject", text)
    assert_well_formed(header)
    assert read_back(header) == (clean(text), clean(text))


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_a_display_name_never_touches_the_address(name: str) -> None:
    header = mailbox("From", "aurora@desk.example", name)
    assert_well_formed(header)
    message = message_from_bytes(header + b"\r\n", policy=policy.default)
    (address,) = message["From"].addresses
    assert address.addr_spec == "aurora@desk.example"
    wanted = clean(clean(name)[:120])
    # Python 3.11 puts a blank between encoded words of a name, against RFC 2047 6.2; our reader does not.
    assert letters(address.display_name) == letters(wanted)
    mail = read(header + b"\r\nbody\r\n")
    assert mail.from_address == "aurora@desk.example"
    assert letters(mail.from_name) == letters(wanted)


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_a_file_name_is_read_as_it_was(name: str) -> None:
    header = with_filename("Content-Disposition", "attachment", "filename", name)
    assert_well_formed(header)
    found = message_from_bytes(header + b"\r\n", policy=policy.default).get_filename()
    assert found == (clean(name).translate(str.maketrans('/\\"', "__'")) or "file")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(TEXT.map(lambda text: f"<{text}>"), st.just("<a@b>")), max_size=60))
def test_ids_are_ids_or_left_out(ids: list[str]) -> None:
    header = message_ids("References", ids)
    if header:
        assert_well_formed(header)


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_clean_is_one_line_and_cleaning_twice_is_once(text: str) -> None:
    """Safety rule 9."""
    cleaned = clean(text)
    assert len(cleaned.splitlines()) <= 1
    assert not set("\r\n\x00") & set(cleaned)
    assert clean(cleaned) == cleaned
    cleaned.encode()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Towels please", b"Subject: Towels please\r\n"),
        ("Re: Handtücher fehlen [AUR-202611-00001-J]",
         b"Subject: Re: =?utf-8?b?SGFuZHTDvGNoZXI=?= fehlen [AUR-202611-00001-J]\r\n"),
        ("a\r\nBcc: x@y", b"Subject: a Bcc: x@y\r\n"),
    ],
)  # fmt: skip
def test_no_more_is_encoded_than_must_be(text: str, line: bytes) -> None:
    assert unstructured("Subject", text) == line
