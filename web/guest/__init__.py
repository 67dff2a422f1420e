"""The guest's own pages: what a QR code opens, and the page behind it (R-QR-4 to R-QR-6)."""

from web.guest import page, refusals, scan, sign
from web.guest.blueprint import guest

__all__ = ["guest", "page", "refusals", "scan", "sign"]
