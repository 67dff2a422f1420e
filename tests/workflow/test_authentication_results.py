"""Reading Authentication-Results (RFC 8601): what servers write, and what authors smuggle into it."""

import pytest

from workflow.authentication_results import authentication_results, read_results


def found(value: bytes) -> list[tuple[str, str]]:
    return [(one.method, one.result) for one in read_results(value).results]


@pytest.mark.parametrize(
    ("value", "id", "results"),
    [
        (b"example.org 1; none", "example.org", []),
        (b"mx.Aurora.example", "mx.aurora.example", []),
        (b"mx.a.example; spf=pass smtp.mailfrom=a@b.example", "mx.a.example", [("spf", "pass")]),
        (b"mx.a.example; SPF = Pass ; dkim/1 = fail reason=\"bad\"", "mx.a.example", [("spf", "pass"), ("dkim", "fail")]),
        (b"(the desk) mx.a.example (v) ; (x) dmarc=pass (p=none) header.from=b.example", "mx.a.example", [("dmarc", "pass")]),
        (b";dmarc=pass", "", [("dmarc", "pass")]),
        (b"", "", []),
        (b"\xff\xfe; spf=pass", "��", [("spf", "pass")]),
    ],
)  # fmt: skip
def test_a_field_says(value: bytes, id: str, results: list[tuple[str, str]]) -> None:
    """R-MAIL-12."""
    assert read_results(value).authserv_id == id
    assert found(value) == results


@pytest.mark.parametrize(
    "value",
    [
        b'mx.a.example; spf=fail smtp.mailfrom="x; dmarc=pass"@evil.example',
        b"mx.a.example; spf=fail (sender x; dmarc=pass header.from=a.example) smtp.mailfrom=evil.example",
        b"mx.a.example; spf=fail (a (nested; dmarc=pass) one; dmarc=pass)",
        b"mx.a.example; spf=fail (never closed; dmarc=pass",
        b'mx.a.example; spf=fail smtp.mailfrom="never closed; dmarc=pass',
        b'mx.a.example; spf=fail reason="a \\"; dmarc=pass"',
        b"mx.a.example; spf=fail (a \\) ; dmarc=pass)",
        b"mx.a.example; spf=fail smtp.mailfrom==?utf-8?q?=3B_dmarc=3Dpass?=@evil.example",
    ],
)
def test_what_an_author_smuggles_in_is_no_result(value: bytes) -> None:
    """R-MAIL-12: in quotes, comments and encoded words there may stand anything."""
    assert found(value) == [("spf", "fail")]


def test_properties_are_read_with_their_values() -> None:
    """R-MAIL-12."""
    (result,) = read_results(
        b'x; dkim=pass (2048-bit) header.d=A.example header.i="@a.example" header.b=ab/c='
    ).results
    assert dict(result.properties) == {"header.d": "a.example", "header.i": "@a.example", "header.b": "ab/c="}


def test_a_field_as_long_as_a_book_says_nothing() -> None:
    """R-MAIL-12: bounded work."""
    assert read_results(b"mx.a.example; dmarc=pass " + b"(" * 20_000).authserv_id == ""


def test_the_fields_of_a_mail_come_topmost_first() -> None:
    """R-MAIL-12: unfolded, in order, none from the body."""
    raw = (
        b"Authentication-Results: one.example;\r\n dmarc=pass\r\nSubject: x\r\n"
        b"authentication-results: two.example\r\n\r\nAuthentication-Results: three.example\r\n"
    )
    assert [field.authserv_id for field in authentication_results(raw)] == ["one.example", "two.example"]
