"""The three factors of a member's mail (R-STAFF-2): a signed address of his own, his From, a sender that can be believed.

Says what is missing and which member, if any, may be asked whether it was he. Decides nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow import mail_reasons
from workflow.authenticity import Verdict
from workflow.automatic_mail import Nature
from workflow.duty import Member
from workflow.reading import Auto, Mail
from workflow.reasons import because
from workflow.reply_address import ReplyTo
from workflow.services.mail_context import Arrival, Context
from workflow.texts import say

_LISTS = ("list-id", "list-post", "list-unsubscribe", "mailing-list")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is missing, as a sentence for the panel, and the member whose own mailbox can settle it.

    told: the same for him, with a place for the writer's name; "": the reason itself, which the catalogs have.
    """

    reason: str
    asked: Member | None = None
    told: str = ""

    def in_words(self, language: str) -> str:
        """The line of the mail that asks him."""
        if not self.told or self.asked is None:
            return self.reason
        return say(language, self.told, {"name": self.asked.name})


def doubt(arrival: Arrival, reply: ReplyTo, context: Context) -> Doubt | None:
    """Of a mail to a member's reply address, or with his marker; None when nothing is missing."""
    writer = context.member(arrival.mail.from_address)
    owner = next((one for one in context.members if one.staff_id == reply.recipient_id), None)
    if writer is None:
        return Doubt(mail_reasons.NO_MEMBER, owner)
    if writer.staff_id != reply.recipient_id:
        why = because(mail_reasons.SOMEBODY_ELSES, name=writer.name)
        return Doubt(why, writer, mail_reasons.SOMEBODY_ELSES)
    return unverified(arrival, writer)


def unverified(arrival: Arrival, writer: Member) -> Doubt | None:
    """Whether the sender himself is in doubt."""
    if arrival.row.quiet:
        return Doubt(mail_reasons.OLDER_THAN_MAILBOX)
    if arrival.finding.verdict is not Verdict.PASS:
        why = f"{because(mail_reasons.NOT_SURE, name=writer.name)} {arrival.finding.reason}"
        return Doubt(why, writer, mail_reasons.NOT_SURE)
    return None


def is_of_machine(arrival: Arrival) -> bool:
    """An out-of-office note and the like, by what its headers say."""
    return arrival.mail.auto is Auto.YES


def may_be_asked_about(arrival: Arrival) -> bool:
    """Whether "was this you?" may follow: never for old, automatic or list mail, which would make it a flood."""
    return (
        not arrival.row.quiet
        and arrival.seen.nature is Nature.PERSON
        and not arrival.seen.from_desk
        and not is_list_mail(arrival.mail)
    )


def is_list_mail(mail: Mail) -> bool:
    return any(mail.header(name) for name in _LISTS) or mail.header("precedence").strip().lower() in (
        "list",
        "bulk",
        "junk",
    )
