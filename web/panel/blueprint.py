"""The panel's blueprint: pages for people. Every form on it is checked for its token."""

from __future__ import annotations

from apiflask import APIBlueprint

from web import csrf

panel = APIBlueprint("panel", "web.panel", enable_openapi=False)
panel.before_request(csrf.check)
