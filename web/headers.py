"""Headers every answer carries. The policy allows what this host serves itself and nothing inline."""

from __future__ import annotations

from flask import Response, current_app, request

from workflow.settings import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
POLICY_OF_FILES = "default-src 'none'; sandbox; frame-ancestors 'none'"
POLICY_OF_FRAMES = "default-src 'none'; sandbox; frame-ancestors 'self'"
"""Mail that our own page shows in a frame: it loads nothing, runs nothing, sends nothing."""
NO_POWERS = ", ".join(
    f"{power}=()"
    for power in ("camera", "microphone", "geolocation", "payment", "usb", "serial", "hid", "display-capture")
)
"""Permissions-Policy: no page of ours asks for any, so none that slips in may."""
_YEAR = 365 * 24 * 3600


def add(response: Response) -> Response:
    """After every request."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", NO_POWERS)
    settings: Settings = current_app.config["SETTINGS"]
    if settings.is_https and settings.hsts_seconds:
        headers.setdefault("Strict-Transport-Security", f"max-age={settings.hsts_seconds}")
    if request.endpoint == "static":
        keep = f"public, max-age={_YEAR}, immutable" if "v" in request.args else "public, max-age=60"
        headers["Cache-Control"] = keep
    else:
        headers.setdefault("Cache-Control", "no-store")
    return response
