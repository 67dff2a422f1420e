"""One Twilio account: its messages, its media, its templates, and the 24-hour windows of its WhatsApp numbers.

Shapes are those of Twilio's OpenAPI (api.v2010.account.message, .message.media, content.v1.content).
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime

from bellhop.fakes.twilio.faults import MESSAGES
from workflow import clock

WINDOW = timedelta(hours=24)
MAX_BODY = 1600
API = "/2010-04-01/Accounts"
FINAL = ("read", "failed", "undelivered")


@dataclass
class Medium:
    """A file of a message; `error` makes its host answer with that status instead."""

    content_type: str
    content: bytes
    error: int = 0
    sid: str = field(default_factory=lambda: f"ME{secrets.token_hex(16)}")


@dataclass
class Record:
    """A message as the account keeps it."""

    sid: str
    direction: str
    sender: str
    to: str
    body: str
    at: datetime
    status: str
    media: list[Medium] = field(default_factory=list)
    content_sid: str = ""
    content_variables: str = ""
    messaging_service_sid: str | None = None
    status_callback: str = ""
    error_code: int | None = None

    @property
    def is_inbound(self) -> bool:
        return self.direction == "inbound"


@dataclass
class Template:
    """A content template; `status` is what WhatsApp said to it."""

    friendly_name: str
    body: str
    language: str = "en"
    status: str = "approved"
    variables: dict[str, str] = field(default_factory=dict)
    sid: str = field(default_factory=lambda: f"HX{secrets.token_hex(16)}")
    at: datetime = field(default_factory=clock.now)


class Account:
    """Not safe for threads: the server holds one lock around it."""

    def __init__(self) -> None:
        self.sid = f"AC{secrets.token_hex(16)}"
        self.token = secrets.token_hex(16)
        self.records: dict[str, Record] = {}
        self.templates: dict[str, Template] = {}
        self.unsubscribed: set[str] = set()

    def receive(
        self, *, sender: str, to: str, body: str, media: list[Medium], service_sid: str | None = None
    ) -> Record:
        """A guest's message arrives at Twilio."""
        record = Record(
            sid=f"{'MM' if media else 'SM'}{secrets.token_hex(16)}",
            direction="inbound",
            sender=sender,
            to=to,
            body=body,
            at=clock.now(),
            status="received",
            media=media,
            messaging_service_sid=service_sid,
        )
        self.records[record.sid] = record
        return record

    def create(self, form: Mapping[str, list[str]]) -> Record | int:
        """A message that the desk asks for, or the code of the refusal."""

        def one(name: str) -> str:
            return form.get(name, [""])[0]

        sender, to, service_sid = one("From"), one("To"), one("MessagingServiceSid")
        refusal = self._refusal(form, sender=sender or service_sid, to=to)
        if refusal:
            return refusal
        urls = form.get("MediaUrl", [])
        record = Record(
            sid=f"{'MM' if urls else 'SM'}{secrets.token_hex(16)}",
            direction="outbound-api",
            sender=sender,
            to=to,
            body=self._body(one("ContentSid")) or one("Body"),
            at=clock.now(),
            status="queued",
            content_sid=one("ContentSid"),
            content_variables=one("ContentVariables"),
            messaging_service_sid=service_sid or None,
            status_callback=one("StatusCallback"),
        )
        self.records[record.sid] = record
        return record

    def _refusal(self, form: Mapping[str, list[str]], *, sender: str, to: str) -> int:
        body, content_sid = form.get("Body", [""])[0], form.get("ContentSid", [""])[0]
        if not sender:
            return 21603
        if not to.removeprefix("whatsapp:").startswith("+"):
            return 21211
        if sender.startswith("whatsapp:") is not to.startswith("whatsapp:") and not sender.startswith("MG"):
            return 21910
        if to in self.unsubscribed:
            return 21610
        if content_sid:
            return 0 if content_sid in self.templates else 21655
        if not body and not form.get("MediaUrl"):
            return 21602
        return 21617 if len(body) > MAX_BODY else 0

    def _body(self, content_sid: str) -> str:
        return self.templates[content_sid].body if content_sid else ""

    def fate(self, record: Record) -> int:
        """The code with which WhatsApp will fail the message, 0 when it will be delivered."""
        if record.content_sid:
            return 0 if self.templates[record.content_sid].status == "approved" else 63016
        return 0 if self.window_is_open(record) else 63016

    def window_is_open(self, record: Record) -> bool:
        """Whether the guest wrote within 24 hours before the message."""
        return any(
            each.is_inbound
            and each.sender == record.to
            and (not record.sender or each.to == record.sender)
            and record.at - WINDOW < each.at <= record.at
            for each in self.records.values()
        )

    def message_json(self, record: Record) -> dict[str, object]:
        uri = f"{API}/{self.sid}/Messages/{record.sid}"
        moment = format_datetime(record.at)
        return {
            "account_sid": self.sid,
            "api_version": "2010-04-01",
            "body": record.body,
            "date_created": moment,
            "date_sent": moment if record.status not in ("queued", "accepted") else None,
            "date_updated": moment,
            "direction": record.direction,
            "error_code": record.error_code,
            "error_message": MESSAGES[record.error_code] if record.error_code else None,
            "from": record.sender or None,
            "messaging_service_sid": record.messaging_service_sid,
            "num_media": str(len(record.media)),
            "num_segments": "1",
            "price": None,
            "price_unit": None,
            "sid": record.sid,
            "status": record.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": record.to,
            "uri": f"{uri}.json",
        }

    def media_json(self, record: Record, medium: Medium) -> dict[str, object]:
        moment = format_datetime(record.at)
        return {
            "account_sid": self.sid,
            "content_type": medium.content_type,
            "date_created": moment,
            "date_updated": moment,
            "parent_sid": record.sid,
            "sid": medium.sid,
            "uri": f"{API}/{self.sid}/Messages/{record.sid}/Media/{medium.sid}.json",
        }

    def content_json(self, template: Template) -> dict[str, object]:
        base = f"https://content.twilio.com/v1/Content/{template.sid}"
        moment = template.at.strftime("%Y-%m-%dT%H:%M:%SZ")
        return {
            "sid": template.sid,
            "account_sid": self.sid,
            "friendly_name": template.friendly_name,
            "language": template.language,
            "variables": template.variables,
            "types": {"twilio/text": {"body": template.body}},
            "url": base,
            "links": {
                "approval_create": f"{base}/ApprovalRequests/whatsapp",
                "approval_fetch": f"{base}/ApprovalRequests",
            },
            "date_created": moment,
            "date_updated": moment,
        }

    def approval_json(self, template: Template) -> dict[str, object]:
        return {
            "sid": template.sid,
            "account_sid": self.sid,
            "url": f"https://content.twilio.com/v1/Content/{template.sid}/ApprovalRequests",
            "whatsapp": self.whatsapp_approval(template),
        }

    def whatsapp_approval(self, template: Template) -> dict[str, object]:
        return {
            "type": "whatsapp",
            "name": template.friendly_name,
            "category": "UTILITY",
            "content_type": "twilio/text",
            "status": template.status,
            "rejection_reason": "",
            "allow_category_change": True,
        }


def page_token(record: Record) -> str:
    """Where the next page begins, as opaque as Twilio's own."""
    return f"PA{record.sid}{hashlib.sha256(record.sid.encode()).hexdigest()[:8]}"
