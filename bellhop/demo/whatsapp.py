"""The demo by WhatsApp: a guest sends words and a picture and is answered; a late answer waits for his tap.

The day between is played, for nobody waits for it: for this one guest all that was said lies a day further back, at
the stand-in for Twilio and in the desk's own note of when he was heard.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bellhop.demo.picture import lamp
from bellhop.demo.steps import StepFailed, Steps
from bellhop.demo.twilio import StandIn
from bellhop.fakes.twilio.demo import TAP
from workflow import clock
from workflow.database import hotel
from workflow.models import WhatsappContact

DAY = 25  # hours: more than the 24 in which WhatsApp takes free text
WISH = "The lamp at my desk flickers, see the picture"
ANSWER = "We bring another lamp within ten minutes."
LATE = "Good morning! Is the new lamp bright enough?"


class WhatsappDemo:
    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self._twilio = StandIn(steps)
        self._guest = steps.seeded.guests[1]
        self._marker = f"({clock.now():%d %b %H:%M:%S})"
        self._pid = ""

    def play(self) -> None:
        """All steps in order. Raises StepFailed."""
        self._guest_writes()
        self._answer_at_once()
        self._answer_late()

    def _guest_writes(self) -> None:
        guest, picture = self._guest, lamp()
        self._twilio.guest_writes(guest.phone, f"{WISH} {self._marker}", name=guest.name, picture=picture)
        self._pid = self._steps.wait("the WhatsApp is in a ticket", self._found)
        self._steps.say(f"{guest.name} wrote by WhatsApp: ticket {self._pid}, room {guest.room}.")
        file = self._steps.wait("the picture is fetched", self._picture)
        if self._steps.file(file["id"]) != picture:
            raise StepFailed("The picture of the ticket is not the one that was sent.")
        self._steps.say(f"His picture was fetched from Twilio: {file['filename']}, {file['size']} bytes.")

    def _answer_at_once(self) -> None:
        words = f"{ANSWER} {self._marker}"
        id = self._answer(words)
        self._steps.wait("the answer reaches his phone", lambda: self._state(id) == "delivered" or None)
        self._must_have_once(words)
        self._steps.say("The house answered in the ticket; the words reached his phone, the ticks came back.")

    def _answer_late(self) -> None:
        self._let_a_day_pass()
        words, asked_before = f"{LATE} {self._marker}", self._sent().count(TAP)
        id = self._answer(words)
        self._steps.wait("the late answer is parked", lambda: self._state(id) == "parked" or None)
        self._steps.wait(
            "the template asks him to tap", lambda: self._sent().count(TAP) > asked_before or None
        )
        if words in self._sent():
            raise StepFailed("An answer after 24 hours went out as free text.")
        self._steps.say(
            "A day later WhatsApp takes no free text: the answer waits, a template asks him to tap."
        )
        tap = {"ButtonText": "Read", "ButtonPayload": "read"}
        self._twilio.guest_writes(self._guest.phone, "Read", name=self._guest.name, fields=tap)
        self._steps.wait("the parked answer is delivered", lambda: self._state(id) == "delivered" or None)
        self._must_have_once(words)
        self._steps.say(f"{self._guest.name} tapped, and got the answer, once.")

    def _let_a_day_pass(self) -> None:
        """Only for this guest; the rest of the hotel stays in its day."""
        self._twilio.let_hours_pass(DAY)
        span = timedelta(hours=DAY)
        with hotel(int(self._steps.seeded.hotelId)):
            moments = (WhatsappContact.last_heard_at, WhatsappContact.template_at)
            WhatsappContact.update({moment: moment - span for moment in moments}).where(
                WhatsappContact.phone == self._guest.phone
            ).execute()

    # --- reading back ---

    def _found(self) -> str | None:
        """The ticket that his message went to: a new one, or the one that is still open."""
        for ticket in self._steps.api("/tickets?source=whatsapp")["data"]:
            if self._message(str(ticket["pid"])) is not None:
                return str(ticket["pid"])
        return None

    def _message(self, pid: str) -> Any:
        said = self._steps.api(f"/tickets/{pid}/messages")["data"]
        return next((one for one in said if one["direction"] == "in" and self._marker in one["body"]), None)

    def _picture(self) -> Any:
        return next(iter(self._message(self._pid)["attachments"]), None)

    def _answer(self, words: str) -> str:
        return str(self._steps.api(f"/tickets/{self._pid}/messages", {"body": words})["id"])

    def _state(self, id: str) -> str:
        said = self._steps.api(f"/tickets/{self._pid}/messages")["data"]
        return next(str(one["delivery"]["state"]) for one in said if one["id"] == id)

    def _sent(self) -> list[str]:
        return self._twilio.sent_to(self._guest.phone)

    def _must_have_once(self, words: str) -> None:
        count = self._sent().count(words)
        if count != 1:
            raise StepFailed(f"Twilio has the answer {count} times: {words}")
