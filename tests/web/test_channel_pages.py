"""Settings → Channels: adding, changing, switching off, the live test; for owners and managers of the hotel alone."""

import pytest

from tests.builders import Colleague, make_channel, make_hotel, make_member
from tests.web.channel_forms import LIST, MAILBOX, PASSWORD, page_of, the_mailbox
from tests.web.conftest import Browser, House
from workflow import clock
from workflow.channel_test import Way
from workflow.database import hotel
from workflow.mailbox import Account, Secrets
from workflow.models import Channel, ChannelTest, Effect, MutedAddress
from workflow.sealing import Keys
from workflow.services import channel_tests, mailboxes
from workflow.services.inbox import Incoming, Route, accept
from workflow.settings import Settings
from workflow.values import SYSTEM, Role


@pytest.fixture
def olga(house: House) -> Colleague:
    return make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga")


@pytest.fixture
def browser(house: House, olga: Colleague) -> Browser:
    return house.browser(olga)


@pytest.fixture
def keys(settings: Settings) -> Keys:
    return Keys(settings.secret)


def channel(house: House) -> Channel:
    with hotel(house.hotel.id):
        return Channel.get_by_id(house.channel.id)


def test_the_list_says_how_each_address_goes(browser: Browser, house: House) -> None:
    """R-WEB-4: state, last mail, live test, muted recipients; Settings stands in the navigation."""
    page = browser.get("/queue").text
    assert 'href="/settings"' in page
    page = browser.get(LIST).text
    assert "none yet" in page
    assert "never made" in page
    route = Route(house.channel.id, house.hotel.id, True)
    accept([Incoming(route, "smtp", clock.now(), b"Subject: x\r\n\r\n", "a@b.example", "c@d.example")])
    with hotel(house.hotel.id):
        MutedAddress.create(
            hotel_id=house.hotel.id,
            address="gone@guest.example",
            reason="550 5.1.1 gone",
            muted_at=clock.now(),
        )
    page = browser.get(LIST).text
    assert "none yet" not in page
    assert "gone@guest.example" in page
    assert "550 5.1.1 gone" in page


def test_an_address_is_added_and_then_takes_mail(browser: Browser, house: House) -> None:
    """R-WEB-4"""
    answer = browser.post(
        f"{LIST}/new",
        f"{LIST}/new",
        address="Spa@Aurora.example",
        displayName="Aurora Spa",
        trust="pinned",
        authservId="MX.aurora.example",
    )
    assert answer.status_code == 303
    with hotel(house.hotel.id):
        made = Channel.get(Channel.address == "spa@aurora.example")
    assert answer.location == f"{LIST}/{made.id}?done=added"
    assert (made.display_name, made.settings) == ("Aurora Spa", {"authserv_id": "mx.aurora.example"})
    page = browser.get(answer.location).text
    assert "It is added." in page
    assert "TRUSTED_RELAYS is empty" in page


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"address": "spa"}, "like desk@hotel.example"),
        ({"address": "spa+x@aurora.example"}, "like desk@hotel.example"),
        ({"address": "s" * 60 + "@aurora.example"}, "at most"),
        ({"address": "aurora@desk.localhost"}, "is a desk address already"),
        ({"address": "spa@aurora.example", "displayName": "A\nB"}, "on one line"),
        ({"address": "spa@aurora.example", "trust": "pinned"}, "Name the server"),
        ({"address": "spa@aurora.example", "trust": "pinned", "authservId": "a b"}, "one word"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    browser: Browser, house: House, fields: dict[str, str], says: str
) -> None:
    """What was typed stays."""
    answer = browser.post(f"{LIST}/new", f"{LIST}/new", **fields)
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{fields["address"]}"' in answer.text
    with hotel(house.hotel.id):
        assert Channel.select().count() == 1


def test_an_address_is_changed_and_keeps_what_the_form_does_not_know(browser: Browser, house: House) -> None:
    page = page_of(house)
    changed = browser.post(page, page, displayName="Reception", trust="pinned", authservId="mx.example")
    assert changed.location == f"{page}?done=edited"
    found = channel(house)
    assert found.display_name == "Reception"
    assert found.settings == {"trusts_loopback": True, "authserv_id": "mx.example"}
    browser.post(page, page, displayName="Reception", trust="own", authservId="mx.example")
    assert channel(house).settings == {"trusts_loopback": True}


def test_an_address_is_switched_off_and_on(browser: Browser, house: House) -> None:
    page = page_of(house)
    assert browser.post(f"{page}/off", page).location == f"{page}?done=switched_off"
    assert not channel(house).enabled
    assert "switched off" in browser.get(LIST).text
    refused = browser.post(f"{page}/test", page, way="door")
    assert refused.status_code == 422
    assert "Switch it on first" in refused.text
    browser.post(f"{page}/on", page)
    assert channel(house).enabled


def test_with_an_address_its_mailboxes_are_switched_off(browser: Browser, house: House) -> None:
    """What is switched off takes no mail by any door."""
    page = page_of(house)
    browser.post(f"{page}/mailbox", f"{page}/mailbox", **MAILBOX)
    browser.post(f"{page}/off", page)
    assert not the_mailbox(house).enabled
    browser.post(f"{page}/on", page)
    assert not the_mailbox(house).enabled
    assert f"/settings/mailboxes/{the_mailbox(house).id}/on" in browser.get(page).text


