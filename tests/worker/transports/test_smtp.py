"""A relay that takes, refuses, hangs up or does not answer; real sockets throughout."""

import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from bellhop.fakes.smtp_sink import Answer, Moment, SmtpSink
from tests.worker.certificates import Certificate, make_certificate
from tests.worker.letters import NOW, make_letter
from tests.worker.transports.relays import PASSWORD, USER, gate, scripted
from worker.compose import Composed, compose
from worker.transports.smtp import MAILS_PER_CONNECTION, SmtpRelay
from workflow.errors import DeliveryFailed
from workflow.files import FileStore

RelayTo = Callable[..., SmtpRelay]


@pytest.fixture
def mail(files: FileStore) -> Composed:
    return compose(make_letter(words=".\n..\nwords\n."), files=files, now=NOW)


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return make_certificate(tmp_path)


@pytest.fixture
def relay_to() -> Iterator[RelayTo]:
    """Makes transports; their connections end with the test."""
    made: list[SmtpRelay] = []

    def make(url: str, **options: Any) -> SmtpRelay:
        made.append(SmtpRelay(url, **options))
        return made[-1]

    yield make
    for relay in made:
        relay.close()


def refused(relay: SmtpRelay, mail: Composed) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as refusal:
        relay.send(mail)
    return refusal.value


def test_a_mail_arrives_to_the_byte(relay_to: RelayTo, mail: Composed) -> None:
    with SmtpSink() as sink:
        receipt = relay_to(sink.url).send(mail)
        arrived = sink.mails[0]
    assert arrived.raw == mail.message_bytes
    assert (arrived.mail_from, arrived.rcpt_tos) == (mail.envelope_from, (mail.envelope_to,))
    assert receipt.detail.endswith("250 2.0.0 kept")
    assert receipt.kept is None


def test_the_null_sender_stays_null(relay_to: RelayTo, mail: Composed) -> None:
    """R-MAIL-10"""
    with SmtpSink() as sink:
        relay_to(sink.url).send(replace(mail, envelope_from=""))
        assert sink.mails[0].mail_from == ""


@pytest.mark.parametrize("moment", list(Moment))
@pytest.mark.parametrize(
    ("reply", "permanent"), [("451 4.3.0 later", False), ("550 5.1.1 no such mailbox", True)]
)
def test_the_first_digit_decides_whether_it_is_tried_again(
    relay_to: RelayTo, moment: Moment, reply: str, permanent: bool, mail: Composed
) -> None:
    with SmtpSink() as sink:
        relay = relay_to(sink.url)
        sink.answer_next(Answer(reply, moment))
        failure = refused(relay, mail)
        assert failure.permanent is permanent
        assert str(failure) == f"The relay refused the mail: {reply}"
        relay.send(mail)
        assert len(sink.mails) == 1


@pytest.mark.parametrize("code", [421, 530, 535])
def test_trouble_with_our_log_in_or_the_relay_is_never_the_mails_fault(
    relay_to: RelayTo, code: int, mail: Composed
) -> None:
    with SmtpSink() as sink:
        sink.answer_next(Answer(f"{code} no", Moment.RCPT))
        assert not refused(relay_to(sink.url), mail).permanent


@pytest.mark.parametrize("moment", list(Moment))
def test_a_relay_that_hangs_up_is_tried_again_later(
    relay_to: RelayTo, moment: Moment, mail: Composed
) -> None:
    with SmtpSink() as sink:
        relay = relay_to(sink.url)
        sink.answer_next(Answer("451 gone", moment, hang_up=True))
        assert not refused(relay, mail).permanent
        relay.send(mail)
        assert len(sink.mails) == 1


def test_a_lost_answer_to_the_final_dot_means_the_same_mail_again(relay_to: RelayTo, mail: Composed) -> None:
    """design.md: unknown outcome; the Message-ID is the same."""
    with SmtpSink() as sink:
        relay = relay_to(sink.url)
        sink.answer_next(Answer(moment=Moment.DATA, hang_up=True))
        assert not refused(relay, mail).permanent
        relay.send(mail)
        assert [one.raw for one in sink.mails] == [mail.message_bytes] * 2


