"""A bucket of an S3-compatible service as a shelf, through obstore.

What lies there can only be saved, never shown: a browser that gets at it by its address is told so by the service.
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from workflow.errors import FilesUnavailable, NotFound
from workflow.files.s3_address import S3Address, read_address
from workflow.files.s3_signing import sign
from workflow.files.shelf import Grant

if TYPE_CHECKING:
    from obstore.store import S3Config  # a type only: not there at run time

_ATTRIBUTES = {"Content-Type": "application/octet-stream", "Content-Disposition": "attachment"}
_MISSING = (NotFoundError, FileNotFoundError)  # obstore raises the one or the other
_TROUBLE = (BaseError, OSError)
_AWAY = "The file store does not answer, or refuses."


class Bucket:
    def __init__(self, url: str) -> None:
        self._address = read_address(url)
        self._store = _connect(self._address)

    def write(self, key: str, content: bytes) -> None:
        try:
            obstore.put(self._store, key, content, attributes=_ATTRIBUTES, use_multipart=False)
        except _TROUBLE as error:
            raise FilesUnavailable(_AWAY) from error

    def read(self, key: str) -> bytes:
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except _MISSING as error:
            if "NoSuchBucket" in str(error):
                raise FilesUnavailable(_AWAY) from error
            raise NotFound("This file is no longer in the store.") from None
        except _TROUBLE as error:
            raise FilesUnavailable(_AWAY) from error

    def size(self, key: str) -> int | None:
        try:
            return int(obstore.head(self._store, key)["size"])
        except _MISSING:
            return None
        except _TROUBLE as error:
            raise FilesUnavailable(_AWAY) from error

    def delete(self, key: str) -> None:
        try:
            obstore.delete(self._store, key)
        except _MISSING:
            return
        except _TROUBLE as error:
            raise FilesUnavailable(_AWAY) from error

    def grant_read(self, key: str, *, filename: str, now: datetime, seconds: int) -> Grant | None:
        if not self._address.access_key:
            return None
        says = {
            "response-content-type": "application/octet-stream",
            "response-content-disposition": f"attachment; filename*=UTF-8''{quote(filename or 'file', safe='')}",
        }
        return Grant(
            sign(self._address, "GET", self._full(key), query=says, now=now, seconds=seconds), "GET", {}
        )

    def grant_write(self, key: str, *, sha256: str, size: int, now: datetime, seconds: int) -> Grant | None:
        """Its length is signed too, and said by whoever sends it, as HTTP has it."""
        if not self._address.access_key:
            return None
        headers = {
            "content-type": "application/octet-stream",
            "x-amz-checksum-sha256": base64.b64encode(bytes.fromhex(sha256)).decode(),
        }
        signed = {**headers, "content-length": str(size)}
        url = sign(self._address, "PUT", self._full(key), headers=signed, now=now, seconds=seconds)
        return Grant(url, "PUT", headers)

    def _full(self, key: str) -> str:
        return f"{self._address.prefix}/{key}" if self._address.prefix else key


def _connect(address: S3Address) -> S3Store:
    config: S3Config = {"region": address.region}
    if address.endpoint:
        config["endpoint"] = address.base if address.is_virtual_host else address.endpoint
        config["virtual_hosted_style_request"] = address.is_virtual_host
    if address.access_key:
        config["access_key_id"] = address.access_key
        config["secret_access_key"] = address.secret_key
    if address.session_token:
        config["session_token"] = address.session_token
    return S3Store(
        address.bucket,
        prefix=address.prefix or None,
        config=config,
        client_options={
            "timeout": "20s",
            "connect_timeout": "5s",
            "allow_http": address.endpoint.startswith("http:"),
        },
        retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=20)},
    )
