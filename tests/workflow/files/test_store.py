"""Every place keeps files alike (R-API-1): one suite for the folder and for a real S3-compatible server."""

import hashlib
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from workflow import clock
from workflow.errors import FilesUnavailable, NotFound, SettingsError
from workflow.files import FileStore, thumbnail_name

PDF = b"%PDF-1.4 the bill"
SHA256 = hashlib.sha256(PDF).hexdigest()


def test_bytes_come_back_as_they_were_put(files: FileStore) -> None:
    """R-API-1"""
    content = bytes(range(256)) * 5000
    assert files.get(1, files.put(1, content)) == content
    assert files.get(1, files.put(1, b"")) == b""


def test_the_largest_mail_comes_back_too(files: FileStore) -> None:
    """R-MAIL-7: 35 MB, as the door takes them."""
    content = bytes(range(256)) * (35 * 4096)
    assert files.get(1, files.put(1, content)) == content


def test_putting_twice_is_the_same_as_once(files: FileStore) -> None:
    assert files.put(1, PDF) == files.put(1, PDF) == SHA256
    assert files.exists(1, SHA256)


def test_hotels_do_not_share_files(files: FileStore) -> None:
    files.put(1, PDF)
    assert not files.exists(2, SHA256)
    with pytest.raises(NotFound):
        files.get(2, SHA256)


def test_what_was_deleted_is_gone_with_its_thumbnail_and_may_be_deleted_again(files: FileStore) -> None:
    files.put(1, PDF)
    files.put_beside(1, thumbnail_name(SHA256), b"small")
    assert files.get(1, thumbnail_name(SHA256)) == b"small"
    files.delete(1, SHA256)
    files.delete(1, SHA256)
    assert not files.exists(1, SHA256)
    assert not files.exists(1, thumbnail_name(SHA256))


def test_an_arrival_lies_apart_and_only_the_size_that_was_announced_is_read(files: FileStore) -> None:
    files.put_arrival(1, 7, PDF)
    assert files.arrived(1, 7, size=len(PDF)) == PDF
    assert files.arrived(1, 7, size=5) is None
    assert files.arrived(2, 7, size=len(PDF)) is None
    files.forget_arrival(1, 7)
    assert files.arrived(1, 7, size=len(PDF)) is None


def test_the_doctor_writes_reads_and_deletes(files: FileStore) -> None:
    files.try_out()


def test_what_lies_in_a_bucket_is_lent_for_a_while_under_its_name(bucket_url: str) -> None:
    """R-API-1: what a browser gets by the address is saved, never shown."""
    files = FileStore(bucket_url)
    files.put(1, PDF)
    grant = files.grant_read(1, SHA256, filename="Rechnung für 12.html", now=clock.now(), seconds=60)
    assert grant is not None
    with urllib.request.urlopen(grant.url, timeout=10) as answer:
        assert answer.read() == PDF
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == (
            "attachment; filename*=UTF-8''Rechnung%20f%C3%BCr%2012.html"
        )


def test_a_bucket_takes_an_upload_by_its_address(bucket_url: str) -> None:
    """R-API-1"""
    files = FileStore(bucket_url)
    grant = files.grant_arrival(1, 9, sha256=SHA256, size=len(PDF), now=clock.now(), seconds=60)
    assert grant is not None
    request = urllib.request.Request(grant.url, PDF, dict(grant.headers), method=grant.method)
    urllib.request.urlopen(request, timeout=10).close()
    assert files.arrived(1, 9, size=len(PDF)) == PDF


def test_a_folder_gives_no_addresses(tmp_path: Path) -> None:
    files = FileStore(f"file://{tmp_path}")
    assert files.grant_read(1, SHA256, filename="x", now=clock.now(), seconds=60) is None
    assert files.grant_arrival(1, 1, sha256=SHA256, size=1, now=clock.now(), seconds=60) is None


def test_a_place_that_fails_is_unavailable_for_the_time_being(s3: str, tmp_path: Path) -> None:
    """R-API-1: our fault, so temporary to whoever asks."""
    taken = tmp_path / "taken"
    taken.write_text("a file where a folder should be")
    for url in (f"file://{taken}/files", f"s3://a:b@no-such-bucket-here?endpoint={s3}"):
        files = FileStore(url)
        with pytest.raises(FilesUnavailable) as caught:
            files.put(1, PDF)
        assert "a:b" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["http://x", "s3://", "s3://b?endpoint=ftp://x", "s3://key@b", "s3://b?colour=red", "s3://b?style=odd"],
)
def test_an_address_that_makes_no_sense_is_refused_at_start(url: str) -> None:
    with pytest.raises(SettingsError):
        FileStore(url)
