"""The account that the demo hotel's number speaks to, with the template that asks a guest to tap."""

from __future__ import annotations

from bellhop.fakes.twilio.account import Account, Template
from bellhop.home import Home
from bellhop.seed import DEMO_TEMPLATE, TOKEN_NAME
from workflow.services.whatsapp_channels import DEMO_ACCOUNT

TAP = "There is an answer to your message. Tap Read to see it."


def demo_account(home: Home) -> Account:
    account = Account()
    account.sid, account.token = DEMO_ACCOUNT, home.demo_password(TOKEN_NAME)
    account.templates[DEMO_TEMPLATE] = Template("tap_to_read", TAP, sid=DEMO_TEMPLATE)
    return account
