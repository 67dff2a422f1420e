"""What `bellhop doctor` says of the relay, of DNS, of mailboxes and of a desk address."""

import dataclasses
from collections.abc import Iterator

import pytest

from bellhop.doctor import domains, mail_addresses, mailboxes, relay
from bellhop.doctor.finding import Finding, Result
from bellhop.doctor.house import house_of
from bellhop.fakes.smtp_sink import SmtpSink
from tests.bellhop.doctor.reading import assert_ok, assert_red, the
from tests.builders import make_channel, make_hotel
from tests.dovecot import PASSWORD, Dovecot, needs_dovecot
from tests.flows.desk import free_port
from tests.worker.authenticity.stub_dns import StubDns
from tests.worker.transports.relays import USER, gate
from worker.authenticity.resolver import Dns
from workflow import clock
from workflow.channel_test import Way
from workflow.database import hotel
from workflow.desk import Desk, open_desk
from workflow.mailbox import Account, Secrets, Transport
from workflow.models import Channel, ChannelTest
from workflow.services import channel_tests
from workflow.services import mailboxes as mailbox_services
from workflow.settings import Settings
from workflow.values import SYSTEM

DOMAIN = "hotel.example"


@pytest.fixture
def desk(settings: Settings) -> Desk:
    return open_desk(settings)


@pytest.fixture
def dns() -> Iterator[StubDns]:
    with StubDns() as stub:
        stub.publish(DOMAIN, "MX", "10 mx.hotel.example.")
        stub.publish("mx.hotel.example", "A", "192.0.2.7")
        stub.publish(DOMAIN, "TXT", "v=spf1 include:_spf.relay.example ~all")
        stub.publish(f"_dmarc.{DOMAIN}", "TXT", "v=DMARC1; p=none")
        yield stub


def asked(stub: StubDns) -> list[Finding]:
    return list(domains.look(DOMAIN, Dns((stub.address,))))


def relay_of(settings: Settings, url: str) -> Finding:
    return the(relay.look(dataclasses.replace(settings, smtp_relay_url=url)))


def test_a_relay_is_spoken_to_up_to_the_log_in(settings: Settings) -> None:
    """R-RUN-3: nothing is sent; the password is never shown."""
    assert_red(relay_of(settings, ""), "No relay is set", "SMTP_RELAY_URL=", result=Result.WARN)
    away = relay_of(settings, f"smtp://127.0.0.1:{free_port()}")
    assert_red(away, "nobody listens there", "Correct SMTP_RELAY_URL")
    with SmtpSink() as sink:
        assert_ok(relay_of(settings, sink.url))
        assert sink.mails == []
    with gate(log_in=True) as there:
        refused = relay_of(settings, f"smtp://{USER}:hush@localhost:{there.port}")
    assert_red(refused, "offers no log-in", "%40")
    assert "hush" not in str(refused)


def test_a_domain_with_all_records_is_well(dns: StubDns) -> None:
    """R-RUN-3: MX, SPF, DMARC."""
    found = asked(dns)
    assert_ok(*found)
    assert [one.check for one in found] == ["MX", "SPF", "DMARC"]
    assert_ok(the(domains.look("desk.localhost", Dns((dns.address,)))))


def test_records_that_lack_are_told_with_what_to_publish(dns: StubDns) -> None:
    """R-RUN-3"""
    dns.zone = {("mx.hotel.example", "A"): ["192.0.2.7"]}
    exchange, senders, policy = asked(dns)
    assert_red(exchange, "No MX record", "Publish an MX record of hotel.example")
    assert_red(senders, "No SPF record", "v=spf1", result=Result.WARN)
    assert_red(policy, "No DMARC record", "_dmarc.hotel.example", result=Result.WARN)


def test_records_that_are_wrong_are_told(dns: StubDns) -> None:
    """R-RUN-3: an MX without an address, two SPF records, one with a mistake, a server that is broken."""
    del dns.zone["mx.hotel.example", "A"]
    dns.publish(DOMAIN, "TXT", "v=spf1 -all", "v=spf1 ~all")
    exchange, senders, _ = asked(dns)
    assert_red(exchange, "which has no address", "A or AAAA record of mx.hotel.example")
    assert_red(senders, "2 SPF records", "Make one record")
    dns.publish(DOMAIN, "TXT", "v=spf1 inclued:x ~all")
    assert_red(the(asked(dns), "SPF"), "inclued:x", "Correct it")
    dns.broken.add(DOMAIN)
    assert_red(the(asked(dns)), "DNS gave no answer", "DNS_SERVERS")


@needs_dovecot
def test_a_mailbox_is_opened_and_a_wrong_password_told(desk: Desk) -> None:
    """R-RUN-3: IMAP; a server that is away too."""
    channel = make_channel(make_hotel())
    with Dovecot("desk") as server:
        account = Account("127.0.0.1", server.port, "desk", Secrets(PASSWORD), Transport.LOOPBACK)
        with hotel(channel.hotel_id):
            made = mailbox_services.add(channel, account, keys=desk.keys, now=clock.now())
        assert_ok(*mailboxes.look(house_of(desk).mailboxes[0], desk))
        with hotel(channel.hotel_id):
            wrong = dataclasses.replace(account, secrets=Secrets("hush"))
            mailbox_services.change_account(made.id, wrong, keys=desk.keys)
        (box,) = house_of(desk).mailboxes
        refused = the(mailboxes.look(box, desk))
    assert_red(refused, "refused", f"bellhop mailbox secrets {made.id}")
    assert "hush" not in str(refused)
    assert_red(the(mailboxes.look(box, desk)), "127.0.0.1", "bellhop mailbox try")


def test_an_address_tells_its_last_live_test(desk: Desk) -> None:
    """R-RUN-3: the round trip of each channel: never made, under way, failed, passed."""
    channel = make_channel(make_hotel())
    assert_red(address(desk), "No mail was sent", "bellhop channel test --hotel AUR", result=Result.WARN)
    with hotel(channel.hotel_id):
        channel_tests.start(
            channel.id,
            hotel_id=channel.hotel_id,
            way=Way.DOOR,
            actor=SYSTEM,
            settings=desk.settings,
            now=clock.now(),
        )
    assert_ok(address(desk))
    with hotel(channel.hotel_id):
        ChannelTest.update(failed_at=clock.now(), error="Connection refused.").execute()
    assert_red(address(desk), "Connection refused", "SMTP_LISTEN")
    with hotel(channel.hotel_id):
        passed = {"failed_at": None, "error": "", "sent_at": clock.now(), "arrived_at": clock.now()}
        ChannelTest.update(
            **passed, recognised_at=clock.now(), tagged_at=clock.now(), arrived_to=channel.address
        ).execute()
    assert_ok(address(desk))


def test_a_server_whose_word_can_never_count_is_told(desk: Desk) -> None:
    """R-RUN-3: an authserv-id is pinned, and TRUSTED_RELAYS is empty."""
    channel = make_channel(make_hotel())
    with hotel(channel.hotel_id):
        Channel.update(settings={"authserv_id": "mx.hotel.example"}).execute()
    assert_red(address(desk, "senders"), "no machine is believed", "TRUSTED_RELAYS")


def address(desk: Desk, check: str = "live test") -> Finding:
    (line,) = house_of(desk).addresses
    return the(mail_addresses.look(line, desk.settings, now=clock.now()), check)
