"""Settings → Channels → a mailbox: what it is polled with, and that its secrets never come back."""

import json

import pytest
import structlog

from tests.builders import make_member
from tests.web.channel_forms import LIST, MAILBOX, PASSWORD, page_of, the_mailbox
from tests.web.conftest import Browser, House
from workflow.database import hotel
from workflow.mailbox import Secrets
from workflow.models import Event, MailboxRow
from workflow.sealing import Keys
from workflow.services import mailboxes
from workflow.settings import Settings
from workflow.values import Role


@pytest.fixture
def browser(house: House) -> Browser:
    return house.browser(make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga"))


@pytest.fixture
def keys(settings: Settings) -> Keys:
    return Keys(settings.secret)


def test_a_mailbox_is_added_changed_and_removed_and_its_secrets_never_come_back(
    browser: Browser, house: House, keys: Keys
) -> None:
    """R-MAIL-3, R-RUN-4: not in a page, not after a refusal, not in a line of the log."""
    page = page_of(house)
    seen = []
    with structlog.testing.capture_logs() as lines:
        seen.append(browser.post(f"{page}/mailbox", f"{page}/mailbox", **{**MAILBOX, "port": "x"}))
        assert seen[-1].status_code == 422
        seen.append(browser.post(f"{page}/mailbox", f"{page}/mailbox", **MAILBOX))
        assert seen[-1].location == f"{page}?done=added"
        row = the_mailbox(house)
        own = f"/settings/mailboxes/{row.id}"
        seen += [browser.get(page), browser.get(own), browser.get(LIST)]
        seen.append(browser.post(own, own, **{**MAILBOX, "password": "", "afterwards": "seen"}))
        assert seen[-1].location == f"{page}?done=edited"
        changed = the_mailbox(house)
        assert changed.afterwards == "seen"
        assert changed.revision > row.revision
        with hotel(house.hotel.id):
            assert mailboxes.load(row.id, keys=keys).account.secrets.password == PASSWORD
        seen.append(browser.post(f"{own}/off", own))
        assert not the_mailbox(house).enabled
        seen.append(browser.post(f"{own}/on", own))
        assert browser.post(f"{own}/remove", own).status_code == 303
    with hotel(house.hotel.id):
        assert MailboxRow.select().count() == 0
    for answer in seen:
        assert PASSWORD not in answer.text
    assert PASSWORD not in json.dumps(lines, default=str)
    with hotel(house.hotel.id):
        events = list(Event.select().where(Event.kind.startswith("mailbox")).order_by(Event.id))
    assert [(event.kind, event.old, event.new) for event in events[1:]] == [
        ("mailbox changed", "leave", "seen"),
        ("mailbox changed", "yes", "no"),
        ("mailbox changed", "no", "yes"),
        ("mailbox removed", f"INBOX of {MAILBOX['user']} at {MAILBOX['host']}", None),
    ]
    assert events[0].kind == "mailbox added"
    assert all(event.actor_id for event in events)
    assert PASSWORD not in " ".join(str(event.__data__) for event in events)


def test_a_kept_password_is_not_sent_to_another_server(browser: Browser, house: House, keys: Keys) -> None:
    """Who may change a mailbox, and does not know its password, must not learn it from a server of his own."""
    page = page_of(house)
    browser.post(f"{page}/mailbox", f"{page}/mailbox", **MAILBOX)
    own = f"/settings/mailboxes/{the_mailbox(house).id}"
    for change in (
        {"host": "imap.evil.example"},
        {"port": "1993"},
        {"user": "eve"},
        {"transport": "loopback"},
    ):
        refused = browser.post(own, own, **{**MAILBOX, "password": "", **change})
        assert refused.status_code == 422, change
        assert "give them again" in refused.text or "Without TLS" in refused.text
    assert the_mailbox(house).host == "imap.provider.example"
    moved = {**MAILBOX, "host": "imap.new.example", "password": "another one"}
    assert browser.post(own, own, **moved).status_code == 303
    with hotel(house.hotel.id):
        account = mailboxes.load(the_mailbox(house).id, keys=keys).account
    assert (account.host, account.secrets) == ("imap.new.example", Secrets(password="another one"))


def test_oauth2_is_set_up_by_its_own_fields(browser: Browser, house: House, keys: Keys) -> None:
    """R-MAIL-3: XOAUTH2; the password field does not count then."""
    page = page_of(house)
    fields = {
        **MAILBOX,
        "login": "xoauth2",
        "tokenUrl": "https://login.microsoftonline.com/t/oauth2/v2.0/token",
        "clientId": "c-1",
        "clientSecret": "a canary too",
        "scope": "https://outlook.office365.com/.default",
    }
    refused = browser.post(f"{page}/mailbox", f"{page}/mailbox", **{**fields, "tokenUrl": "http://t.example"})
    assert "begins with https://" in refused.text
    assert "a canary too" not in refused.text
    assert browser.post(f"{page}/mailbox", f"{page}/mailbox", **fields).status_code == 303
    with hotel(house.hotel.id):
        account = mailboxes.load(the_mailbox(house).id, keys=keys).account
    assert account.login == "xoauth2"
    assert account.secrets == Secrets(client_secret="a canary too")
    assert "a canary too" not in browser.get(f"/settings/mailboxes/{the_mailbox(house).id}").text
