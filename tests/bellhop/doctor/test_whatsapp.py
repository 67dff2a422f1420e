"""What `bellhop doctor` says of WhatsApp numbers and of the door that Twilio calls."""

import dataclasses
import http.server
import threading
from collections.abc import Iterator

import pytest

from bellhop.doctor import hooks, numbers
from bellhop.doctor.finding import Result
from bellhop.fakes.twilio import FakeTwilio, Fault, Template
from tests.bellhop.doctor.reading import assert_ok, assert_red, the
from tests.flows.desk import free_port
from worker.transports.twilio import Twilio
from workflow.services.whatsapp_channels import Account, Number
from workflow.settings import Listen, Settings


class Door:
    """Something that listens and always answers the same."""

    def __init__(self, status: int) -> None:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.listen = Listen("127.0.0.1", self._server.server_address[1])

    def __enter__(self) -> "Door":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with FakeTwilio() as running:
        yield running


def number_of(twilio: FakeTwilio, **changes: object) -> Number:
    account = Account(twilio.account.sid, twilio.account.token)
    return Number(1, 1, twilio.number, dataclasses.replace(account, **changes))  # type: ignore[arg-type]


def test_a_number_that_twilio_does_not_agree_with_is_told(twilio: FakeTwilio) -> None:
    """R-RUN-3: log-in and templates, a Twilio that is away."""
    api = Twilio(twilio.url)
    template = Template("tap_to_read", "The hotel answered.", status="rejected")
    twilio.account.templates[template.sid] = template
    none = list(numbers.look(number_of(twilio), api))
    assert_red(none[-1], "There is no template", "--template en=HX", result=Result.WARN)
    known = number_of(twilio, templates={"en": template.sid})
    assert_red(list(numbers.look(known, api))[-1], "is rejected", "Meta's reason", result=Result.WARN)
    template.status = "approved"
    assert_ok(*numbers.look(known, api))
    wrong = the(numbers.look(number_of(twilio, token="0" * 32), api))
    assert_red(wrong, "does not accept", "bellhop whatsapp set --number +14155238886")
    twilio.fail_next(Fault(status=503, code=20500))
    assert_red(the(numbers.look(known, api)), "did not answer", "port 443")


def test_the_door_and_its_public_address_are_called(settings: Settings, twilio: FakeTwilio) -> None:
    """R-RUN-3: nobody there, another program, the door itself; an address that Twilio cannot call."""
    mine = (number_of(twilio),)
    assert "nobody calls" in the(hooks.look(settings, ())).says
    shut = dataclasses.replace(settings, hooks_listen=Listen("127.0.0.1", free_port()))
    assert_red(the(hooks.look(shut, mine)), "does not answer", "python -m ingest.whatsapp")
    with Door(200) as other:
        there = dataclasses.replace(settings, hooks_listen=other.listen)
        assert_red(the(hooks.look(there, mine)), "answers 200 instead of 403", "HOOKS_LISTEN")
    with Door(403) as door:
        there = dataclasses.replace(settings, hooks_listen=door.listen)
        well, public, files = hooks.look(there, mine)
        assert_ok(well)
        assert_red(public, "not an address that Twilio can call", "nginx and Caddy")
        assert_red(files, "BELLHOP_PUBLIC_URL", "Twilio fetches there", result=Result.WARN)
        named = dataclasses.replace(there, hooks_public_url=f"https://127.0.0.1.nip.example:{free_port()}")
        assert_red(
            list(hooks.look(named, mine))[1],
            "cannot be reached from this machine",
            "DNS",
            result=Result.WARN,
        )
        fake = dataclasses.replace(there, twilio_api_base=twilio.url)
        assert_red(
            list(hooks.look(fake, mine))[-1], "no WhatsApp leaves", "HOOKS_PUBLIC_URL", result=Result.WARN
        )
        assert_ok(*hooks.look(fake, (number_of(twilio, account_sid=""),)))
