"""Where the pages of desk addresses and mailboxes are, and a mailbox as their form sends it."""

from tests.web.conftest import House
from workflow.database import hotel
from workflow.models import MailboxRow

LIST = "/settings/channels"
PASSWORD = "hunter2 the canary"
MAILBOX = {
    "host": "imap.provider.example",
    "port": "993",
    "user": "desk@provider.example",
    "login": "password",
    "password": PASSWORD,
    "folder": "INBOX",
    "afterwards": "leave",
}


def page_of(house: House) -> str:
    return f"{LIST}/{house.channel.id}"


def the_mailbox(house: House) -> MailboxRow:
    with hotel(house.hotel.id):
        return MailboxRow.get()
