"""The one error of the roof: starting, or going on, is impossible and a person has to do something."""

from workflow.errors import BellhopError


class CannotRun(BellhopError):
    """Its text is a plain sentence for the operator, saying what to do; it is printed without a traceback."""
