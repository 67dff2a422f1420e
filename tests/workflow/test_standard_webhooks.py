"""Standard Webhooks: the published example, the reference package, and everything a forger may write."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from workflow import clock, standard_webhooks
from workflow.errors import Invalid
from workflow.standard_webhooks import Signed, WrongSignature

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"test": 2432232314}'
SENT = datetime.fromtimestamp(1614265330, UTC)
PUBLISHED = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
OTHER = standard_webhooks.new_secret()


def verified(*, given: dict[str, str] | None = None, body: bytes = BODY, now: datetime = SENT) -> Signed:
    return standard_webhooks.verify(given or PUBLISHED, body, secrets_in_force=[SECRET], now=now)


def test_the_published_example_is_signed_as_published() -> None:
    """R-WF-8"""
    signed = Signed("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, BODY)
    assert standard_webhooks.headers(signed, [SECRET]) == PUBLISHED


def test_the_published_example_verifies_whatever_the_case_of_its_headers() -> None:
    """R-PMS-1"""
    shouted = {name.upper(): value for name, value in PUBLISHED.items()}
    assert verified(given=shouted).message_id == "msg_p5jXN8AQM9LWM0D4loKWxJek"


def test_the_reference_package_accepts_what_we_sign() -> None:
    """R-WF-8"""
    signed = Signed("evt_1", int(clock.now().timestamp()), json.dumps({"guest": "Zoë"}).encode())
    headers = standard_webhooks.headers(signed, [SECRET])
    assert Webhook(SECRET).verify(signed.body, headers) == {"guest": "Zoë"}


def test_we_accept_what_the_reference_package_signs() -> None:
    """R-PMS-1"""
    now = clock.now().replace(microsecond=0)
    headers = {
        "webhook-id": "evt_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("evt_1", now, "{}"),
    }
    assert verified(given=headers, body=b"{}", now=now).message_id == "evt_1"


def test_while_a_secret_is_rotated_both_sign_and_either_verifies() -> None:
    """R-WF-8"""
    signed = Signed("evt_1", int(clock.now().timestamp()), b"{}")
    headers = standard_webhooks.headers(signed, [OTHER, SECRET])
    assert Webhook(SECRET).verify(b"{}", headers) == Webhook(OTHER).verify(b"{}", headers) == {}


def test_a_secret_in_force_may_be_any_of_several() -> None:
    """R-PMS-1"""
    assert standard_webhooks.verify(PUBLISHED, BODY, secrets_in_force=[OTHER, SECRET], now=SENT)


@pytest.mark.parametrize("late", [timedelta(seconds=301), timedelta(seconds=-301)])
def test_a_message_from_before_or_after_its_five_minutes_is_refused(late: timedelta) -> None:
    with pytest.raises(WrongSignature, match="five minutes"):
        verified(now=SENT + late)


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_a_missing_header_is_named(name: str) -> None:
    with pytest.raises(WrongSignature, match=name):
        verified(given={**PUBLISHED, name: ""})


@pytest.mark.parametrize(
    "written",
    ["+1614265330", " 1614265330", "01614265330", "1614265330.0", "１６１４２６５３３０", "9" * 40, "NaN"],
)
def test_a_timestamp_that_is_no_plain_number_is_refused(written: str) -> None:
    with pytest.raises(WrongSignature, match="whole number"):
        verified(given={**PUBLISHED, "webhook-timestamp": written})


@pytest.mark.parametrize(
    "signature",
    [
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",
        "v1,\ud800",
        "v1,,,",
        ",",
        "v1,AAAA " * 1000 + PUBLISHED["webhook-signature"],
    ],
)
def test_a_signature_that_does_not_fit_is_refused(signature: str) -> None:
    with pytest.raises(WrongSignature, match="No signature"):
        verified(given={**PUBLISHED, "webhook-signature": signature})


def test_one_changed_byte_of_the_body_is_refused() -> None:
    with pytest.raises(WrongSignature, match="No signature"):
        verified(body=BODY + b" ")


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_MfKQ", "whsec_!!!", "whsec_" + "A" * 100, "whsec_é"])
def test_what_is_no_secret_is_refused_in_words(secret: str) -> None:
    with pytest.raises(Invalid, match="webhook secret"):
        standard_webhooks.secret_key(secret)


def test_each_new_secret_is_another_and_holds_32_bytes() -> None:
    made = {standard_webhooks.new_secret() for _ in range(3)}
    assert len(made) == 3
    assert {len(standard_webhooks.secret_key(secret)) for secret in made} == {32}
