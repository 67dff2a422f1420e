"""All routes of the guests' pages, put together for `create_app`."""

from web.guest import files, form, language, look, page, scan, sending, sign
from web.guest.blueprint import guest

__all__ = ["files", "form", "guest", "language", "look", "page", "scan", "sending", "sign"]
