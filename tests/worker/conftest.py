"""A file store of one's own."""

from pathlib import Path

import pytest

from workflow.files import FileStore


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(f"file://{tmp_path / 'files'}")
