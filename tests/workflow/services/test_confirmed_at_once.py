"""Two clicks on the same link in the same moment: one sends the mail, the other is told that it is done (R-STAFF-2)."""

import threading

from tests.workflow.services.reception import MIA, Reception
from tests.workflow.services.test_three_factors import link_of
from workflow.confirm_token import read_confirm_token
from workflow.database import hotel
from workflow.errors import NotFound
from workflow.services import confirmations


def test_two_clicks_at_once_send_it_once(reception: Reception) -> None:
    reception.guest_writes()
    told = reception.last("new_ticket", reception.ana.email)
    reception.answers(told, "Towels are coming.", sender="eve@elsewhere.example")
    what = read_confirm_token(
        link_of(reception.last("was_this_you")), keys=reception.desk.keys, now=reception.now
    )
    assert what is not None
    ready = threading.Barrier(4)
    said: list[str] = []

    def click() -> None:
        ready.wait(10)
        try:
            with hotel(what.hotel_id):
                confirmations.confirm(what, now=reception.now)
            said.append("sent")
        except NotFound:
            said.append("gone")

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join(30)
    reception.settle()
    assert sorted(said) == ["gone", "gone", "gone", "sent"]
    assert len(reception.to_guest()) == 1
    assert [post.to for post in reception.posts if post.kind == "answer"] == [MIA]
