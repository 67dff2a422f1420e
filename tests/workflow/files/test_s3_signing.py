"""Our signatures in addresses are those that Amazon's own library makes."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from workflow.files.s3_address import read_address, with_credentials
from workflow.files.s3_signing import sign

AT = datetime(2026, 11, 20, 15, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "url",
    [
        "s3://AK:se%2Fcret@box/desk?region=eu-central-1",
        "s3://AK:se%2Fcret@box/desk?region=eu-central-1&endpoint=https://s3.example.com:9000",
        "s3://AK:se%2Fcret@box?session_token=to%2Bken%3D",
        "s3://AK:se%2Fcret@box/desk?endpoint=https://s3.example.com:9000&style=virtual",
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_the_signature_is_that_of_amazons_own_library(
    url: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = read_address(url)
    headers = {"x-amz-checksum-sha256": "abc=", "content-length": "7"} if method == "PUT" else {}
    query = {"response-content-disposition": "attachment; filename*=UTF-8''a%20b"} if method == "GET" else {}
    key = "7/ab/a name"
    ours = sign(address, method, key, query=query, headers=headers, now=AT, seconds=300)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: AT.replace(tzinfo=None))
    asked = AWSRequest(method, f"{address.base}/7/ab/a%20name", headers=headers, params=query)
    credentials = Credentials(address.access_key, address.secret_key, address.session_token or None)
    S3SigV4QueryAuth(credentials, "s3", address.region, expires=300).add_auth(asked)
    theirs = asked.prepare().url
    assert theirs is not None
    assert parse_qs(urlsplit(ours).query) == parse_qs(urlsplit(theirs).query)
    assert urlsplit(ours)[:3] == urlsplit(theirs)[:3]


def test_the_bucket_stands_in_the_path_or_before_the_host() -> None:
    endpoint = "endpoint=https://s3.example.com:9000"
    assert read_address(f"s3://box?{endpoint}").base == "https://s3.example.com:9000/box"
    assert read_address(f"s3://box?{endpoint}&style=virtual").base == "https://box.s3.example.com:9000"
    assert read_address("s3://box?region=eu-west-1").base == "https://box.s3.eu-west-1.amazonaws.com"


def test_the_environment_fills_in_what_the_address_leaves_out() -> None:
    said = {"access_key": "AK", "secret_key": "s/e+c", "session_token": "t=", "region": "eu-west-1"}
    address = read_address(with_credentials("s3://box/desk", **said))
    assert (address.access_key, address.secret_key, address.session_token) == ("AK", "s/e+c", "t=")
    assert (address.bucket, address.prefix, address.region) == ("box", "desk", "eu-west-1")
    own = read_address(with_credentials("s3://me:mine@box?region=x", **said))
    assert (own.access_key, own.secret_key, own.region) == ("me", "mine", "x")
    assert with_credentials("file:///x", **said) == "file:///x"


def test_a_secret_is_not_shown() -> None:
    assert "sesame" not in repr(read_address("s3://AK:sesame@box?session_token=sesame"))
