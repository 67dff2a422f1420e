"""Bytes that others made, handed out so that no browser runs them in our name."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response

from web.headers import POLICY_OF_FILES, POLICY_OF_FRAMES


def download(content: bytes, filename: str, *, content_type: str = "application/octet-stream") -> Response:
    """An attachment: saved, never shown (RFC 6266; the name as RFC 8187 wants it)."""
    response = Response(content, content_type=content_type)
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\;%' else "_" for c in filename)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain or 'file'}\"; filename*=UTF-8''{quote(filename or 'file', safe='')}"
    )
    response.headers["Content-Security-Policy"] = POLICY_OF_FILES
    return response


def typed(content: bytes, filename: str, *, content_type: str) -> Response:
    """A file as what it is, for a machine that fetches it; a browser saves it and runs nothing of it."""
    response = download(content, filename, content_type=content_type)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def picture(content: bytes, content_type: str) -> Response:
    """One that we have encoded ourselves: a page may show it. What it shows never changes."""
    response = Response(content, content_type=content_type)
    response.headers["Content-Security-Policy"] = POLICY_OF_FILES
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def plain_text(content: str) -> Response:
    """Shown as it is, letter by letter."""
    response = Response(content, content_type="text/plain; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY_OF_FILES
    return response


def framed(html: str) -> Response:
    """HTML that others wrote and web/html made harmless, for a frame of our own page that has no rights at all."""
    page = f'<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light">{html}'
    response = Response(page, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY_OF_FRAMES
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
