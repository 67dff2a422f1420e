"""A request to a bucket signed in its address (AWS Signature Version 4, "presigned URL"), so that others may send it.

obstore signs too, but neither the name a download is saved under nor the checksum of an upload.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote, urlsplit

from workflow.files.s3_address import S3Address

_ALGORITHM = "AWS4-HMAC-SHA256"


def sign(
    address: S3Address,
    method: str,
    key: str,
    *,
    now: datetime,
    seconds: int,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> str:
    """The address of the request, good for so long. Whoever sends it must send these headers as they are."""
    base = urlsplit(address.base)
    signed = {"host": base.netloc, **(headers or {})}
    day, moment = f"{now:%Y%m%d}", f"{now:%Y%m%dT%H%M%SZ}"
    scope = f"{day}/{address.region}/s3/aws4_request"
    parameters = {
        **(query or {}),
        "X-Amz-Algorithm": _ALGORITHM,
        "X-Amz-Credential": f"{address.access_key}/{scope}",
        "X-Amz-Date": moment,
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": ";".join(sorted(signed)),
    }
    if address.session_token:
        parameters["X-Amz-Security-Token"] = address.session_token
    path = f"{base.path}/{quote(key)}"
    said = "&".join(f"{_escape(name)}={_escape(value)}" for name, value in sorted(parameters.items()))
    lines = "".join(f"{name}:{value.strip()}\n" for name, value in sorted(signed.items()))
    canonical = "\n".join((method, path, said, lines, ";".join(sorted(signed)), "UNSIGNED-PAYLOAD"))
    to_sign = "\n".join((_ALGORITHM, moment, scope, hashlib.sha256(canonical.encode()).hexdigest()))
    signature = hmac.new(_key(address, day), to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{base.scheme}://{base.netloc}{path}?{said}&X-Amz-Signature={signature}"


def _key(address: S3Address, day: str) -> bytes:
    key = f"AWS4{address.secret_key}".encode()
    for part in (day, address.region, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key


def _escape(text: str) -> str:
    return quote(text, safe="-_.~")
