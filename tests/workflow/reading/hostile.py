"""Mails made to hurt a reader: each repeats one trick until the mail has the wanted size."""

from __future__ import annotations

from collections.abc import Callable

HEAD = b"From: a@x.example\r\nTo: d@e.example\r\nSubject: Re: s\r\n"
FIRST = b"From: a@x.example\r\nTo: d@e.example\r\nSubject: answers nothing\r\n"
TEXT = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML = b"Content-Type: text/html; charset=utf-8\r\n\r\n"
MIXED = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
BASE64 = b"Content-Type: image/png; name=x.png\r\nContent-Transfer-Encoding: base64\r\n\r\n"


def repeated(piece: bytes) -> Callable[[int], bytes]:
    return lambda size: piece * (size // len(piece))


def after(start: bytes, piece: bytes, end: bytes = b"") -> Callable[[int], bytes]:
    return lambda size: start + piece * (size // len(piece)) + end


def nested(size: int) -> bytes:
    return HEAD + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(size // 60)
    )


TRICKS: dict[str, Callable[[int], bytes]] = {
    "parentheses": after(b"To: ", b"(", b"\r\n" + TEXT + b"x"),
    "open comments": after(b"From: ", b"(a", b" <x@y.example>\r\n" + TEXT),
    "open quotes": after(b"From: ", b'"\\', b" <x@y.example>\r\n" + TEXT),
    "one giant field": after(b"Subject: ", b"a ", b"\r\n" + TEXT),
    "many fields": repeated(b"X-A: b\r\n"),
    "many folds": after(b"Subject: a", b"\r\n b", b"\r\n" + TEXT),
    "no header": repeated(b"abc def\n"),
    "junk before fields": after(b"From: a@b\n", b"abc def\n", b"Subject: x\n\nhi"),
    "half encoded words": after(b"Subject: ", b"=?a?q?", b"\r\n" + TEXT),
    "many encoded words": after(b"Subject: ", b"=?utf-8?q?a?= ", b"\r\n" + TEXT),
    "many recipients": after(b"To: ", b"a@b.c, ", b"\r\n" + TEXT),
    "many references": after(b"References: ", b"<a@b> ", b"\r\n\r\nx"),
    "open references": after(b"References: ", b"<", b"\r\n\r\nx"),
    "blanks in references": after(b"References: <", b" ", b"x\r\n\r\nx"),
    "one long word for an id": after(b"References: ", b"a", b" @\r\n\r\nx"),
    "one long word for an author": after(b"From: ", b"a", b" @b\r\n\r\nx"),
    "one long word": after(HEAD + TEXT + b"confidential message\n-- \nAnna\n", b"a"),
    "one long link": after(HEAD + TEXT + b"confidential message, not virus-free.\n\nhttp://", b"!", b" a"),
    "long lines": after(HEAD + TEXT, b"a " * 5_000 + b"wrote:\n"),
    "alternatives of brackets": after(
        HEAD + MIXED,
        b"--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\nhi\r\n--c\r\nContent-Type: text/html\r\n\r\n"
        + b"<" * 3_000
        + b"\r\n--c--\r\n",
    ),
    "attributes of winmail.dat": after(
        HEAD + b"Content-Type: application/ms-tnef\r\n\r\n\x78\x9f\x3e\x22\x01\x00",
        b"\x02\x05\x90\x06\x00\x00\x00\x00\x00\x00\x00",
    ),
    "many parameters": after(b"Content-Type: text/plain", b"; a*0*=x", b"\r\n\r\nx"),
    "open parameter": after(b"Content-Type: text/plain; name=", b'"\\', b"\r\n\r\nx"),
    "near attributions": after(HEAD + TEXT, b"On Monday, January 1, 2024 at 10:00, wrote\n"),
    "nearer attributions": after(HEAD + TEXT, b"On a 2024 10:00 x@y wrot\n"),
    "real attributions": after(HEAD + TEXT, b"On Mon, Jan 1, 2024 at 10:00, a <a@b.c> wrote:\n"),
    "one long attribution": after(HEAD + TEXT + b"On ", b"a 2024 x@y.z wrote "),
    "colons": after(HEAD + TEXT, b":\n"),
    "header lines": after(HEAD + TEXT, b"From: a\n"),
    "arrows": after(HEAD + TEXT, b">"),
    "quotes and words": after(HEAD + TEXT, b">a\nb\n"),
    "empty lines": after(HEAD + TEXT + b"> a\n", b"\n", b"x"),
    "delimiters": after(HEAD + TEXT, b"--\n"),
    "rules": after(HEAD + TEXT, b"_" * 30 + b"\n"),
    "blanks": after(HEAD + TEXT + b"x", b" ", b"y"),
    "closings": after(HEAD + TEXT, b"Best regards,\nAnna\n\n"),
    "device lines": after(HEAD + TEXT, b"Sent from my iPhone\n"),
    "legal text": after(
        HEAD + TEXT, b"confidential intended recipient, this is a very long and tedious sentence\n\n"
    ),
    "begin lines": after(HEAD + TEXT, b"begin 644 a\n"),
    "uuencoded files": after(HEAD + TEXT, b"begin 644 a\n#86)C\nend\n"),
    "one uuencoded file": after(HEAD + TEXT + b"begin 644 a\n", b"#86)C\n"),
    "flowed": after(HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n", b"a \r\n"),
    "angle brackets": after(HEAD + HTML, b"<"),
    "open tags": after(HEAD + HTML, b"<a"),
    "divs": after(HEAD + HTML, b"<div>"),
    "block quotes": after(HEAD + HTML, b"<blockquote type=cite>a"),
    "closed block quotes": after(HEAD + HTML, b"<blockquote type=cite>a</blockquote>"),
    "wraps": after(HEAD + HTML, b"<div class=gmail_quote>a"),
    "comments": after(HEAD + HTML, b"<!--"),
    "styles": after(HEAD + HTML, b"<style>"),
    "entities": after(HEAD + HTML, b"&amp"),
    "surrogate entities": after(HEAD + HTML, b"&#xd800;"),
    "open attributes": after(HEAD + HTML, b'<a class="x" '),
    "one long attribute": after(HEAD + HTML + b"<div class='", b"a ", b"'>x</div>"),
    "parts": after(HEAD + MIXED, b"--b\r\n\r\nx\r\n"),
    "near boundaries": after(HEAD + MIXED, b"--bx\r\n"),
    "depth": nested,
    "depth with one boundary": after(HEAD, MIXED + b"--b\r\n"),
    "enclosed mails": after(HEAD, b"Content-Type: message/rfc822\r\n\r\n"),
    "base64": after(HEAD + BASE64, b"QUJD" * 19 + b"\r\n"),
    "padded base64": after(HEAD + BASE64, b"QQ==\r\n"),
    "bad base64": after(HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n", b"Q!Q\r\n"),
    "quoted-printable": after(
        HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n" + TEXT, b"=E2=82=AC=\r\n"
    ),
    "wide characters": after(HEAD + TEXT, "😀".encode()),
    "utf-7": after(HEAD + b"Content-Type: text/plain; charset=utf-7\r\n\r\n", b"+AGE-"),
    "utf-16 halves": after(HEAD + b"Content-Type: text/plain; charset=utf-16\r\n\r\n", b"\xd8\x00"),
    "japanese escapes": after(
        HEAD + b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n", b'\x1b$B$"\x1b(B'
    ),
    "bytes of no charset": after(HEAD + b"Content-Type: text/plain\r\n\r\n", b"\xe4\xf6 "),
    "a daemon's list": after(b"From: mailer-daemon@x.y\nSubject: Undelivered\n\n", b"a@b.c\n"),
    "a daemon's near address": after(b"From: mailer-daemon@x.y\nSubject: Undelivered\n\n", b"a.a"),
    "winmail.dat": after(
        HEAD + b"Content-Type: application/ms-tnef\r\n\r\n\x78\x9f\x3e\x22\x01\x00",
        b"\x02\x02\x90\x06\x00\x00\x00\x00\x00\x00\x00",
    ),
    "near attributions in a first mail": after(FIRST + TEXT, b"> a@b:\n"),
    "long near attributions in a first mail": after(FIRST + TEXT, b"> a@b " + b"z " * 200 + b"\n"),
    "open parentheses of attributions": after(HEAD + TEXT, b"On 3 May 2024 ((((( wrote (:\n"),
    "device lines above words": after(
        HEAD + TEXT, b"Sent from my iPhone\nfoo bar baz qux is a sentence to somebody.\n"
    ),
    "delimiters above a postscript": after(HEAD + TEXT, b"-- \n", b"PS: x\n"),
    "titled rules": after(HEAD + TEXT, b"----- a b -----\n\n", b"From: a <a@b.c>\nSent: 3 May 2024 10:15\n"),
    "nul": repeated(b"\0"),
    "carriage returns": repeated(b"\r"),
}