@pytest.mark.parametrize("moment", list(Moment))
def test_a_relay_that_does_not_answer_costs_no_more_than_it_may(
    relay_to: RelayTo, moment: Moment, mail: Composed
) -> None:
    with SmtpSink() as sink:
        relay = relay_to(sink.url, step_seconds=0.3, whole_seconds=0.6)
        sink.answer_next(Answer("250 late", moment, delay_seconds=5))
        assert not refused(relay, mail).permanent, "it did not wait for the answer, which takes the mail"
        relay.send(mail)


def test_one_connection_serves_many_mails(relay_to: RelayTo, mail: Composed) -> None:
    """P11"""
    with SmtpSink() as sink:
        relay = relay_to(sink.url)
        relay.send(mail)
        (connection,) = relay._idle
        for _ in range(5):
            relay.send(mail)
        assert relay._idle == [connection]
        assert connection.mails == len(sink.mails) == 6


def test_a_connection_is_renewed_before_the_relay_has_enough(relay_to: RelayTo, mail: Composed) -> None:
    with SmtpSink() as sink:
        relay = relay_to(sink.url)
        relay.send(mail)
        (first,) = relay._idle
        first.mails = MAILS_PER_CONNECTION
        relay.send(mail)
        assert first not in relay._idle
        assert not first.is_open


def test_a_kept_connection_that_died_meanwhile_is_replaced_unnoticed(
    relay_to: RelayTo, mail: Composed
) -> None:
    with SmtpSink() as sink:
        relay = relay_to(sink.url)
        relay.send(mail)
        port = sink.port
    with SmtpSink(port=port) as sink:
        relay.send(mail)
        assert len(sink.mails) == 1


@pytest.mark.parametrize(
    "farewell", [Answer("421 idle too long", Moment.MAIL), Answer("", Moment.MAIL, hang_up=True)]
)
def test_a_relay_that_tired_of_a_kept_connection_gets_a_new_one(
    relay_to: RelayTo, farewell: Answer, mail: Composed
) -> None:
    with SmtpSink() as sink:
        relay = relay_to(sink.url)
        relay.send(mail)
        sink.answer_next(farewell)
        relay.send(mail)
        assert len(sink.mails) == 2


def test_threads_do_not_share_connections(relay_to: RelayTo, files: FileStore) -> None:
    mails = [
        compose(make_letter(message_id=f"<{n}@desk.example>", words=f"{n} " * 2000), files=files, now=NOW)
        for n in range(60)
    ]
    with SmtpSink() as sink:
        relay = relay_to(sink.url)
        with ThreadPoolExecutor(6) as pool:
            receipts = list(pool.map(relay.send, mails))
        assert len(receipts) == 60
        assert sorted(one.raw for one in sink.mails) == sorted(one.message_bytes for one in mails)


def test_nobody_listening_is_temporary_and_said_plainly(relay_to: RelayTo, mail: Composed) -> None:
    with SmtpSink() as sink:
        port = sink.port
    failure = refused(relay_to(f"smtp://127.0.0.1:{port}"), mail)
    assert not failure.permanent
    assert str(failure) == f"The relay 127.0.0.1:{port} cannot be reached: nobody listens there."


@pytest.mark.parametrize(
    "greeting", [b"554 go away\r\n", b"421 busy\r\n", b"HTTP/1.1 400 Bad Request\r\n", b""]
)
def test_a_relay_that_does_not_greet_us_is_temporary(
    relay_to: RelayTo, greeting: bytes, mail: Composed
) -> None:
    with scripted(greeting) as port:
        failure = refused(relay_to(f"smtp://127.0.0.1:{port}", step_seconds=1, whole_seconds=2), mail)
    assert not failure.permanent


def test_the_relays_words_are_cleaned_and_capped(relay_to: RelayTo, mail: Composed) -> None:
    reply = b"550-first \x1b[31mred\r\n550-\x07 \xe4\r\n550 " + b"x" * 900 + b"\r\n"
    with scripted(b"220 hi\r\n", b"250 hello\r\n", b"250 ok\r\n", reply, b"250 reset\r\n") as port:
        failure = refused(relay_to(f"smtp://127.0.0.1:{port}"), mail)
    assert failure.permanent
    assert str(failure).startswith("The relay refused the mail: 550 first [31mred � xxx")
    assert len(str(failure)) < 400
    assert str(failure).isprintable()


