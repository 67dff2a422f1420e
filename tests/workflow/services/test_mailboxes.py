"""What a mailbox may be set up as, and that its secrets are sealed."""

from dataclasses import replace
from typing import Any

import pytest

from tests import builders
from workflow import clock
from workflow.database import hotel, rows
from workflow.errors import Invalid, NotFound, SettingsError
from workflow.mailbox import Account, Afterwards, Login, Secrets, Transport
from workflow.models import Channel, Hotel, MailboxRow
from workflow.sealing import Keys
from workflow.services import mailboxes

KEYS = Keys("a secret that only tests know, 32 characters and more")
ACCOUNT = Account("imap.provider.example", 993, "desk@hotel.example", Secrets(password="correct horse"))
OAUTH = replace(
    ACCOUNT,
    login=Login.XOAUTH2,
    secrets=Secrets(refresh_token="refresh"),
    token_url="https://login.provider.example/token",
    client_id="client",
)
UNSAVED = Channel(kind="email")  # refusals come before the database


@pytest.fixture
def aurora(database_url: str) -> Hotel:
    return builders.make_hotel()


@pytest.fixture
def channel(aurora: Hotel) -> Channel:
    return builders.make_channel(aurora)


def add(channel: Channel, account: Account = ACCOUNT, **options: Any) -> MailboxRow:
    with hotel(channel.hotel_id):
        return mailboxes.add(channel, account, keys=KEYS, now=clock.now(), **options)


@pytest.mark.parametrize("account", [ACCOUNT, OAUTH], ids=["password", "xoauth2"])
def test_a_mailbox_is_read_back_as_it_was_set_up_and_its_secrets_are_sealed(
    channel: Channel, account: Account
) -> None:
    box = add(channel, account, folder="Gäste", afterwards=Afterwards.MOVE, move_to="Done")
    with hotel(channel.hotel_id):
        read = mailboxes.load(box.id, keys=KEYS)
        everything = str(rows("SELECT * FROM mailboxes"))
    assert read.account == account
    assert (read.address, read.folder, read.move_to) == (channel.address, "Gäste", "Done")
    assert "correct horse" not in everything
    assert "refresh'" not in everything


def test_with_another_secret_nothing_is_read(channel: Channel) -> None:
    box = add(channel)
    with hotel(channel.hotel_id), pytest.raises(SettingsError, match="BELLHOP_SECRET"):
        mailboxes.load(box.id, keys=Keys("another secret that has 32 characters too"))


@pytest.mark.parametrize(
    ("account", "refusal"),
    [
        (replace(ACCOUNT, host=""), "host is missing"),
        (replace(ACCOUNT, username="a\r\nb LOGOUT"), "user is missing or has characters"),
        (replace(ACCOUNT, port=0), "number from 1 to 65535"),
        (replace(ACCOUNT, transport=Transport.LOOPBACK), "STARTTLS is not supported"),
        (replace(ACCOUNT, secrets=Secrets()), "password is missing"),
        (replace(ACCOUNT, secrets=Secrets(password="geheim\n")), "no control characters"),
        (replace(ACCOUNT, secrets=Secrets(password="Schlüssel")), "only ASCII"),
        (replace(OAUTH, token_url="http://login.provider.example/token"), "begins with https"),
        (replace(OAUTH, client_id=""), "clientId is missing"),
        (replace(OAUTH, secrets=Secrets()), "needs a refresh token"),
        (replace(OAUTH, secrets=Secrets(client_secret="x")), "scope must be named"),
    ],
)
def test_what_cannot_work_is_refused_in_a_sentence(channel: Channel, account: Account, refusal: str) -> None:
    with pytest.raises(Invalid, match=refusal):
        add(channel, account)


def test_no_tls_to_anywhere_only_when_somebody_said_so(channel: Channel) -> None:
    add(channel, replace(ACCOUNT, transport=Transport.CLEARTEXT))
    add(channel, replace(ACCOUNT, host="127.0.0.1", transport=Transport.LOOPBACK))


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({"afterwards": Afterwards.MOVE}, "moveTo is missing"),
        ({"afterwards": Afterwards.MOVE, "move_to": "INBOX"}, "the folder it is in"),
        ({"move_to": "Done"}, "goes only with moving"),
        ({"folder": "a\0b"}, "folder is missing or has characters"),
    ],
)
def test_where_mail_goes_afterwards_must_make_sense(options: dict[str, Any], refusal: str) -> None:
    with pytest.raises(Invalid, match=refusal):
        mailboxes.add(UNSAVED, ACCOUNT, keys=KEYS, now=clock.now(), **options)


def test_a_folder_is_polled_once_for_an_address(channel: Channel) -> None:
    add(channel)
    with pytest.raises(Invalid, match="polled for this address already"):
        add(channel)
    add(channel, folder="Junk")


def test_another_hotel_knows_nothing_of_it(channel: Channel) -> None:
    """R-SEC: row security."""
    box = add(channel)
    other = builders.make_hotel("BOR", name="Borealis")
    with hotel(other.id):
        assert MailboxRow.select().count() == 0
        with pytest.raises(NotFound):
            mailboxes.remove(box.id)


def test_another_account_is_connected_anew_and_a_new_password_is_not(channel: Channel) -> None:
    """R-MAIL-3: what lies in the new mailbox is old."""
    box = add(channel)
    with hotel(channel.hotel_id):
        rows("UPDATE mailboxes SET connected_since = now(), uidvalidity = 7, had = '{[1,9)}'")
        mailboxes.change_account(box.id, replace(ACCOUNT, secrets=Secrets(password="new")), keys=KEYS)
        same = MailboxRow.get_by_id(box.id)
        mailboxes.change_account(box.id, replace(ACCOUNT, username="other@hotel.example"), keys=KEYS)
        other = MailboxRow.get_by_id(box.id)
        ((had,),) = rows("SELECT had FROM mailboxes")
    assert (same.revision, same.uidvalidity) == (2, 7)
    assert (other.revision, other.uidvalidity, other.connected_since, had) == (3, None, None, "{}")
