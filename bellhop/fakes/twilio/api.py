"""The REST API of the fake: a request in, a status and a JSON value out. HTTP itself is server.py's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode

from bellhop.fakes.twilio.account import API, Account, Record, Template, page_token
from bellhop.fakes.twilio.faults import problem

Json = dict[str, object]
MAX_PAGE = 1000


@dataclass(frozen=True)
class Request:
    """`body` as it came: a form for messages, JSON for content."""

    method: str
    path: str
    query: str = ""
    body: str = ""
    is_authentic: bool = True

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body, keep_blank_values=True)


@dataclass(frozen=True)
class Reply:
    status: int
    value: Json = field(default_factory=dict)
    location: str = ""
    created: Record | None = None
    """The message that the request made."""


def answer(account: Account, request: Request, *, cdn: str) -> Reply:
    """What Twilio says. `cdn` is the base of the host that has the bytes of media."""
    if not request.is_authentic:
        return _refused(401, 20003)
    if request.path.startswith("/v1/Content"):
        return _content(account, request)
    root = f"{API}/{account.sid}/Messages"
    if request.path == f"{root}.json":
        return _create(account, request) if request.method == "POST" else Reply(200, _page(account, request))
    if not request.path.startswith(f"{root}/"):
        return _refused(404, 20404)
    sid, _, rest = request.path.removeprefix(f"{root}/").partition("/")
    record = account.records.get(sid.removesuffix(".json"))
    if record is None:
        return _refused(404, 20404)
    return _media(account, record, rest, cdn=cdn) if rest else Reply(200, account.message_json(record))


def _refused(status: int, code: int) -> Reply:
    return Reply(status, problem(status, code))


def _create(account: Account, request: Request) -> Reply:
    made = account.create(request.form)
    if isinstance(made, int):
        return _refused(400, made)
    return Reply(201, account.message_json(made), created=made)


def _page(account: Account, request: Request) -> Json:
    query = {name: values[0] for name, values in parse_qs(request.query).items()}
    size = min(int(query.get("PageSize", "50")), MAX_PAGE)
    page = int(query.get("Page", "0"))
    found = [record for record in _newest_first(account) if _matches(record, query)]
    start = 0
    if token := query.get("PageToken"):
        start = next((index for index, record in enumerate(found) if page_token(record) == token), len(found))
    shown = found[start : start + size]
    following = found[start + size : start + size + 1]
    filters = {name: query[name] for name in query if name not in ("Page", "PageToken", "PageSize")}
    path = f"{API}/{account.sid}/Messages.json"

    def uri(**paging: object) -> str:
        return f"{path}?{urlencode({**filters, 'PageSize': size, **paging})}"

    return {
        "end": start + len(shown) - 1,
        "first_page_uri": uri(Page=0),
        "next_page_uri": uri(Page=page + 1, PageToken=page_token(following[0])) if following else None,
        "page": page,
        "page_size": size,
        "previous_page_uri": uri(Page=page - 1) if page else None,
        "start": start,
        "uri": uri(Page=page),
        "messages": [account.message_json(record) for record in shown],
    }


def _newest_first(account: Account) -> list[Record]:
    return sorted(account.records.values(), key=lambda record: (record.at, record.sid), reverse=True)


def _matches(record: Record, query: Mapping[str, str]) -> bool:
    if query.get("To", record.to) != record.to or query.get("From", record.sender) != record.sender:
        return False
    if (after := query.get("DateSent>")) and record.at < _moment(after):
        return False
    if (before := query.get("DateSent<")) and record.at > _moment(before, end=True):
        return False
    on = query.get("DateSent")
    return not on or _moment(on) <= record.at <= _moment(on, end=True)


def _moment(text: str, *, end: bool = False) -> datetime:
    """A date means its first moment, or its last one."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment + timedelta(days=1) if end and len(text) == len("2026-11-20") else moment


def _media(account: Account, record: Record, rest: str, *, cdn: str) -> Reply:
    if rest == "Media.json":
        items = [account.media_json(record, medium) for medium in record.media]
        uri = f"{API}/{account.sid}/Messages/{record.sid}/Media.json?PageSize=50&Page=0"
        paging: Json = {"first_page_uri": uri, "next_page_uri": None, "previous_page_uri": None, "uri": uri}
        return Reply(
            200,
            {"start": 0, "end": len(items) - 1, "page": 0, "page_size": 50, **paging, "media_list": items},
        )
    sid = rest.removeprefix("Media/")
    for medium in record.media:
        if sid == f"{medium.sid}.json":
            return Reply(200, account.media_json(record, medium))
        if sid == medium.sid:
            return Reply(307, location=f"{cdn}/{account.sid}/{medium.sid}")
    return _refused(404, 20404)


def _content(account: Account, request: Request) -> Reply:
    if request.path in ("/v1/Content", "/v1/ContentAndApprovals"):
        if request.method == "POST":
            return Reply(201, account.content_json(_new_template(account, json.loads(request.body))))
        return Reply(200, _contents(account, with_approvals=request.path.endswith("Approvals")))
    sid, _, rest = request.path.removeprefix("/v1/Content/").partition("/")
    template = account.templates.get(sid)
    if template is None:
        return _refused(404, 20404)
    if rest == "ApprovalRequests":
        return Reply(200, account.approval_json(template))
    if rest == "ApprovalRequests/whatsapp":
        template.status = "received"
        return Reply(201, account.whatsapp_approval(template))
    return Reply(200, account.content_json(template))


def _new_template(account: Account, asked: Mapping[str, Any]) -> Template:
    template = Template(
        friendly_name=asked.get("friendly_name", ""),
        body=next(iter(asked["types"].values()))["body"],
        language=asked["language"],
        status="unsubmitted",
        variables=asked.get("variables") or {},
    )
    account.templates[template.sid] = template
    return template


def _contents(account: Account, *, with_approvals: bool) -> Json:
    path = "https://content.twilio.com/v1/" + ("ContentAndApprovals" if with_approvals else "Content")
    url = f"{path}?PageSize=50&Page=0"
    contents = []
    for template in account.templates.values():
        content = account.content_json(template)
        if with_approvals:
            content["approval_requests"] = account.whatsapp_approval(template)
            del content["links"], content["url"]
        contents.append(content)
    meta: Json = {
        "key": "contents",
        "page": 0,
        "page_size": 50,
        "url": url,
        "first_page_url": url,
        "previous_page_url": None,
        "next_page_url": None,
    }
    return {"meta": meta, "contents": contents}