def test_a_mail_larger_than_the_relay_takes_is_not_even_tried(relay_to: RelayTo, mail: Composed) -> None:
    with scripted(b"220 hi\r\n", b"250-hello\r\n250 SIZE 1000\r\n") as port:
        failure = refused(relay_to(f"smtp://127.0.0.1:{port}"), mail)
    assert failure.permanent
    assert "the relay takes at most 0.0 MB" in str(failure)


def test_an_address_beyond_ascii_goes_where_the_relay_can(relay_to: RelayTo, files: FileStore) -> None:
    """RFC 6531"""
    mail = compose(make_letter(to_address="josé@gäste.example"), files=files, now=NOW)
    with SmtpSink() as sink:
        relay_to(sink.url).send(mail)
        assert sink.mails[0].rcpt_tos == ("josé@xn--gste-loa.example",)
    with scripted(b"220 hi\r\n", b"250 hello\r\n") as port:
        failure = refused(relay_to(f"smtp://127.0.0.1:{port}"), mail)
    assert failure.permanent


def test_starttls_is_used_when_offered(relay_to: RelayTo, mail: Composed, certificate: Certificate) -> None:
    """Without a password any certificate will do: the alternative is no encryption at all."""
    with gate(starttls=certificate.server) as relay:
        relay_to(f"smtp://127.0.0.1:{relay.port}").send(mail)
        assert relay.were_encrypted == [True]


def test_the_password_goes_only_to_a_relay_whose_certificate_is_trusted(
    relay_to: RelayTo, mail: Composed, certificate: Certificate
) -> None:
    with gate(starttls=certificate.server, log_in=True) as relay:
        url = f"smtp://{USER}:{quote(PASSWORD, safe='')}@localhost:{relay.port}"
        failure = refused(relay_to(url), mail)
        assert not failure.permanent
        assert "certificate is not trusted" in str(failure)
        assert relay.log_ins == []
        relay_to(url, tls=certificate.trusting).send(mail)
        assert relay.log_ins == [USER]
        assert relay.mails == [mail.message_bytes]


def test_smtps_is_encrypted_from_the_first_byte(
    relay_to: RelayTo, mail: Composed, certificate: Certificate
) -> None:
    with scripted(b"220 hi\r\n", tls=certificate.server) as port:
        assert "certificate is not trusted" in str(refused(relay_to(f"smtps://localhost:{port}"), mail))
    replies = (b"220 hi\r\n", b"250 hello\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"250 kept\r\n")
    with scripted(*replies, tls=certificate.server) as port:
        receipt = relay_to(f"smtps://localhost:{port}", tls=certificate.trusting).send(mail)
    assert receipt.detail.endswith("250 kept")


def test_a_wrong_password_is_temporary_and_never_repeated(
    relay_to: RelayTo, mail: Composed, certificate: Certificate
) -> None:
    with gate(starttls=certificate.server, log_in=True) as relay:
        url = f"smtp://{USER}:wrongpassword@localhost:{relay.port}"
        transport = relay_to(url, tls=certificate.trusting)
        failure = refused(transport, mail)
    assert not failure.permanent
    assert str(failure) == f"The relay localhost:{relay.port} does not accept our log-in (535)."
    chain: BaseException | None = failure
    while chain is not None:
        assert "wrongpassword" not in f"{chain!r} {chain.args}"
        chain = chain.__cause__
    assert "wrongpassword" not in repr(transport._relay)


def test_a_relay_without_log_in_is_told_so(relay_to: RelayTo, mail: Composed) -> None:
    with scripted(b"220 hi\r\n", b"250 hello\r\n") as port:
        failure = refused(relay_to(f"smtp://{USER}:x@127.0.0.1:{port}"), mail)
    assert not failure.permanent
    assert "offers no log-in" in str(failure)


def test_a_hung_tls_handshake_ends_in_time(relay_to: RelayTo, mail: Composed) -> None:
    with scripted(b"") as port:
        context = ssl.create_default_context()
        refused(relay_to(f"smtps://127.0.0.1:{port}", step_seconds=0.3, whole_seconds=0.5, tls=context), mail)
