"""The ring of keys behind QR codes (R-QR-1): a new one signs, older ones read, a withdrawn one is nobody's at once."""

import json
from datetime import timedelta

import jwt
import peewee
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import rsa
from structlog.testing import capture_logs

from bellhop.cli import bellhop
from tests.builders import make_guest, make_hotel, make_room, make_stay
from workflow import clock, qr_token
from workflow.database import as_clock, before_hotel, hotel, rows
from workflow.errors import CodeRefused, NotFound
from workflow.models import QrToken, Stay
from workflow.qr_token import Code
from workflow.sealing import Keys
from workflow.services import qr_codes, qr_keys
from workflow.services.qr_codes import Issued
from workflow.settings import Settings
from workflow.values import SYSTEM


@pytest.fixture
def stay(database_url: str) -> Stay:
    at = make_hotel()
    return make_stay(at, make_guest(at, "Mia Sand", email="mia@guest.example"), make_room(at, "12"))


@pytest.fixture
def keys(settings: Settings) -> Keys:
    return Keys(settings.secret)


def issue(stay: Stay, keys: Keys, *, minutes: int = 60) -> Issued:
    with hotel(stay.hotel_id):
        return qr_codes.issue(
            stay.hotel_id,
            guest_id=stay.guest_id,
            room_id=stay.room_id,
            minutes=minutes,
            actor=SYSTEM,
            keys=keys,
            now=clock.now(),
        )


def kid_of(issued: Issued) -> str:
    return str(jwt.get_unverified_header(issued.token)["kid"])


def refused(token: str, keys: Keys) -> str:
    """The words of the refusal; it must be the plain one, of no kind."""
    with pytest.raises(CodeRefused) as caught:
        qr_codes.redeem(token, keys=keys, now=clock.now())
    assert type(caught.value) is CodeRefused
    return str(caught.value)


def test_a_new_key_signs_and_the_old_one_reads_until_its_codes_are_over(stay: Stay, keys: Keys) -> None:
    """R-QR-1"""
    old, older = issue(stay, keys), issue(stay, keys, minutes=1)
    kid = qr_keys.rotate(now=clock.now())
    new = issue(stay, keys)
    assert (kid_of(old), kid_of(new)) == ("1", str(kid))
    assert keys.key(qr_token.purpose_of(1)) != keys.key(qr_token.purpose_of(kid))
    assert qr_codes.redeem(old.token, keys=keys, now=clock.now()).room_id == stay.room_id
    assert qr_codes.redeem(new.token, keys=keys, now=clock.now()).room_id == stay.room_id
    with pytest.raises(CodeRefused, match="run out"):
        qr_codes.redeem(older.token, keys=keys, now=clock.now() + timedelta(minutes=2))
    found = {key.kid: key.codes for key in qr_keys.every(now=clock.now())}
    assert found == {kid: 0, 1: 1}


def test_a_withdrawn_key_is_dead_with_the_next_request(stay: Stay, keys: Keys) -> None:
    """R-QR-1: all its codes, at once and for all hotels; who came in before stays, other keys' codes too."""
    rome = make_hotel("ROM", name="Roma")
    theirs = issue(make_stay(rome, make_guest(rome, "Ugo"), make_room(rome, "7")), keys)
    used, leaked = issue(stay, keys), issue(stay, keys)
    qr_codes.redeem(used.token, keys=keys, now=clock.now())
    qr_keys.rotate(now=clock.now())
    good = issue(stay, keys)
    assert qr_keys.withdraw(1, now=clock.now()) == 2
    assert {refused(one.token, keys) for one in (leaked, theirs, used)} == {qr_codes.UNKNOWN}
    assert qr_codes.redeem(good.token, keys=keys, now=clock.now()).room_id == stay.room_id
    with hotel(stay.hotel_id):
        assert QrToken.get_by_id(leaked.id).revoked_at is not None
        assert QrToken.get_by_id(used.id).revoked_at is None
    with pytest.raises(NotFound):
        qr_keys.withdraw(1, now=clock.now())


def test_of_the_last_key_a_new_one_takes_the_place(stay: Stay, keys: Keys) -> None:
    """R-QR-1: a desk is never without a key, so codes can be issued right after."""
    assert qr_keys.withdraw(1, now=clock.now()) == 0
    fresh = issue(stay, keys)
    assert kid_of(fresh) != "1"
    assert qr_codes.redeem(fresh.token, keys=keys, now=clock.now()).room_id == stay.room_id


