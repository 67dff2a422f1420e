"""The file store: bytes by hotel and SHA-256, in a folder or in a bucket of an S3-compatible service."""

from workflow.files.shelf import Grant, Shelf
from workflow.files.store import FileStore, thumbnail_name

__all__ = ["FileStore", "Grant", "Shelf", "thumbnail_name"]
