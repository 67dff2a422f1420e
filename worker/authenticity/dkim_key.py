"""The public key that a domain publishes for its signatures (RFC 6376, section 3.6.1; RFC 8463; sizes of RFC 8301)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.serialization import load_der_public_key

from worker.authenticity.tags import read_tags
from workflow.reasons import because

MIN_BITS = 1024
MAX_BITS = 4096


class BadKey(Exception):
    """The key cannot be used; the text says why, to staff."""


@dataclass(frozen=True, slots=True)
class Key:
    public: RSAPublicKey | Ed25519PublicKey
    own_name_only: bool  # t=s: a signature may not speak for names below the domain

    def accepts(self, signature: bytes, data: bytes) -> bool:
        try:
            if isinstance(self.public, RSAPublicKey):
                self.public.verify(signature, data, padding.PKCS1v15(), SHA256())
            else:
                digest = Hash(SHA256())
                digest.update(data)
                self.public.verify(signature, digest.finalize())
        except InvalidSignature:
            return False
        return True


def read_key(text: str, *, kind: str) -> Key:
    """The key in a TXT record, for signatures of this kind (rsa or ed25519). Raises BadKey."""
    tags = read_tags(text)
    if tags is None or tags.get("v", "DKIM1") != "DKIM1" or "p" not in tags:
        raise BadKey(because("its key cannot be read"))
    encoded = "".join(tags["p"].split())
    if not encoded:
        raise BadKey(because("its key was withdrawn"))
    if tags.get("k", "rsa").lower() != kind:
        raise BadKey(because("its key is of another kind than the signature"))
    if "h" in tags and "sha256" not in _listed(tags["h"]):
        raise BadKey(because("its key is for another digest"))
    if not {"*", "email"} & _listed(tags.get("s", "*")):
        raise BadKey(because("its key is not for mail"))
    flags = _listed(tags.get("t", ""))
    if "y" in flags:
        raise BadKey(because("its domain is only testing signatures"))
    return Key(_public_key(encoded, kind), own_name_only="s" in flags)


def _listed(value: str) -> set[str]:
    return {part.strip().lower() for part in value.split(":")}


def _public_key(encoded: str, kind: str) -> RSAPublicKey | Ed25519PublicKey:
    try:
        der = base64.b64decode(encoded, validate=True)
        if kind == "ed25519":
            return Ed25519PublicKey.from_public_bytes(der)
        key = load_der_public_key(der)
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        raise BadKey(because("its key cannot be read")) from None
    if not isinstance(key, RSAPublicKey):
        raise BadKey(because("its key is of another kind than the signature"))
    if not MIN_BITS <= key.key_size <= MAX_BITS:
        raise BadKey(because("its key has %(number)s bits, which is not safe", number=key.key_size))
    return key
