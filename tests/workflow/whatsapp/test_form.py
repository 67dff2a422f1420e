"""Twilio's form as a value: every kind of message shows something, and nothing raises."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.settings import environment
from workflow.whatsapp.form import MediaRef, Wish, read

PLAIN = {
    "MessageSid": "SM1",
    "AccountSid": "AC1",
    "From": "whatsapp:+491701234567",
    "To": "whatsapp:+14155238886",
    "WaId": "491701234567",
    "ProfileName": "Mia  Sand",
    "Body": " No towels 🛁 ",
    "NumMedia": "0",
}


def test_a_text_with_its_writer() -> None:
    """R-WA-4: ids first, the phone is only one of them."""
    message = read({**PLAIN, "ExternalUserId": "US.123"})
    assert (message.text, message.name, message.phone) == ("No towels 🛁", "Mia Sand", "+491701234567")
    assert (message.user_id, message.wa_id) == ("US.123", "491701234567")


@pytest.mark.parametrize("sender", ["whatsapp:US.4711", "", "whatsapp:", "whatsapp:+1"])
def test_without_a_phone_number_it_stands(sender: str) -> None:
    """R-WA-4: no code path needs a phone."""
    message = read({**PLAIN, "From": sender})
    assert message.phone == ""
    assert message.text == "No towels 🛁"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"Body": "", "ButtonText": "Yes, please", "ButtonPayload": "yes"}, "Yes, please"),
        ({"Body": "Yes", "ButtonText": "Yes"}, "Yes"),
        (
            {"Body": "", "ListTitle": "Late check-out", "ListDescription": "until 14:00"},
            "Late check-out · until 14:00",
        ),
        ({"Body": "", "Latitude": "41.9", "Longitude": "12.5"}, "📍 (41.9, 12.5)"),
        (
            {
                "Body": "Here",
                "Latitude": "41.9",
                "Longitude": "12.5",
                "Label": "Bar",
                "Address": "Via Roma 1",
            },
            "Here\n📍 Bar, Via Roma 1 (41.9, 12.5)",
        ),
        ({"Body": "", "MessageType": "order"}, "[A WhatsApp message that the desk cannot show: order]"),
        ({"Body": ""}, "[A WhatsApp message that the desk cannot show]"),
        ({"Body": "a\x00b\ud800"}, "ab?"),
    ],
)
def test_every_kind_shows_something(fields: dict[str, str], text: str) -> None:
    """R-WA-2: buttons, lists, places; what is not known gets a visible line."""
    assert read({**PLAIN, **fields}).text == text


def test_several_files_without_words() -> None:
    """R-WA-2"""
    fields = {"Body": "", "NumMedia": "2"}
    fields |= {"MediaUrl0": "https://x.example/0", "MediaContentType0": "image/jpeg"}
    fields |= {"MediaUrl1": "https://x.example/1", "MediaContentType1": "audio/ogg"}
    message = read({**PLAIN, **fields})
    assert message.text == ""
    assert message.media == (
        MediaRef("https://x.example/0", "image/jpeg"),
        MediaRef("https://x.example/1", "audio/ogg"),
    )


@pytest.mark.parametrize(
    ("fields", "wish"),
    [
        ({"Body": "STOP"}, Wish.STOP),
        ({"Body": " stop. "}, Wish.STOP),
        ({"Body": "Start"}, Wish.START),
        ({"Body": "ciao", "OptOutType": "STOP"}, Wish.STOP),
        ({"Body": "Please stop the noise next door"}, None),
        ({"Body": "Cancel"}, None),
        ({"Body": "When does breakfast start?"}, None),
    ],
)
def test_stop_and_start(fields: dict[str, str], wish: Wish | None) -> None:
    """R-WA-9"""
    assert read({**PLAIN, **fields}).wish is wish


@given(
    st.dictionaries(st.sampled_from([*PLAIN, "MediaUrl0", "Latitude", "Longitude", "ListTitle"]), st.text())
)
def test_any_form_gives_a_value_that_can_be_stored(form: dict[str, str]) -> None:
    message = read(form)
    assert message.text or message.media
    json.dumps(message.text).encode("ascii")
    message.text.encode("utf-8")
    assert "\x00" not in message.text


def test_real_webhooks_of_whatsapp_are_all_shown() -> None:
    """R-WA-2: kinds seen in the wild never end empty."""
    corpus = environment().get("BELLHOP_CORPUS")
    if not corpus:
        pytest.skip("BELLHOP_CORPUS is not set")
    lines = (Path(corpus) / "vectors" / "whatsapp_cloud_webhooks.jsonl").read_text().splitlines()
    kinds = {json.loads(line).get("type", "") for line in lines}
    for kind in kinds:
        assert read({**PLAIN, "Body": "", "MessageType": str(kind)}).text
