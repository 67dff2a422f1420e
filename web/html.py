"""HTML that others wrote, made harmless: no script, no style, nothing loaded from elsewhere."""

from __future__ import annotations

import nh3

SCHEMES = {"http", "https", "mailto", "tel", "cid"}


def safe_html(html: str) -> str:
    """What may be shown. Pictures stay only where they came with the mail (cid:), so that no pixel calls home."""
    return nh3.clean(
        html,
        url_schemes=SCHEMES,
        attribute_filter=_only_own_pictures,
        link_rel="noopener noreferrer nofollow",
    )


def _only_own_pictures(tag: str, attribute: str, value: str) -> str | None:
    if tag in ("img", "source") and attribute in ("src", "srcset") and not value.lower().startswith("cid:"):
        return None
    return value
