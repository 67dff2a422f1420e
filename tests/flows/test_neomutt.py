"""A member works with a real mail program of the terminal: his words arrive, nothing else of his mail does (R-STAFF-1)."""

from email import message_from_bytes
from pathlib import Path

import pytest

from tests.flows.desk import Delivered, House, RunningDesk, guest_mail
from tests.flows.neomutt import PROGRAM, NeoMutt
from workflow.database import hotel
from workflow.models import Inbox, Message, Ticket
from workflow.services import receipts
from workflow.services.inbox import load_raw

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="NeoMutt is not installed (.ci/packages)")

MIA = "mia@aurora-guest.example"
CANARIES = (
    b"canary",
    b"no towels",
    b"ana-laptop",
    b"neomutt",
    b"NeoMutt",
    b"0199",
    b"reply above",
    b"ana@aurora.example",
)
TOP = "text = 'Two towels are on their way.\\n\\nSee you soon!\\n\\n' + text"
BELOW = (
    "head, _, sig = text.partition('\\n-- \\n')\ntext = head + '\\n\\nAnd soap, of course.\\n\\n-- \\n' + sig"
)
COMMANDS = "text = '#note\\nShe is a regular: canary in a note.\\n#priority high is no line of its own here\\n\\n' + text"
WRONG = "text = '#asign me\\n\\nThis has a canary in it.\\n\\n' + text"


def test_ana_answers_with_neomutt(desk: RunningDesk, house: House, tmp_path: Path) -> None:
    """R-STAFF-1, R-STAFF-3, R-STAFF-4: above the quote, below it, a note, and a line misspelt."""
    with hotel(house.hotel.id):
        receipts.unmute(house.hotel.id, house.ana.staff_id)
    desk.send(
        guest_mail(house, "Hello, room 12 has no towels.", sender=MIA), sender=MIA, to=house.desk_address
    )
    notice = desk.wait_for_mail(house.ana.email)[0]
    desk.wait_for_mail(MIA)
    mutt = NeoMutt(tmp_path / "mutt", house.ana.email, desk.smtp_port)

    mutt.reply(notice, TOP)
    first = desk.wait_for_mail(MIA, 2)[1]
    assert words(first).startswith("Two towels are on their way.\n\nSee you soon!\n\n-- \n")
    receipt = desk.wait_for_mail(house.ana.email, 2)[1]
    assert "Your answer is on its way to Mia Sand" in receipt.text
    assert receipt.message["In-Reply-To"] == _message_id_of_ana(house)

    mutt.reply(notice, BELOW)
    second = desk.wait_for_mail(MIA, 3)[2]
    assert words(second).startswith("And soap, of course.\n\n-- \n")

    mutt.reply(notice, COMMANDS)
    desk.wait_for_mail(house.ana.email, 4)
    mutt.reply(receipt, WRONG)
    refusal = desk.wait_for_mail(house.ana.email, 5)[4]
    assert "Did you mean #assign NAME?" in refusal.text
    desk.settle()
    assert len(desk.mails_to(MIA)) == 3
    for sent in desk.mails_to(MIA)[1:]:
        assert _none_of(CANARIES, sent)
    with hotel(house.hotel.id):
        (note,) = Message.select().where(Message.direction == "note")
        assert note.body.startswith("She is a regular")
        assert Ticket.get().priority == "medium"


def words(sent: Delivered) -> str:
    return sent.text.replace("\r\n", "\n")


def _none_of(canaries: tuple[bytes, ...], sent: Delivered) -> bool:
    return [canary for canary in canaries if canary in sent.sunk.raw] == []


def _message_id_of_ana(house: House) -> str:
    with hotel(house.hotel.id):
        row = Inbox.select().where(Inbox.sender == house.ana.email).order_by(Inbox.id).get()
        return str(message_from_bytes(load_raw(row.id))["Message-ID"])
