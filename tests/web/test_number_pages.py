"""Settings → Channels → a WhatsApp number: added, changed, switched off, asked about; its token never comes back."""

import json

import pytest
import structlog

from tests.builders import make_channel, make_hotel, make_member
from tests.web.conftest import Browser, House
from workflow import clock
from workflow.database import hotel
from workflow.models import Channel, Deadline, Effect, Event, NumberCheck
from workflow.sealing import Keys
from workflow.services import number_settings
from workflow.services.whatsapp_channels import Account, number_of
from workflow.settings import Settings
from workflow.values import SYSTEM, Role

LIST = "/settings/channels"
NEW = f"{LIST}/whatsapp/new"
ALARM = "HX" + "5" * 32
TOKEN = "c" * 32
FIELDS = {
    "number": "+49 (30) 123-456",
    "displayName": "Aurora",
    "accountSid": "AC" + "1" * 32,
    "token": TOKEN,
    "serviceSid": "",
    "templates": f"en=HX{'2' * 32}\nde=HX{'3' * 32}",
    "outside": "mail",
}


@pytest.fixture
def browser(house: House) -> Browser:
    return house.browser(make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga"))


def number_in(house: House) -> Channel:
    with hotel(house.hotel.id):
        return Channel.get(Channel.kind == "whatsapp")


def test_a_number_is_added_and_changed_and_its_token_never_shown(
    browser: Browser, house: House, settings: Settings
) -> None:
    """R-WEB-4, R-WA-1: not in a page, not after a refusal, not in a line of the log; the addresses for Twilio are."""
    seen = []
    with structlog.testing.capture_logs() as lines:
        seen.append(browser.post(NEW, NEW, **{**FIELDS, "templates": "en=tap"}))
        assert seen[-1].status_code == 422
        assert "is a Content SID" in seen[-1].text or "Content SID" in seen[-1].text
        seen.append(browser.post(NEW, NEW, **FIELDS))
        made = number_in(house)
        page = f"{LIST}/whatsapp/{made.id}"
        assert seen[-1].location == f"{page}?done=added"
        assert "set up already" in browser.post(NEW, NEW, **FIELDS).text
        seen += [browser.get(page), browser.get(LIST)]
        for ending in ("message", "status"):
            assert f"{settings.hooks_public_url}/twilio/{made.id}/{ending}" in seen[-2].text
        assert "+4930123456" in seen[-1].text
        assert "English, German" in seen[-1].text
        changed = {**FIELDS, "token": "", "templates": "", "outside": "template", "displayName": "Desk"}
        changed["alarmTemplates"] = f"en={ALARM}"  # R-TKT-12
        seen.append(browser.post(page, page, **changed))
        assert seen[-1].location == f"{page}?done=edited"
    account = number_of(number_in(house), keys=Keys(settings.secret)).account
    assert account == Account(FIELDS["accountSid"], TOKEN, alarm_templates={"en": ALARM})
    assert f"en={ALARM}</textarea>" in browser.get(page).text
    assert all(TOKEN not in answer.text for answer in seen)
    assert TOKEN not in json.dumps(lines, default=str)
    with hotel(house.hotel.id):
        events = list(Event.select().where(Event.kind.startswith("channel")).order_by(Event.id))
        assert events[0].kind == "channel added"
        assert {event.field.partition(": ")[2] for event in events[1:]} >= {"displayName", "alarmTemplates"}
        assert TOKEN not in " ".join(str(event.__data__) for event in events)
        assert Deadline.get().subject == str(made.id)  # R-WA-8: its list is read from now on


def test_twilio_is_asked_by_a_button_and_its_answer_shown(browser: Browser, house: House) -> None:
    """R-RUN-3: the round trip of the channel, started from the panel."""
    browser.post(NEW, NEW, **FIELDS)
    made = number_in(house)
    page = f"{LIST}/whatsapp/{made.id}"
    assert browser.post(f"{page}/check", page).location == f"{page}?done=asking"
    assert browser.post(f"{page}/check", page).status_code == 429
    with hotel(house.hotel.id):
        assert [one.kind for one in Effect.select()] == ["check_number"]
    fragment = browser.get(f"{page}/check").text
    assert "data-watched" in fragment
    assert "<html" not in fragment
    said = {
        "outcome": "warn",
        "says": "The template for 'en' is pending, not approved.",
        "remedy": "Submit it.",
    }
    with hotel(house.hotel.id):
        NumberCheck.update(finished_at=clock.now(), lines=[said]).execute()
    fragment = browser.get(f"{page}/check").text
    assert "is pending, not approved" in fragment
    assert "Submit it." in fragment
    assert "data-watched" not in fragment
    assert "agrees, with remarks" in browser.get(LIST).text


def test_a_number_is_switched_off_and_on(browser: Browser, house: House) -> None:
    browser.post(NEW, NEW, **FIELDS)
    page = f"{LIST}/whatsapp/{number_in(house).id}"
    assert browser.post(f"{page}/off", page).location == f"{page}?done=switched_off"
    assert not number_in(house).enabled
    assert "Switch it on first" in browser.post(f"{page}/check", page).text
    assert browser.post(f"{page}/on", page).status_code == 303
    assert number_in(house).enabled


def test_others_and_other_hotels_do_not_get_there(browser: Browser, house: House, settings: Settings) -> None:
    """R-WEB-2, R-WEB-3: a colleague may not; another hotel's number, and a mail address, are as if they did not exist."""
    browser.post(NEW, NEW, **FIELDS)
    page = f"{LIST}/whatsapp/{number_in(house).id}"
    colleague = house.browser(make_member(house.hotel, Role.RECEPTION, email="one@aurora.example"))
    for path in (NEW, page, f"{page}/check"):
        assert colleague.get(path).status_code == 403
    other = make_hotel("BER", name="Berg Hotel")
    address = make_channel(other, "berg@desk.localhost")
    boss = house.browser(make_member(other, Role.OWNER, email="boss@berg.example", name="Boss"))
    assert "+4930123456" not in boss.get(LIST).text
    with hotel(other.id):
        number_settings.add(
            other.id,
            "+4930999",
            Account(FIELDS["accountSid"], TOKEN),
            display_name="",
            keys=Keys(settings.secret),
            actor=SYSTEM,
            now=clock.now(),
        )
    for path in (page, f"{LIST}/whatsapp/{address.id}", f"{LIST}/whatsapp/987654"):
        assert boss.get(path).status_code == 404
        for ending in ("", "/off", "/on", "/check"):
            assert boss.post(f"{path}{ending}", NEW, **FIELDS).status_code == 404, ending
    assert number_in(house).enabled
