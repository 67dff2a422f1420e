"""How patient the poller is, and how much it takes at a time. Numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds and bytes."""

    mail_bytes: int = 35 * 1024 * 1024  # a larger mail is listed in the quarantine and stays in the mailbox
    look_around_seconds: float = 2.0  # for mailboxes to poll; leases are renewed as often
    lease_seconds: float = 30.0
    mailboxes: int = 200  # that one process polls
    connect_seconds: float = 30.0
    answer_seconds: float = 60.0  # for any answer of the server
    idle_seconds: float = (
        120.0  # then IDLE is issued anew and the whole mailbox looked through: shorter than any NAT
    )
    poll_seconds: float = 30.0  # where the server knows no IDLE
    slowest_bytes: int = 32 * 1024  # a second, of a mail being fetched
    batch_mails: int = 20
    batch_bytes: int = 1024 * 1024  # of mails fetched together; a larger one goes alone
    large_at_once: int = 2  # mails larger than that, over all mailboxes: each stands in memory whole
    retry_first_seconds: float = 1.0
    retry_most_seconds: float = 300.0
    login_retry_first_seconds: float = 30.0  # providers lock accounts that fail to log in too often
    login_retry_most_seconds: float = 1800.0
    scale: float = 1.0  # of all pauses before something is tried again
