"""Tests how much memory the embedded PostgreSQL is given."""

from pathlib import Path

import pytest

from bellhop.embedded.memory import shared_buffers


@pytest.mark.parametrize(
    ("limit", "given"), [(4 * 2**30, "512MB"), (512 * 2**20, "128MB"), (100 * 2**40, None), ("max", None)]
)
def test_a_server_takes_an_eighth_of_its_container_and_never_more_than_a_gigabyte(
    limit: int | str, given: str | None, tmp_path: Path
) -> None:
    """Without a limit, or with one beyond the machine, by the machine's own memory."""
    file = tmp_path / "memory.max"
    file.write_text(f"{limit}\n")

    found = shared_buffers(limit=file)

    assert found == (given or shared_buffers(limit=tmp_path / "none"))
    assert 128 <= int(found.removesuffix("MB")) <= 1024
