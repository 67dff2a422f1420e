"""The hotel's WhatsApp numbers with how they go: the last message heard, what Twilio said when it was asked. No secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workflow.database import rows
from workflow.errors import NotFound
from workflow.services import number_checks
from workflow.services.number_checks import Known
from workflow.services.whatsapp_channels import PREFIX


@dataclass(frozen=True, slots=True)
class NumberLine:
    """has_account: false for the demo's, which takes whom it hears."""

    id: int
    number: str
    display_name: str
    enabled: bool
    account_sid: str
    service_sid: str
    templates: Mapping[str, str]
    prefers_mail: bool
    heard_at: datetime | None
    check: Known | None
    alarm_templates: Mapping[str, str]

    @property
    def has_account(self) -> bool:
        return bool(self.account_sid)


# inbox_of_channel serves the last message.
_NUMBERS = """
SELECT c.id, c.address, c.display_name, c.enabled, coalesce(c.settings ->> 'account_sid', ''),
  coalesce(c.settings ->> 'service_sid', ''), coalesce(c.settings -> 'templates', '{}'),
  coalesce(c.settings -> 'alarm_templates', '{}'),
  coalesce((c.settings ->> 'prefers_mail')::boolean, false),
  (SELECT i.received_at FROM inbox i WHERE i.channel_id = c.id ORDER BY i.id DESC LIMIT 1)
FROM channels c WHERE c.kind = 'whatsapp' AND c.hotel_id = %s ORDER BY c.address
"""


def of_hotel(hotel_id: int) -> tuple[NumberLine, ...]:
    """In the open transaction."""
    found = rows(_NUMBERS, (hotel_id,))
    checks = number_checks.newest([row[0] for row in found])
    return tuple(
        NumberLine(
            id,
            address.removeprefix(PREFIX),
            name,
            enabled,
            sid,
            service,
            templates,
            mail,
            heard,
            checks.get(id),
            alarms,
        )
        for id, address, name, enabled, sid, service, templates, alarms, mail, heard in found
    )


def one_of_hotel(hotel_id: int, channel_id: int) -> NumberLine:
    """Raises NotFound."""
    found = next((line for line in of_hotel(hotel_id) if line.id == channel_id), None)
    if found is None:
        raise NotFound("There is no such WhatsApp number.")
    return found
