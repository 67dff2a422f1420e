"""Hashes of passwords: argon2id with the second recommended profile of RFC 9106 (64 MiB, three passes)."""

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


def use_profile(profile: Parameters) -> None:
    """What a hash costs from now on in this process; tests ask for the cheapest, nothing else calls this."""
    global _hasher
    _hasher = PasswordHasher.from_parameters(profile)


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether this is the password. Takes as long for an unknown account (None) as for a known one."""
    try:
        _hasher.verify(password_hash or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def _nobodys_hash() -> str:
    """A well-formed hash that costs as much to compare as a real one: salt and digest are zeros."""
    return (
        f"$argon2id$v=19$m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
        f"${'A' * 22}${'A' * 43}"
    )