def test_without_a_relay_the_test_is_offered_by_the_own_door_and_says_why(
    browser: Browser, house: House
) -> None:
    """R-RUN-3: plainly, before the button is pressed."""
    page = page_of(house)
    shown = browser.get(page).text
    assert "No mail relay is set up (SMTP_RELAY_URL)" in shown
    assert 'value="relay"' not in shown
    assert browser.post(f"{page}/test", page, way="relay").status_code == 422
    started = browser.post(f"{page}/test", page, way="door")
    assert started.location == f"{page}?done=testing"
    with hotel(house.hotel.id):
        test = ChannelTest.get()
        effects = [(one.kind, one.state, one.payload["test"]) for one in Effect.select()]
    assert (test.way, test.asked_by) == ("door", "Olga")
    assert effects == [("send_probe", "waiting", str(test.id))] * 2
    fragment = browser.get(f"{page}/test").text
    assert "data-watched" in fragment
    assert "<html" not in fragment
    with hotel(house.hotel.id):
        ChannelTest.update(
            sent_at=clock.now(),
            said="250 kept",
            arrived_at=clock.now(),
            recognised_at=clock.now(),
            arrived_to=house.channel.address,
            door="smtp",
            peer="127.0.0.1",
            tagged_at=clock.now(),
        ).execute()
    fragment = browser.get(f"{page}/test").text
    assert "Passed in" in fragment
    assert "data-watched" not in fragment
    assert "Passed in" in browser.get(LIST).text


def test_one_cannot_test_without_end(browser: Browser, house: House) -> None:
    page = page_of(house)
    answers = [browser.post(f"{page}/test", page, way="door").status_code for _ in range(7)]
    assert answers == [303] * 6 + [429]


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.STAFF, Role.AI_AGENT])
def test_others_than_owner_and_manager_have_no_settings(house: House, role: Role) -> None:
    """R-WEB-2: written by hand; the walk over all routes is test_access's."""
    browser = house.browser(make_member(house.hotel, role, email="one@aurora.example"))
    assert 'href="/settings' not in browser.get("/queue").text
    assert browser.get("/settings").status_code == 403
    for path in (LIST, f"{LIST}/new", page_of(house), f"{page_of(house)}/mailbox"):
        answer = browser.get(path)
        assert answer.status_code == 403, path
        assert "look after channels" in answer.text
    assert browser.post(f"{page_of(house)}/off", "/queue").status_code == 403
    assert channel(house).enabled


def test_a_manager_may(house: House) -> None:
    """R-WEB-2"""
    mara = make_member(house.hotel, Role.MANAGER, email="mara@aurora.example", name="Mara")
    assert house.browser(mara).get(LIST).status_code == 200


def test_another_hotels_channels_are_not_there(house: House, keys: Keys) -> None:
    """R-WEB-3: every route, as the owner of another hotel, answers as for a number that does not exist."""
    other = make_hotel("BER", name="Berg Hotel")
    make_channel(other, "berg@desk.localhost")
    boss = make_member(other, Role.OWNER, email="boss@berg.example", name="Boss")
    with hotel(house.hotel.id):
        box = mailboxes.add(
            Channel.get_by_id(house.channel.id),
            Account("imap.example", 993, "desk", Secrets(PASSWORD)),
            keys=keys,
            now=clock.now(),
        )
    browser = house.browser(boss)
    assert house.channel.address not in browser.get(LIST).text
    for route, real in (("channels", house.channel.id), ("mailboxes", box.id)):
        gets = ("", "/test", "/mailbox") if route == "channels" else ("",)
        posts = (
            ("", "/on", "/off", "/test", "/mailbox")
            if route == "channels"
            else ("", "/on", "/off", "/remove")
        )
        for ending in gets:
            seen = [browser.get(f"/settings/{route}/{id}{ending}") for id in (real, 987654)]
            assert seen[0].status_code == 404, (route, ending)
            assert seen[0].text == seen[1].text
        for ending in posts:
            fields = {**MAILBOX, "way": "door"}
            seen = [
                browser.post(f"/settings/{route}/{id}{ending}", f"{LIST}/new", **fields)
                for id in (real, 987654)
            ]
            assert seen[0].status_code == 404, (route, ending)
            assert seen[0].text == seen[1].text
    assert channel(house).enabled
    assert the_mailbox(house).enabled


def test_a_test_of_another_hotel_is_not_started(house: House, settings: Settings) -> None:
    """R-WEB-3, in the service too."""
    other = make_hotel("BER", name="Berg Hotel")
    with pytest.raises(Exception, match="no such desk address"), hotel(other.id):
        channel_tests.start(
            house.channel.id,
            hotel_id=other.id,
            way=Way.DOOR,
            actor=SYSTEM,
            settings=settings,
            now=clock.now(),
        )


def test_the_header_counts_what_is_stuck(house: House, browser: Browser) -> None:
    """R-MAIL-14: on every page, settings too, with the way there."""
    assert "stuck-mark" not in browser.get(LIST).text
    with hotel(house.hotel.id):
        for _ in range(2):
            Effect.create(
                hotel_id=house.hotel.id,
                kind="send_notice",
                state="dead",
                look_at=clock.now(),
                created_at=clock.now(),
            )
    assert "2 stuck</span>" in browser.get(LIST).text
