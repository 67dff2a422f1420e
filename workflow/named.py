"""Names that stand once in a hotel: departments, categories, rooms. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.errors import Invalid, NameTaken

TAKEN = "There is a %(what)s %(name)s already."


def checked_name(name: str, taken: Iterable[str], *, what: str, longest: int, field: str = "name") -> str:
    """One line, and nobody else's however it is written. Raises Invalid, NameTaken."""
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise Invalid("A %(what)s needs a %(field)s.", field, values={"what": what, "field": field})
    if len(name) > longest:
        raise Invalid(
            "The %(field)s of a %(what)s has at most %(most)s characters.",
            field,
            values={"field": field, "what": what, "most": longest},
        )
    other = next((one for one in taken if one.casefold() == name.casefold()), None)
    if other is not None:
        raise NameTaken(TAKEN, field, values={"what": what, "name": other})
    return name
