"""A member answers two notifications with one mail: both guests get the words, each in his own ticket."""

import smtplib

from tests.flows.desk import House, RunningDesk, guest_mail, reply_to, stranger
from workflow.database import hotel
from workflow.models import Ticket


def test_both_guests_get_the_answer(desk: RunningDesk, house: House) -> None:
    """R-MAIL-4, R-MAIL-5, R-STAFF-1: one SMTP transaction, two signed addresses of one desk."""
    notices = []
    for number in (1, 2):
        guest = stranger(number)
        desk.send(
            guest_mail(house, f"Question {number}", sender=guest, subject=f"Q{number}"),
            sender=guest,
            to=house.desk_address,
        )
        notices.append(desk.wait_for_mail(house.ana.email, number)[number - 1])
        desk.wait_for_mail(guest)
    mail = reply_to(notices[0], "Yes, from eight o'clock.", sender=house.ana.email)
    with smtplib.SMTP("127.0.0.1", desk.smtp_port) as connection:
        addresses = [notice.reply_to for notice in notices]
        assert connection.sendmail(house.ana.email, addresses, mail.as_bytes()) == {}
    for number in (1, 2):
        answer = desk.wait_for_mail(stranger(number), 2)[1]
        assert "Yes, from eight o'clock." in answer.text
    desk.settle()
    with hotel(house.hotel.id):
        assert [ticket.state for ticket in Ticket.select()] == ["answered", "answered"]
