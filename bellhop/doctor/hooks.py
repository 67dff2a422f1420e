"""The door that Twilio calls: is it open here, and does its public address lead to it.

An unsigned call is made to a real number's route: only this door answers that with 403.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from bellhop.doctor.finding import Finding, fail, ok, warn
from workflow.services.whatsapp_channels import Number
from workflow.settings import Settings

CHECK = "webhooks"
SECONDS = 4.0  # for each of two calls
REFUSED = 403
TWILIO = "api.twilio.com"
_START = (
    "Start the desk (`bellhop up`), or its process `python -m ingest.whatsapp`, and look at HOOKS_LISTEN."
)
_PAGE = "docs/channels/whatsapp.md has the lines for nginx and Caddy."


def look(settings: Settings, numbers: Sequence[Number]) -> Iterator[Finding]:
    if not numbers:
        yield ok(CHECK, "No WhatsApp number is set up; nobody calls.")
        return
    path = f"/twilio/{numbers[0].channel_id}/message"
    answer = _asked(f"http://{_reachable(settings)}{path}")
    if answer != REFUSED:
        yield fail(CHECK, f"HOOKS_LISTEN={settings.hooks_listen} {_answered(answer)}.", _START)
        return
    yield ok(CHECK, f"The door answers at {settings.hooks_listen}, and refuses who is not Twilio.")
    if urlsplit(settings.twilio_api_base).hostname != TWILIO:
        yield from _stand_in(settings, numbers)
    else:
        yield _public(settings.hooks_public_url, path)
        if _is_here(urlsplit(settings.public_url).hostname or ""):
            says = f"BELLHOP_PUBLIC_URL={settings.public_url} is not an address that Twilio can call."
            remedy = (
                "Set it to the public address of the panel: Twilio fetches there what staff send as files."
            )
            yield warn("files out", says, remedy)


def _stand_in(settings: Settings, numbers: Sequence[Number]) -> Iterator[Finding]:
    real = [number.address for number in numbers if number.account.account_sid]
    says = f"TWILIO_API_BASE={settings.twilio_api_base} stands in for Twilio: no WhatsApp leaves this desk."
    if real:
        remedy = "Set HOOKS_PUBLIC_URL to the public address of this desk, take TWILIO_API_BASE away, and start it again."
        yield warn(CHECK, says, remedy)
    else:
        yield ok(CHECK, says)


def _public(url: str, path: str) -> Finding:
    parts = urlsplit(url)
    if parts.scheme != "https" or _is_here(parts.hostname or ""):
        says = f"HOOKS_PUBLIC_URL={url} is not an address that Twilio can call."
        return fail(CHECK, says, f"Set it to https:// and a name that leads to HOOKS_LISTEN. {_PAGE}")
    answer = _asked(f"{url}{path}")
    if answer == REFUSED:
        return ok(CHECK, f"{url} leads to it.")
    if answer == 0:
        remedy = f"Look at DNS, certificate and proxy; a network that does not let itself be called from inside is no fault. {_PAGE}"
        return warn(CHECK, f"{url} cannot be reached from this machine.", remedy)
    return fail(CHECK, f"{url} does not lead to this desk: it {_answered(answer)}.", _PAGE)


def _asked(url: str) -> int:
    """The status, 0 when nobody answered."""
    request = urllib.request.Request(url, data=b"", method="POST")
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except (OSError, ValueError):
        return 0


def _answered(status: int) -> str:
    return f"answers {status} instead of {REFUSED}" if status else "does not answer"


def _reachable(settings: Settings) -> str:
    """Where a door that listens everywhere is met from here."""
    listen = settings.hooks_listen
    return f"127.0.0.1:{listen.port}" if listen.host in ("0.0.0.0", "::") else str(listen)


def _is_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False
