"""Which ways to write a name may be one person's."""

import pytest

from workflow.guest_names import is_fuller, may_be_same


@pytest.mark.parametrize(
    "other",
    ["mia sand", "Sand, Mia", "M. Sand", "Mrs Mia Sand", "Mia Sand-Berg", "MÍA SAND", "Mia", "", "Sand"],
)
def test_these_may_be_mia(other: str) -> None:
    assert may_be_same("Mia Sand", other)
    assert may_be_same(other, "Mia Sand")


@pytest.mark.parametrize("other", ["Tom Sand", "Mia Berg", "T. Sand", "Mia Mia", "Sandra Mia"])
def test_these_are_somebody_else(other: str) -> None:
    assert not may_be_same("Mia Sand", other)


def test_a_name_says_more_or_less() -> None:
    assert is_fuller("Mia Sand", "M. Sand")
    assert is_fuller("Mia Sand-Berg", "Mia Sand")
    assert not is_fuller("Sand, Mia", "Mia Sand")
