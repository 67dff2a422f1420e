"""Names that stand once in a hotel: departments, categories, rooms. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.errors import Invalid, NameTaken

TAKEN = "There is a %(what)s %(name)s already."


def checked_name(name: str, taken: Iterable[str], *, what: str, longest: int, field: str = "name") -> str:
    """One line, and nobody else's however it is written. Raises Invalid, NameTaken."""
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise Invalid(f"A {what} needs a {field}.", field)
    if len(name) > longest:
        raise Invalid(f"The {field} of a {what} has at most {longest} characters.", field)
    other = next((one for one in taken if one.casefold() == name.casefold()), None)
    if other is not None:
        raise NameTaken(TAKEN, field, values={"what": what, "name": other})
    return name
