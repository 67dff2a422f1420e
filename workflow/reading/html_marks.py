"""The control characters by which `html_text` tells `quotes` what the HTML knows; each stands on a line of its own."""

from __future__ import annotations

import re

QUOTE_OPEN, QUOTE_CLOSE = "\x02", "\x03"  # somebody else's words, surely
CUT_HERE = "\x04"  # from here on everything is quoted
SIGNATURE_OPEN, SIGNATURE_CLOSE = "\x05", "\x06"
MAYBE_OPEN, MAYBE_CLOSE = "\x0e", "\x0f"  # a block quote: whose words, the neighbours tell
WRAP_OPEN, WRAP_CLOSE = "\x10", "\x11"  # holds a quote, and perhaps answers between its parts
MARK_SIGNS = frozenset(
    (
        QUOTE_OPEN,
        QUOTE_CLOSE,
        CUT_HERE,
        SIGNATURE_OPEN,
        SIGNATURE_CLOSE,
        MAYBE_OPEN,
        MAYBE_CLOSE,
        WRAP_OPEN,
        WRAP_CLOSE,
    )
)
MARKS = re.compile("[\x02-\x06\x0e-\x11]")
MARKED_LINE = re.compile("[\x02-\x06\x0e-\x11]\n?")