def test_no_key_but_one_of_the_ring_is_believed(stay: Stay, keys: Keys) -> None:
    """R-QR-1: also signed with the right secret, a number that was never given; each in the same words."""
    token = issue(stay, keys).token
    claims = jwt.decode(token, options={"verify_signature": False})
    key = keys.key(qr_token.purpose_of(1))

    def named(kid: object, secret: bytes = key) -> str:
        head = {"kid": "1"} if not isinstance(kid, str) else {"kid": kid}
        signed = jwt.encode(claims, secret, algorithm="HS256", headers=head)
        if isinstance(kid, str):
            return signed
        raw = json.dumps({"alg": "HS256", "typ": "JWT", "kid": kid}).encode()
        body = f"{jwt.utils.base64url_encode(raw).decode()}.{signed.split('.')[1]}"
        mac = jwt.get_algorithm_by_name("HS256").sign(body.encode(), secret)
        return f"{body}.{jwt.utils.base64url_encode(mac).decode()}"

    own = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = [
        named("2", keys.key(qr_token.purpose_of(2))),
        named("9999", keys.key(qr_token.purpose_of(9999))),
        *(
            named(kid)
            for kid in ("", "01", "0", "-1", "10000", "1 ", "１", "1\n", "../../dev/null", "/etc/passwd")
        ),
        *(named(kid) for kid in ("1' OR '1'='1", "1; DROP TABLE qr_keys", "1\x00", "9" * 300)),
        *(named(kid) for kid in (1, 1.0, True, ["1"], {"1": "1"})),
        jwt.encode(claims, "", algorithm="none", headers={"kid": "1"}),
        jwt.encode(claims, own, algorithm="RS256", headers={"kid": "1"}),
        jwt.encode(claims, key * 2, algorithm="HS512", headers={"kid": "1"}),
        jwt.encode({**claims, "more": "x" * 5000}, key, algorithm="HS256", headers={"kid": "1"}),
        f"{token}.{token}",
        "." * 999,
    ]
    for one in forged:
        assert refused(one, keys) == qr_codes.UNKNOWN, one[:60]
    assert qr_codes.redeem(token, keys=keys, now=clock.now()).room_id == stay.room_id


def test_a_token_is_refused_by_what_it_says_before_any_row_is_looked_at(keys: Keys) -> None:
    """R-QR-1: pure; a row would refuse these too, so that no test of the whole can tell."""
    code = Code(1, 2, 3, 4, 5, clock.now(), clock.now() + timedelta(hours=1), "nonce")
    token = qr_token.write(code, keys=keys)
    claims = jwt.decode(token, options={"verify_signature": False})
    read = qr_token.read(token, keys=keys)
    assert read is not None
    assert (read.kid, read.hotel_id, read.guest_id, read.room_id, read.token_id) == (1, 2, 3, 4, 5)

    def signed(said: dict[str, object], *, algorithm: str = "HS256") -> str:
        key = keys.key(qr_token.purpose_of(1)) * (2 if algorithm == "HS512" else 1)
        return jwt.encode(said, key, algorithm=algorithm, headers={"kid": "1"})

    assert qr_token.read(signed(claims), keys=keys) == read
    for change in (
        {"aud": "somebody"},
        {"aud": ["x", "y"]},
        {"aud": None},
        {"purpose": "reset"},
        {"tokenId": "one"},
    ):
        assert qr_token.read(signed({**claims, **change}), keys=keys) is None, change
    for name in claims:
        assert (
            qr_token.read(signed({one: claims[one] for one in claims if one != name}), keys=keys) is None
        ), name
    assert qr_token.read(signed(claims, algorithm="HS512"), keys=keys) is None
    assert qr_token.read(token, keys=Keys("another installation's secret, as long as it must be")) is None


def test_nobody_but_the_ring_reads_the_ring(database_url: str) -> None:
    """R-WEB-3: by its functions alone, and the app may only ask which key signs."""
    at = make_hotel()
    for statement in ("SELECT * FROM qr_keys", "SELECT bellhop_qr_key_make(now())"):
        with pytest.raises(peewee.ProgrammingError, match="permission denied"), hotel(at.id):
            rows(statement)
    for role in (before_hotel, as_clock):
        with pytest.raises(peewee.ProgrammingError, match="permission denied"), role():
            rows("SELECT * FROM qr_keys")


def test_the_operator_lists_rotates_and_withdraws(
    stay: Stay, keys: Keys, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-QR-1: `bellhop qr-keys`."""
    for name, value in (
        ("DATABASE_URL", settings.database_url),
        ("REDIS_URL", settings.redis_url),
        ("BELLHOP_SECRET", settings.secret),
        ("BELLHOP_HOME", str(settings.home)),
    ):
        monkeypatch.setenv(name, value)
    leaked, shell = issue(stay, keys), CliRunner()
    with capture_logs():
        made = json.loads(shell.invoke(bellhop, ["qr-keys", "rotate", "--json"]).output)
        listed = json.loads(shell.invoke(bellhop, ["qr-keys", "list", "--json"]).output)
        assert [(key["kid"], key["signs"], key["codes"]) for key in listed] == [
            (made["kid"], True, 0),
            ("1", False, 1),
        ]
        assert "1  reads, codes that are still good: 1" in shell.invoke(bellhop, ["qr-keys", "list"]).output
        done = shell.invoke(bellhop, ["qr-keys", "withdraw", "1"])
        assert "Codes that ended with it: 1" in done.output
        again = shell.invoke(bellhop, ["qr-keys", "withdraw", "1"])
        assert isinstance(again.exception, NotFound)
    assert refused(leaked.token, keys) == qr_codes.UNKNOWN
