"""s3://KEY:SECRET@BUCKET/PREFIX?region=…&endpoint=…&style=… read into its parts. Pure; what is wrong raises SettingsError."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, unquote, urlsplit

from workflow.errors import SettingsError

_KNOWN = {"region", "endpoint", "session_token", "style"}
_STYLES = ("path", "virtual")


@dataclass(frozen=True, slots=True)
class S3Address:
    """endpoint "": Amazon's own. access_key "": whatever identity the machine has (an instance role).

    is_virtual_host: the bucket stands before the endpoint's host, not in the path; Amazon's always does.
    """

    bucket: str
    prefix: str
    region: str
    endpoint: str
    access_key: str
    secret_key: str = field(repr=False)
    session_token: str = field(repr=False)
    is_virtual_host: bool = False

    @property
    def base(self) -> str:
        """The address of the bucket, without a slash at its end."""
        if self.endpoint and self.is_virtual_host:
            scheme, _, host = self.endpoint.partition("://")
            return f"{scheme}://{self.bucket}.{host}"
        if self.endpoint:
            return f"{self.endpoint}/{self.bucket}"
        return f"https://{self.bucket}.s3.{self.region}.amazonaws.com"


def read_address(url: str) -> S3Address:
    """Raises SettingsError, never with the secret in its words."""
    parts = urlsplit(url)
    query = parse_qs(parts.query, keep_blank_values=True)
    if not parts.hostname or set(query) - _KNOWN or any(len(values) > 1 for values in query.values()):
        raise SettingsError(
            "STORAGE_URL must look like s3://bucket/prefix?region=eu-central-1&endpoint=https://…."
        )
    endpoint = query.get("endpoint", [""])[0].rstrip("/")
    if endpoint and urlsplit(endpoint).scheme not in ("http", "https"):
        raise SettingsError("The endpoint in STORAGE_URL must begin with https:// or http://.")
    style = query.get("style", ["path"])[0]
    if style not in _STYLES:
        raise SettingsError("The style in STORAGE_URL is path (the default) or virtual.")
    if bool(parts.username) != bool(parts.password):
        raise SettingsError("STORAGE_URL names an access key without its secret, or the other way round.")
    return S3Address(
        bucket=parts.hostname,
        prefix=unquote(parts.path).strip("/"),
        region=query.get("region", ["us-east-1"])[0],
        endpoint=endpoint,
        access_key=unquote(parts.username or ""),
        secret_key=unquote(parts.password or ""),
        session_token=query.get("session_token", [""])[0],
        is_virtual_host=style == "virtual",
    )


def with_credentials(url: str, *, access_key: str, secret_key: str, session_token: str, region: str) -> str:
    """The address with what the environment says, where the address itself is silent."""
    parts = urlsplit(url)
    if parts.scheme != "s3":
        return url
    query = parts.query
    if access_key and secret_key and parts.username is None:
        parts = parts._replace(
            netloc=f"{quote(access_key, safe='')}:{quote(secret_key, safe='')}@{parts.netloc}"
        )
        query += f"&session_token={quote(session_token, safe='')}" if session_token else ""
    if region and "region" not in parse_qs(parts.query):
        query += f"&region={quote(region, safe='')}"
    return parts._replace(query=query.lstrip("&")).geturl()
