"""The mails about accounts that wait to go out, as their readers get them: by the real postman, into a bag."""

import email
import email.policy
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from flask import Flask

from tests.workflow.services.reception import Post
from worker.compose import Composed
from worker.postman import Postman
from worker.transports import Receipt
from workflow import clock
from workflow.services import dispatch, outbox
from workflow.values import EffectKind


class _Bag:
    def __init__(self) -> None:
        self.mails: list[Composed] = []

    def longest(self, _mail: Composed) -> float:
        return 1.0

    def send(self, mail: Composed) -> Receipt:
        self.mails.append(mail)
        return Receipt("taken", kept="outbox/1/a.eml")


def posted(app: Flask) -> list[Post]:
    """Those since the last call."""
    bag = _Bag()
    soon = clock.now() + timedelta(seconds=1)
    handed = dispatch.hand_over(now=soon, limit=100, kinds=[EffectKind.SEND_ACCOUNT_MAIL])
    claims = outbox.claim([each.id for each in handed], now=soon, lease=timedelta(minutes=1))
    Postman(app.config["DESK"], bag, door=bag).deliver_all(claims)
    return [
        Post(
            "",
            mail.envelope_to,
            mail.message_bytes,
            email.message_from_bytes(mail.message_bytes, policy=email.policy.default),  # type: ignore[arg-type]
        )
        for mail in bag.mails
    ]


def token_in(post: Post) -> str:
    """Of the link that sets a password."""
    url = re.search(r"https?://\S+", post.text)
    assert url is not None
    assert urlsplit(url[0]).path == "/set-password"
    return parse_qs(urlsplit(url[0]).query)["token"][0]
