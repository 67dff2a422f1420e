"""Every refusal of the core, on one page. Doors turn them into reply lines, the web into problem+json.

The message of each is a plain sentence that may be shown to the person who caused it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class BellhopError(Exception):
    """Root of the tree. Never raised itself."""


class SettingsError(BellhopError):
    """A setting is missing or makes no sense: the process refuses to start."""


class UnsafeDatabaseRole(BellhopError):
    """The role that serves requests could step over row security: the process refuses to start."""


class TenantUnset(BellhopError):
    """A query ran without naming the hotel it works for: a fault of ours, never shown."""


class Refused(BellhopError):
    """Asked for something the rules do not allow. Outside: 4xx with this sentence.

    values: what its places, %(name)s, are filled with; kept apart, so that it can be said in another language.
    """

    def __init__(self, sentence: str, *, values: Mapping[str, object] | None = None) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence = sentence
        self.values = {name: str(value) for name, value in values.items()} if values else {}


class NotFound(Refused):
    """No such row, or not one this person may know of. Outside: 404, the same for both."""


class Forbidden(Refused):
    """The role does not allow it. Outside: 403."""


class Invalid(Refused):
    """A field is missing or malformed. Outside: 422, with the field's name."""

    def __init__(self, message: str, field: str = "", *, values: Mapping[str, object] | None = None) -> None:
        super().__init__(message, values=values)
        self.field = field


class MoveRefused(Refused):
    """The state table has no such move. Outside: 409 with what is allowed."""

    def __init__(
        self, message: str, allowed: Iterable[str], *, values: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message, values=values)
        self.allowed = tuple(allowed)


class VersionStale(Refused):
    """Somebody else changed the ticket in between. Outside: 409; with If-Match, 412."""


class AlreadyTaken(Refused):
    """Somebody else took the ticket first. Outside: 409, with his name."""


class NameTaken(AlreadyTaken):
    """A name that stands once in a hotel stands there already. Outside: 409, with the field's name."""

    def __init__(self, message: str, field: str, *, values: Mapping[str, object] | None = None) -> None:
        super().__init__(message, values=values)
        self.field = field


class InUse(Refused):
    """It cannot go while something else names it. Outside: 409, saying what."""


class CodeRefused(Refused):
    """A QR code that lets nobody in: not one of ours, or of no stay any more. Outside: 400, the same for all forgeries."""


class CodeUsed(CodeRefused):
    """It let somebody in before. Outside: 409."""


class CodeNotYet(CodeRefused):
    """A printed card before check-in. Outside: 409."""


class CodeOver(CodeRefused):
    """Its time is over, or the stay is. Outside: 410."""


class CodeRevoked(CodeRefused):
    """The reception has withdrawn it. Outside: 410."""


class FileHeld(Refused):
    """The check of files has not let it through, or not yet. Outside: 409 with what is known."""


class FileUnchecked(FileHeld):
    """It is being checked."""


class LoginRefused(Refused):
    """Wrong name or password, or a disabled account: the same sentence for all. Outside: 401."""


class CodeNeeded(Refused):
    """The password was right, and the account has a second factor. Outside: 401, by a name of its own."""


class FactorDemanded(Refused):
    """A hotel of his demands a second factor, and he has none yet. Outside: 403; a page: to where it is set up."""


class Throttled(Refused):
    """Too many tries. Outside: 429 with the wait in seconds."""

    def __init__(self, message: str, retry_after: int, *, values: Mapping[str, object] | None = None) -> None:
        super().__init__(message, values=values)
        self.retry_after = retry_after


class StoreUnavailable(BellhopError):
    """Database or file store away, or full. Outside: always temporary (451, 452 when full, 503)."""

    def __init__(self, message: str, *, full: bool = False) -> None:
        super().__init__(message)
        self.full = full


class FilesUnavailable(StoreUnavailable):
    """The file store alone is away or full; the database may be well."""


class LeaseLost(BellhopError):
    """Another process works on this row by now: whoever held it before writes nothing more. Never shown."""


class DeliveryFailed(BellhopError):
    """The outside did not take what we sent. `permanent` says whether trying again can help."""

    def __init__(self, message: str, *, permanent: bool, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.retry_after = retry_after


class RelayBusy(DeliveryFailed):
    """The relay takes no more from us for now, whatever mail it is: all of them wait."""

    def __init__(self, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message, permanent=False, retry_after=retry_after)
