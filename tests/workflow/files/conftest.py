"""The two places a file store can be: a folder, and a bucket of a real S3-compatible server."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.s3_server import make_bucket, s3_server
from workflow.files import FileStore


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    with s3_server() as address:
        yield address


@pytest.fixture
def bucket_url(s3: str) -> str:
    return make_bucket(s3, f"bellhop-{uuid.uuid4().hex[:12]}")


@pytest.fixture(params=["folder", "bucket"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "folder":
        return FileStore(f"file://{tmp_path}/files")
    return FileStore(request.getfixturevalue("bucket_url"))
