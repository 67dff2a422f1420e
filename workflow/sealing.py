"""Keys and seals: every purpose has its own key, drawn from the installation's secret (HKDF, RFC 5869).

Encrypts what must be kept secret at rest; digests what is only compared.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workflow.errors import SettingsError

MAC_BYTES = 10  # 80 bits


class Keys:
    """The keys of an installation. Purposes never share one."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._derived: dict[str, bytes] = {}

    def key(self, purpose: str) -> bytes:
        """32 bytes, always the same for a purpose and secret."""
        if purpose not in self._derived:
            self._derived[purpose] = HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(self._secret)
        return self._derived[purpose]

    def mac(self, purpose: str, data: bytes) -> bytes:
        """A MAC of 80 bits over `data`."""
        return hmac.digest(self.key(purpose), data, "sha256")[:MAC_BYTES]

    def verify(self, purpose: str, data: bytes, mac: bytes) -> bool:
        return hmac.compare_digest(self.mac(purpose, data), mac)

    def encrypt(self, plain: str) -> bytes:
        return self._fernet().encrypt(plain.encode())

    def decrypt(self, sealed: bytes) -> str:
        """Raises SettingsError when the installation's secret is not the one it was sealed with."""
        try:
            return self._fernet().decrypt(bytes(sealed)).decode()
        except InvalidToken:
            raise SettingsError("BELLHOP_SECRET is not the one this value was sealed with.") from None

    def _fernet(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self.key("at rest")))


def digest(token: str) -> bytes:
    """What is stored of a session or API token."""
    return hashlib.sha256(token.encode()).digest()
