"""Fetches a guest's file from where Twilio keeps it: with the account's name, over the desk's one way out (R-WA-3)."""

from __future__ import annotations

import base64
from urllib.parse import urlsplit, urlunsplit

from worker.egress import EgressClient, EgressRequest, EgressResponse
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import DeliveryFailed
from workflow.reasons import because
from workflow.services import media, stored_files
from workflow.services.media import Wanted
from workflow.services.outbox import Claim

TWILIO = "api.twilio.com"
CDN = frozenset({TWILIO, ".twiliocdn.com"})  # a name that begins with a dot: all below it
SECONDS = 12.0


class MediaFetcher:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._base = urlsplit(desk.settings.twilio_api_base)
        stands_in = (
            self._base.hostname != TWILIO
        )  # and may be on this machine; nobody else is asked for files
        self._egress = EgressClient(allow_private=desk.settings.egress_allow_private or stands_in)

    def fetch(self, claim: Claim) -> None:
        """Makes the file an attachment. Raises DeliveryFailed."""
        with hotel(claim.hotel_id):
            wanted = media.wanted(claim, desk=self._desk, now=clock.now())
        if wanted is None:
            return
        content = self._content(wanted)
        (sha256,) = stored_files.keep([content], hotel_id=claim.hotel_id, desk=self._desk, now=clock.now())
        with hotel(claim.hotel_id):
            media.store(claim, wanted, content, sha256=sha256, now=clock.now())

    def _content(self, wanted: Wanted) -> bytes:
        account = wanted.number.account
        proof = base64.b64encode(f"{account.user}:{account.token}".encode()).decode()
        response = self._egress.request(
            EgressRequest(
                "GET",
                self._url(wanted.url),
                headers={"Authorization": f"Basic {proof}"},
                redirect_hosts=CDN | self._hosts_of_base(),
                seconds=SECONDS,
                max_bytes=media.MAX_BYTES,
            )
        )
        _refuse(response)
        return response.body

    def _url(self, url: str) -> str:
        """Twilio's own address, or that of its stand-in: nobody else is shown the account's token."""
        parts = urlsplit(url)
        if parts.hostname == TWILIO:
            return urlunsplit(parts._replace(scheme=self._base.scheme, netloc=self._base.netloc))
        if (parts.scheme, parts.netloc) != (self._base.scheme, self._base.netloc):
            raise DeliveryFailed(because("The file lies on a host that is not Twilio's."), permanent=True)
        return url

    def _hosts_of_base(self) -> frozenset[str]:
        return frozenset({self._base.hostname}) if self._base.hostname else frozenset()


def _refuse(response: EgressResponse) -> None:
    """Raises DeliveryFailed for all but the whole file."""
    if response.is_truncated:
        raise DeliveryFailed(
            because("The file is larger than %(most)s MB.", most=media.MAX_BYTES // 1024 // 1024),
            permanent=True,
        )
    if response.status in (404, 410):
        raise DeliveryFailed(because("Twilio does not have this file any more."), permanent=True)
    if response.status in (401, 403):
        raise DeliveryFailed(
            because("Twilio does not give this file to the hotel's account."), permanent=True
        )
    if response.status != 200:
        raise DeliveryFailed(
            because("Twilio did not give the file (%(status)s).", status=response.status),
            permanent=400 <= response.status < 429,
        )
