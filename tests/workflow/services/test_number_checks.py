"""A person asks whether Twilio agrees with a number: the worker asks, the answer is kept."""

from bellhop.fakes.twilio import Fault
from tests.workflow.services.chat import Chat
from workflow import clock
from workflow.database import hotel
from workflow.models import Effect
from workflow.services import number_checks
from workflow.services.number_checks import Known
from workflow.values import SYSTEM
from workflow.whatsapp.checking import Outcome


def asked(chat: Chat) -> Known:
    """At once, and what is known then."""
    with hotel(chat.hotel.id):
        number_checks.start(chat.hotel.id, chat.channel.id, actor=SYSTEM, now=clock.now())
    chat.settle()
    with hotel(chat.hotel.id):
        return number_checks.newest([chat.channel.id])[chat.channel.id]


def test_what_twilio_says_is_kept(chat: Chat) -> None:
    """R-RUN-3: all well; a template that waits; a log-in that does not fit; a Twilio that is away. No effect is left over."""
    assert asked(chat).outcome is Outcome.OK
    for template in chat.twilio.account.templates.values():
        template.status = "pending"
    chat.later(minutes=1)
    assert asked(chat).outcome is Outcome.WARN
    chat.twilio.account.token = "0" * 32
    chat.later(minutes=1)
    refused = asked(chat)
    assert refused.outcome is Outcome.FAIL
    assert "does not accept" in refused.lines[0].says
    chat.twilio.fail_next(Fault(status=503, code=20500))
    chat.later(minutes=1)
    assert "did not answer" in asked(chat).lines[0].says
    with hotel(chat.hotel.id):
        assert {one.state for one in Effect.select().where(Effect.kind == "check_number")} == {"done"}
