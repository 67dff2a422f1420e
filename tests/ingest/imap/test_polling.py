"""A mailbox is read as it fills: pushed, polled, over several mailboxes; nothing in it changes unless configured."""

from tests.dovecot import Dovecot, needs_dovecot
from tests.ingest.imap.polling import House, Polling, mail, new_user

pytestmark = needs_dovecot


def test_a_new_mail_is_pushed_and_kept_byte_for_byte(house: House, server: Dovecot) -> None:
    """R-MAIL-3: IDLE; long before the next look through the whole mailbox; not even marked as seen."""
    user = new_user()
    box = house.add_mailbox(server.port, user)
    with Polling():
        house.wait_until_read(box.id)
        raw = mail("Towels", "8-bit: \xe4 and a lone dot\r\n.\r\nthe end")
        server.put(raw, user=user)
        house.wait_for("Towels", seconds=5)
    (row,) = house.kept()
    assert row["raw"] == raw
    assert (row["door"], row["peer"], row["quiet"]) == ("imap", "", False)
    assert (row["envelope_from"], row["envelope_to"]) == ("mia@guest.example", "aurora@desk.localhost")
    assert server.flags(user) == [("\\Recent",)] or server.flags(user) == [()]
