"""The hotel's public form (R-QR-6): for who has no code. It tells nobody who stays here, and takes nothing as proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import token_urlsafe

from flask import Response, current_app, make_response, render_template, request

from web import sessions
from web.access import Access, needs
from web.errors import FILES_AWAY, problem_of
from web.guest.blueprint import guest
from web.guest.look import look_of
from web.guest.refusals import say
from web.languages import N_, gettext, language
from web.limits import Limits
from web.logos import logo_of
from web.uploads import has_files, sent_by_guest, takes_files_of
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import FilesUnavailable, Invalid, Throttled
from workflow.sealing import digest
from workflow.services import guest_tickets, log_in_tries, public_form, tickets, uploads, written_once
from workflow.services.public_form import Letter, PublicForm
from workflow.services.written_once import Attempt
from workflow.wake import wake_clock

SENT_AN_HOUR = 20  # from one address: the guests of a hotel's wireless network share one
MOST_FILES, MOST_BYTES = 5, 10 * uploads.MB
TRAP = "website"  # a field that no person sees: what fills it in is a program
FIELDS = {"name": 200, "email": 254, "phone": 40, "room": 20, "subject": 200, "body": guest_tickets.MAX_WORDS}
_A_PROGRAM = N_("This looks as if a program had filled in the form. If you are a person, send it once more.")
_TOO_MANY = "At most %(most)s files go with one message."
_TOO_MUCH = "The files are larger than %(most)s MB together."


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why the form comes back: a sentence for a field, or for all of it."""

    status: int = 200
    problems: dict[str, str] = field(default_factory=dict)
    problem: str = ""


@guest.get("/f/<hotel_code>")
@needs(Access.EVERYBODY)
def form_page(hotel_code: str) -> Response:
    """?room=12 fills in the room, for the sign that leads here. Raises NotFound."""
    return _page(public_form.find(hotel_code))


@guest.get("/f/<hotel_code>/logo")
@needs(Access.EVERYBODY)
def form_logo(hotel_code: str) -> Response:
    """Raises NotFound."""
    form = public_form.find(hotel_code)
    return logo_of(form.hotel.id, form.page)


@guest.post("/f/<hotel_code>")
@needs(Access.EVERYBODY)
@takes_files_of(MOST_BYTES)
def send_form(hotel_code: str) -> Response:
    """The number of the new ticket; of the same one when the form is sent again. Raises NotFound."""
    form = public_form.find(hotel_code)
    letter = _letter()
    refused = _refusal(letter)
    if refused is not None:
        return _page(form, refused)
    try:
        pid = _opened(form, letter)
    except Invalid as error:
        name = error.field if error.field in {*FIELDS, "files"} else ""
        named = {name: say(error)} if name else {}
        return _page(form, _Refused(422, named, "" if name else say(error)))
    except Throttled as error:
        return _page(form, _Refused(problem_of(error).status, problem=say(error)))
    except FilesUnavailable:
        return _page(form, _Refused(503, problem=gettext(FILES_AWAY)))
    wake_clock()
    look = look_of(form.hotel, form.page, logo_at=f"/f/{form.hotel.code}/logo")
    return make_response(
        render_template("form_sent.html", look=look, pid=pid, by_mail=bool(letter.email.strip()))
    )


def _refusal(letter: Letter) -> _Refused | None:
    if request.form.get(TRAP):
        return _Refused(422, problem=gettext(_A_PROGRAM))
    problems = {name: gettext(sentence) for name, sentence in letter.problems().items()}
    too_long = gettext("This is too long.")
    problems |= {name: too_long for name, most in FIELDS.items() if len(request.form.get(name, "")) > most}
    return _Refused(422, problems) if problems else None


def _opened(form: PublicForm, letter: Letter) -> str:
    """Files are kept first, with no transaction open; what is sent twice is opened once."""
    sent, now, hotel_id = sent_by_guest(), clock.now(), int(form.hotel.id)
    if len(sent) > MOST_FILES:
        raise Invalid(_TOO_MANY, "files", values={"most": str(MOST_FILES)})
    if sum(len(file.content) for file in sent) > MOST_BYTES:
        raise Invalid(_TOO_MUCH, "files", values={"most": str(MOST_BYTES // uploads.MB)})
    desk: Desk = current_app.config["DESK"]
    limits: Limits = current_app.config["LIMITS"]
    peer = log_in_tries.network(request.remote_addr or "")
    limits.check_hour("public-form", peer, an_hour=SENT_AN_HOUR)
    files = uploads.keep(sent, hotel_id=hotel_id, desk=desk, now=now)
    said = (*(request.form.get(name, "") for name in FIELDS), *(file.sha256 for file in files))
    nonce = request.form.get("nonce", "")[:100]
    visitor = digest(sessions.visitor_secret()).hex()
    attempt = Attempt(hotel_id, f"visitor {visitor}", " ".join((nonce, *said)), said)
    with hotel(hotel_id):
        if not written_once.claim(attempt, now=now):
            return str(written_once.earlier_answer(attempt)["pid"])
        ticket = public_form.open_ticket(form, letter, files=files, now=now)
        written_once.keep_answer(attempt, {"pid": ticket.pid})
    return str(ticket.pid)


def _letter() -> Letter:
    typed = {name: request.form.get(name, "").replace("\x00", "") for name in FIELDS}
    extra = {gettext("Phone"): typed["phone"], gettext("Room"): typed["room"]}
    lines = [f"{label}: {value.strip()}" for label, value in extra.items() if value.strip()]
    words = typed["body"].strip()
    return Letter(
        name=typed["name"],
        email=typed["email"],
        phone=typed["phone"],
        room=typed["room"],
        subject=typed["subject"],
        words=words,
        body="\n\n".join(filter(None, (words, "\n".join(lines))))[: tickets.MAX_BODY],
        language=language(),
    )


def _page(form: PublicForm, refused: _Refused | None = None) -> Response:
    refused = refused or _Refused()
    with hotel(form.hotel.id):
        limit = min(uploads.limit_of(form.hotel.id), MOST_BYTES)
    values = {name: request.form.get(name, "")[:most] for name, most in FIELDS.items()}
    values["room"] = values["room"] or request.args.get("room", "")[: FIELDS["room"]]
    page = render_template(
        "form.html",
        look=look_of(form.hotel, form.page, logo_at=f"/f/{form.hotel.code}/logo"),
        code=form.hotel.code,
        values=values,
        longest=FIELDS,
        problems=refused.problems,
        problem=refused.problem,
        had_files=request.method == "POST" and has_files(),
        trap=TRAP,
        nonce=request.form.get("nonce", "")[:100] or token_urlsafe(16),
        most_files=MOST_FILES,
        most_megabytes=limit // uploads.MB,
        most_together=MOST_BYTES,
    )
    return make_response(page, refused.status)
