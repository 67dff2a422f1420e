"""Delivery reports are known for what they are, with whom they name and which mail came back (R-MAIL-11)."""

from __future__ import annotations

import pytest

from workflow.reading import Auto, read

OURS = "<out-12@hotel-aurora.example>"


def report(
    action: str,
    status: str,
    *,
    wrapper: str = "multipart/report; report-type=delivery-status",
    returned: str = "message/rfc822",
) -> bytes:
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.guest.example (Mail Delivery System)
To: bounce+12@hotel-aurora.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: {wrapper}; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.guest.example.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.guest.example
Arrival-Date: Fri, 3 May 2024 10:15:00 +0200

Final-Recipient: rfc822; Anna@guest.example
Original-Recipient: rfc822;anna@guest.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <anna@guest.example>:
    Recipient address rejected

--b
Content-Type: {returned}

Message-ID: {OURS}
Subject: Your stay

--b--
""".replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("action", "status", "permanent"),
    [
        ("failed", "5.1.1", True),
        ("failed", "4.4.7", True),
        ("delayed", "4.4.1", False),
        ("Failed", "5.0.0 (unknown)", True),
    ],
)
def test_a_report_by_the_book(action: str, status: str, permanent: bool) -> None:
    """R-MAIL-11: RFC 3464."""
    mail = read(report(action, status))
    assert mail.bounce is not None
    recipient = mail.bounce.recipients[0]
    assert (recipient.address, recipient.permanent, recipient.status) == (
        "anna@guest.example",
        permanent,
        status[:5],
    )
    assert "Recipient address rejected" in recipient.diagnostic
    assert mail.bounce.original_message_id == OURS
    assert mail.bounce.permanent is permanent
    assert mail.auto is Auto.YES


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers", "message/global-headers"])
def test_the_mail_that_came_back_is_found_in_any_form(returned: str) -> None:
    """R-MAIL-11"""
    bounce = read(report("failed", "5.1.1", returned=returned)).bounce
    assert bounce is not None
    assert bounce.original_message_id == OURS


def test_a_report_inside_a_plain_wrapper_counts_too() -> None:
    """R-MAIL-11: some gateways rewrite the wrapper."""
    assert read(report("failed", "5.1.1", wrapper="multipart/mixed")).bounce is not None


def test_a_receipt_of_success_is_no_bounce() -> None:
    """R-MAIL-11"""
    raw = report("delivered", "2.1.5").replace(
        b"Undelivered Mail Returned to Sender", b"Successful Mail Receipt"
    )
    mail = read(raw.replace(b"MAILER-DAEMON@", b"receipts@").replace(b"Mail Delivery System", b"Receipts"))
    assert mail.bounce is None
    assert mail.auto is Auto.YES


# (From, Subject, text, address, permanent)
IN_WORDS = {
    "exim": ("Mail Delivery System <Mailer-Daemon@relay.example>", "Mail delivery failed: returning message to sender", "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  anna@guest.example\n    SMTP error from remote mail server after RCPT TO:<anna@guest.example>:\n    550 5.1.1 no such user\n\n------ This is a copy of the message, including all the headers. ------\n\nMessage-Id: <out-12@hotel-aurora.example>\n", "anna@guest.example", True),
    "exim waits": ("Mail Delivery System <Mailer-Daemon@relay.example>", "Warning: message 1abc delayed 24 hours", "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue.\n\nThe address to which the message has not yet been delivered is:\n\n  anna@guest.example\n", "anna@guest.example", False),
    "qmail": ("MAILER-DAEMON@mx.example", "failure notice", "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<anna@guest.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <out-12@hotel-aurora.example>\n", "anna@guest.example", True),
    "postfix": ("MAILER-DAEMON@mx.example (Mail Delivery System)", "Undelivered Mail Returned to Sender", "This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n<anna@guest.example>: host mx.guest.example said: 550 5.7.1 blocked\n", "anna@guest.example", True),
    "gmail": ("Mail Delivery Subsystem <mailer-daemon@googlemail.com>", "Delivery Status Notification (Failure)", "** Address not found **\n\nYour message wasn't delivered to anna@guest.example because the address couldn't be found.\n", "anna@guest.example", True),
    "gmail waits": ("Mail Delivery Subsystem <mailer-daemon@googlemail.com>", "Delivery Status Notification (Delay)", "** Delivery incomplete **\n\nThere was a temporary problem delivering your message to anna@guest.example. Gmail will retry for 46 more hours. Your message has been delayed.\n", "anna@guest.example", False),
    "exchange": ("Microsoft Outlook <postmaster@guest.example>", "Undeliverable: Your stay", "Delivery has failed to these recipients or groups:\n\nAnna Miller (anna@guest.example)\nThe email address you entered couldn't be found.\n", "anna@guest.example", True),
    "exchange de": ("Microsoft Outlook <postmaster@guest.example>", "Unzustellbar: Ihr Aufenthalt", "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\nanna@guest.example\nDie Nachricht konnte nicht zugestellt werden.\n", "anna@guest.example", True),
    "exchange fr": ("postmaster@guest.example", "Non remis : Votre séjour", "Échec de la remise pour ces destinataires ou groupes :\n\nanna@guest.example\n", "anna@guest.example", True),
    "exchange es": ("postmaster@guest.example", "No se puede entregar: Su estancia", "No se pudo entregar el mensaje a estos destinatarios o grupos:\n\nanna@guest.example\n", "anna@guest.example", True),
    "exchange it": ("postmaster@guest.example", "Non recapitabile: Il soggiorno", "Recapito non riuscito ai seguenti destinatari o gruppi:\n\nanna@guest.example\n", "anna@guest.example", True),
    "yahoo": ("MAILER-DAEMON@yahoo.com", "Failure Notice", "Sorry, we were unable to deliver your message to the following address.\n\n<anna@guest.example>:\n550: 5.1.1 user unknown\n", "anna@guest.example", True),
    "domino": ("Postmaster@guest.example", "DELIVERY FAILURE: User anna (anna@guest.example) not listed in Domino Directory", "Your message\n\n  Subject: Your stay\n\nwas not delivered to:\n\n  anna@guest.example\n\nbecause:\n\n  User anna not listed in Domino Directory\n", "anna@guest.example", True),
    "mail.ru": ("mailer-daemon@corp.mail.ru", "Mail failure.", "К сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:\n\n  anna@guest.example\n", "anna@guest.example", True),
    "qq": ("PostMaster@qq.com", "系统退信/Systems bounce", "抱歉，您的邮件被退回来了……\n邮件无法发送到 anna@guest.example\n", "anna@guest.example", True),
    "biglobe": ("Postmaster@mail.example.jp", "Mail System Error - Returned Mail", "メールは配信できませんでした。\n\nanna@guest.example\n", "anna@guest.example", True),
    "sieve": ("admin@guest.example", "Automatically rejected mail", "Your message to <anna@guest.example> was automatically rejected:\nQuota exceeded\n", "anna@guest.example", True),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_WORDS)
def test_reports_in_words(name: str) -> None:
    """R-MAIL-11: what servers send beside RFC 3464."""
    sender, subject, text, address, permanent = IN_WORDS[name]
    raw = f"From: {sender}\r\nTo: bounce+12@hotel-aurora.example\r\nSubject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}"
    mail = read(raw.encode())
    assert mail.bounce is not None
    assert [(one.address, one.permanent) for one in mail.bounce.recipients] == [(address, permanent)]
    if OURS.lower() in text.lower():
        assert mail.bounce.original_message_id == OURS


def test_the_failed_recipients_of_exim_s_header() -> None:
    """R-MAIL-11"""
    bounce = read(
        b"From: x@y.example\r\nX-Failed-Recipients: anna@guest.example, bob@guest.example\r\n\r\nx"
    ).bounce
    assert bounce is not None
    assert [one.address for one in bounce.recipients] == ["anna@guest.example", "bob@guest.example"]


def test_a_postmaster_who_writes_himself_is_a_person() -> None:
    """R-MAIL-11"""
    mail = read(
        b"From: Postmaster Guest <postmaster@guest.example>\r\nSubject: Room for our staff\r\n\r\nHello, we need five rooms."
    )
    assert mail.bounce is None
