"""Signs mails by DKIM as a mail provider does: written from RFC 6376 line by line, apart from the code it tests."""

import base64
import hashlib
import re
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SIGNED = ("From", "To", "Subject", "Date", "Message-ID", "From")


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


@dataclass
class Signer:
    """A domain with its key. `record` is what it publishes at `name`."""

    domain: str = "aurora.example"
    selector: str = "mail"
    key: rsa.RSAPrivateKey | Ed25519PrivateKey = field(default_factory=rsa_key)

    @property
    def name(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        if isinstance(self.key, Ed25519PrivateKey):
            raw = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
            return f"v=DKIM1; k=ed25519; p={base64.b64encode(raw).decode()}"
        der = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return f"v=DKIM1; p={base64.b64encode(der).decode()}"

    def sign(
        self,
        raw: bytes,
        *,
        canonical: str = "relaxed/relaxed",
        names: tuple[str, ...] = SIGNED,
        tags: str = "",
        algorithm: str = "",
    ) -> bytes:
        """The mail (CRLF line ends) with its signature on top. `tags`: more of them, like `x=1;`."""
        head, _, body = raw.partition(b"\r\n\r\n")
        header_way, body_way = canonical.split("/")
        algorithm = algorithm or (
            "rsa-sha256" if isinstance(self.key, rsa.RSAPrivateKey) else "ed25519-sha256"
        )
        digest = hashlib.sha1 if algorithm.endswith("sha1") else hashlib.sha256
        length = re.search(r"l=(\d+);", tags)
        hashed = _body(body, body_way)[: int(length[1]) if length else None]
        signature = (
            f"DKIM-Signature: v=1; a={algorithm}; c={canonical};\r\n d={self.domain}; s={self.selector};\r\n {tags}"
            f"h={':'.join(names)};\r\n\tbh={base64.b64encode(digest(hashed).digest()).decode()};\r\n b="
        ).encode()
        lines = re.split(rb"\r\n(?![ \t])", head)
        data = b""
        for name in names:
            index = max(
                (i for i, line in enumerate(lines) if line.lower().startswith(name.lower().encode() + b":")),
                default=-1,
            )
            if index >= 0:
                data += _header(lines.pop(index), header_way) + b"\r\n"
        value = base64.b64encode(self._signature(data + _header(signature, header_way), algorithm))
        folded = b"\r\n  ".join(value[start : start + 60] for start in range(0, len(value), 60))
        return signature + folded + b"\r\n" + raw

    def _signature(self, data: bytes, algorithm: str) -> bytes:
        if isinstance(self.key, Ed25519PrivateKey):
            return self.key.sign(hashlib.sha256(data).digest())
        return self.key.sign(data, padding.PKCS1v15(), SHA1() if algorithm.endswith("sha1") else SHA256())


def _header(line: bytes, way: str) -> bytes:
    if way == "simple":
        return line
    name, _, value = line.partition(b":")
    return name.lower() + b":" + b" ".join(re.sub(rb"\r\n", b"", value).split())


def _body(body: bytes, way: str) -> bytes:
    lines = body.split(b"\r\n")
    if way == "relaxed":
        lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    if not lines:
        return b"\r\n" if way == "simple" else b""
    return b"\r\n".join(lines) + b"\r\n"
