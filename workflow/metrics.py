"""Every counter and histogram of the desk, named once. Processes add to those that concern them."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

_FAST = (0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.125, 0.25, 0.5, 1, 2, 5, 10, 30, 60)

MAILS_KEPT = Counter("bellhop_mails_kept", "Mails that were kept, by door", ["door"])
MAILS_REFUSED = Counter("bellhop_mails_refused", "Refusals, by door and reply", ["door", "reply"])
MAIL_BYTES = Counter("bellhop_mail_bytes", "Bytes of the mails that were kept, by door", ["door"])
COMMIT_SECONDS = Histogram(
    "bellhop_commit_seconds", "From the final dot to the commit", ["door"], buckets=_FAST
)
GROUP_MAILS = Histogram(
    "bellhop_group_mails", "Mails that shared a commit", buckets=(1, 2, 4, 8, 16, 32, 64, 128)
)
DOOR_CONNECTIONS = Gauge("bellhop_door_connections", "Open connections, by door", ["door"])
BYTES_IN_FLIGHT = Gauge("bellhop_bytes_in_flight", "Bytes of mails being received and kept")
MAILBOXES = Gauge("bellhop_mailboxes", "Mailboxes this process polls")
MAILBOX_FAILING = Gauge("bellhop_mailbox_failing", "1 while a mailbox cannot be read, by its id", ["mailbox"])
MAILBOX_FAULTS = Counter("bellhop_mailbox_faults", "What went wrong with mailboxes, by kind", ["kind"])
LIMITS_WITHOUT_REDIS = Counter(
    "bellhop_limits_without_redis", "Times a rate limit was counted by this process alone, Redis being away"
)
