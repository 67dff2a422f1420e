"""XOAUTH2 against a real Dovecot that asks the token endpoint's own word; the endpoint itself is a fake."""

import dataclasses
from collections.abc import Iterator

import pytest
from prometheus_client import REGISTRY

from bellhop.fakes.token_endpoint import TokenEndpoint
from tests.dovecot import Dovecot, needs_dovecot
from tests.ingest.imap.polling import BRISK, KEYS, House, Polling, mail
from tests.processes import wait_until
from workflow import clock
from workflow.database import hotel
from workflow.mailbox import Account, Login, Secrets, Transport
from workflow.models import MailboxRow
from workflow.services import mailboxes

pytestmark = needs_dovecot

FIRST = Secrets(refresh_token="first")

_PASSDB = """
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}
"""


@pytest.fixture
def provider() -> Iterator[TokenEndpoint]:
    with TokenEndpoint("desk") as running:
        yield running


@pytest.fixture
def office(provider: TokenEndpoint) -> Iterator[Dovecot]:
    oauth2 = (
        f"introspection_url = {provider.url}/introspect\nintrospection_mode = post\n"
        "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
    )
    with Dovecot("desk", more=_PASSDB, files={"oauth2.conf": oauth2}) as running:
        yield running


def connect(
    house: House,
    office: Dovecot,
    provider: TokenEndpoint,
    *,
    secrets: Secrets = FIRST,
    scope: str = "",
) -> MailboxRow:
    account = Account(
        "127.0.0.1",
        office.port,
        "desk",
        secrets,
        Transport.LOOPBACK,
        Login.XOAUTH2,
        token_url=f"{provider.url}/token",
        client_id=provider.client_id,
        scope=scope,
    )
    with hotel(house.hotel.id):
        return mailboxes.add(house.channel, account, keys=KEYS, now=clock.now())


def test_a_refresh_token_opens_the_mailbox(house: House, office: Dovecot, provider: TokenEndpoint) -> None:
    """R-MAIL-3: XOAUTH2; an access token is asked for once and used for every connection while it lives."""
    box = connect(house, office, provider)
    with Polling():
        house.wait_until_read(box.id)
        office.say_bye()
        office.put(mail("Towels"))
        house.wait_for("Towels")
    assert [grant.form["grant_type"] for grant in provider.grants] == ["refresh_token"]


def test_an_access_token_that_is_not_taken_any_more_is_replaced(
    house: House, office: Dovecot, provider: TokenEndpoint
) -> None:
    """R-MAIL-3: token refresh, without an alarm; the replaced refresh token is kept for the next start."""
    provider.replaces_refresh_tokens = True
    box = connect(house, office, provider)
    with Polling():
        house.wait_until_read(box.id)
        provider.revoke_access_tokens()
        office.say_bye()
        office.put(mail("Towels"))
        house.wait_for("Towels")
        assert house.mailbox(box.id).failing_since is None
    assert len(provider.grants) == 2
    assert provider.refresh_token != "first"
    with Polling():
        office.put(mail("More towels"))
        house.wait_for("Towels", "More towels")
    assert [grant.form["refresh_token"] == "first" for grant in provider.grants] == [True, False, False]


def test_a_refresh_that_fails_raises_a_loud_alarm(
    house: House, office: Dovecot, provider: TokenEndpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    """R-MAIL-3: an error in the log, a metric, and a sentence for people; until consent is given anew."""
    box = connect(house, office, provider)
    provider.status = 400
    with Polling():
        wait_until(lambda: house.mailbox(box.id).failing_since, what="people are told")
        told = house.mailbox(box.id).last_error
        assert told == (
            "The token endpoint refused with 400: invalid_grant Token has been expired or revoked."
        )
        assert REGISTRY.get_sample_value("bellhop_mailbox_failing", {"mailbox": str(box.id)}) == 1
        assert REGISTRY.get_sample_value("bellhop_mailbox_faults_total", {"kind": "TokenRefused"})
        output = capsys.readouterr().out
        assert "mailbox cannot be read" in output
        assert "error" in output
        assert "first" not in output, "the refresh token is a secret"
        provider.status = 200
        house.wait_until_read(box.id)
        assert house.mailbox(box.id).failing_since is None


def test_an_endpoint_that_is_away_is_no_refusal(
    house: House, office: Dovecot, provider: TokenEndpoint
) -> None:
    """R-MAIL-3: tried again soon."""
    box = connect(house, office, provider)
    provider.status = 503
    with Polling():
        wait_until(lambda: house.mailbox(box.id).failing_since, what="people are told")
        assert house.mailbox(box.id).last_error == "The token endpoint answered 503."
        provider.status = 200
        house.wait_until_read(box.id)


def test_the_clients_own_secret_opens_mailboxes_of_an_organisation(
    house: House, office: Dovecot, provider: TokenEndpoint
) -> None:
    """R-MAIL-3: client credentials, as Microsoft 365 gives them to applications."""
    box = connect(
        house, office, provider, secrets=Secrets(client_secret=provider.client_secret), scope="mail"
    )
    with Polling():
        house.wait_until_read(box.id)
    assert provider.grants[0].form == {
        "grant_type": "client_credentials",
        "client_id": provider.client_id,
        "client_secret": provider.client_secret,
        "scope": "mail",
    }


def test_a_token_that_the_mail_server_refuses_is_told_at_once(
    house: House, office: Dovecot, provider: TokenEndpoint
) -> None:
    """R-MAIL-3: a SASL challenge comes before the NO; nobody waits for a time-out."""
    provider.username = "somebody else"
    box = connect(house, office, provider)
    with Polling(dataclasses.replace(BRISK, answer_seconds=20)):
        wait_until(lambda: house.mailbox(box.id).last_error, what="people are told")
        assert house.mailbox(box.id).last_error.startswith("The server refused the log-in: ")
