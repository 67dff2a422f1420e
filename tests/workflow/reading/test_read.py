"""What `read` gives for small, ordinary mails."""

from __future__ import annotations

from workflow.reading import Auto, Mail, read

SIMPLE = b"""From: "Anna Guest" <Anna@Example.org>\r
To: desk@hotel.example\r
Subject: =?utf-8?q?Fr=C3=BChst=C3=BCck?=\r
Message-ID: <1@example.org>\r
In-Reply-To: <0@hotel.example>\r
\r
Good morning,\r
when is breakfast?\r
"""


def test_a_simple_mail_gives_every_field() -> None:
    """R-MAIL-6"""
    mail = read(SIMPLE)
    assert mail.subject == "Frühstück"
    assert (mail.from_address, mail.from_name) == ("anna@example.org", "Anna Guest")
    assert mail.effective_from == "anna@example.org"
    assert [one.address for one in mail.to] == ["desk@hotel.example"]
    assert mail.message_id == "<1@example.org>"
    assert mail.in_reply_to == ("<0@hotel.example>",)
    assert mail.visible_text == "Good morning,\nwhen is breakfast?"
    assert mail.auto is Auto.NO
    assert mail.bounce is None
    assert len(mail.leaf_digests) == 1


def test_no_bytes_at_all_give_an_empty_mail() -> None:
    """R-MAIL-6"""
    assert read(b"").subject == ""
    assert isinstance(read(b""), Mail)
