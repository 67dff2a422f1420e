"""A morning at Hotel Aurora: tickets of every kind, for looking at the panel with one's own eyes."""

import io
from dataclasses import dataclass
from datetime import timedelta

from PIL import Image

from tests.builders import (
    Colleague,
    make_answer,
    make_guest,
    make_guest_message,
    make_member,
    make_room,
    make_stay,
    make_ticket,
)
from workflow import clock
from workflow.database import hotel
from workflow.files import FileStore
from workflow.models import Attachment, Channel, Effect, Hotel, Inbox, InboxChunk, Message, Ticket
from workflow.services import delivery, sla_policies, tickets
from workflow.services.sla_policies import PolicyDraft
from workflow.settings import Settings
from workflow.values import DeliveryState, Priority, Role, State

WISHES = (
    (
        "Mia Sand",
        "12",
        "No towels",
        "Hello, room 12 has no towels. Could somebody bring two, please?",
        Priority.HIGH,
        4,
    ),
    (
        "Jonas Albrecht",
        "7",
        "Late check-out on Sunday",
        "Is it possible to keep the room until 2 pm on Sunday?",
        Priority.MEDIUM,
        19,
    ),
    (
        "Chiara Moretti",
        "31",
        "TV remote does not work",
        "La TV non si accende, credo che le pile siano scariche.",
        Priority.LOW,
        42,
    ),
    (
        "Oliver Grant",
        "",
        "Invoice copy for May",
        "Dear team, could you send me the invoice of our stay in May once more?",
        Priority.MEDIUM,
        75,
    ),
    (
        "Anneke de Vries",
        "22",
        "Crib for the baby",
        "We arrive tomorrow around 16:00 with a baby, may we have a crib?",
        Priority.MEDIUM,
        130,
    ),
    (
        "Tomás Ibarra",
        "18",
        "Air conditioning drips on the bed",
        "El aire acondicionado gotea sobre la cama.",
        Priority.URGENT,
        2,
    ),
    (
        "Yuki Tanaka",
        "5",
        "Breakfast before six",
        "We leave for the airport at 5:30. Is there any breakfast before that?",
        Priority.MEDIUM,
        190,
    ),
    (
        "Lea Brunner",
        "9",
        "Parking for two cars",
        "We come with two cars, is there space in the garage?",
        Priority.LOW,
        300,
    ),
)


@dataclass(frozen=True)
class FullHouse:
    ana: Colleague
    jon: Colleague
    vera: Colleague
    towels: Ticket


def fill(at: Hotel, channel: Channel, ana: Colleague, settings: Settings) -> FullHouse:
    jon = make_member(at, Role.STAFF, email="jon@aurora.example", name="Jon")
    vera = make_member(at, Role.MANAGER, email="vera@aurora.example", name="Vera")
    with hotel(at.id):
        promise = PolicyDraft(
            "Standard", accepted_minutes=15, first_response_minutes=60, resolution_minutes=240
        )
        sla_policies.create(at.id, promise, actor=ana.actor, now=clock.now())
    opened = [_wish(at, channel, *wish) for wish in WISHES]
    towels = opened[0]
    with hotel(at.id):
        tickets.assign(tickets.lock(towels.id), ana.staff_id, actor=ana.actor, now=clock.now())
    answer = make_answer(
        towels, "Dear Mia,\n\ntwo fresh towels are on their way to room 12.\n\nAna, reception", ana
    )
    last = make_guest_message(
        towels,
        "Thank you! One more thing: the light in the bathroom flickers. A photo is attached.",
        full_text="Thank you! One more thing: the light in the bathroom flickers. A photo is attached.\n\n"
        "On Friday the hotel wrote:\n> Dear Mia,\n>\n> two fresh towels are on their way to room 12.",
    )
    with hotel(at.id):
        Message.update(delivery_state=DeliveryState.SENT, delivery_at=clock.now()).where(
            Message.id == answer.id
        ).execute()
        _attach(at, towels, last, FileStore(settings.storage_url))
        tickets.note(
            tickets.lock(towels.id),
            "Told Jon on the phone; he looks at the light after 11.",
            actor=ana.actor,
            now=clock.now(),
            channel="panel",
        )
        tickets.move(tickets.lock(towels.id), State.IN_PROGRESS, actor=ana.actor, now=clock.now())
        tickets.assign(tickets.lock(opened[1].id), jon.staff_id, actor=ana.actor, now=clock.now())
        tickets.move(tickets.lock(opened[4].id), State.WAITING_GUEST, actor=ana.actor, now=clock.now())
    failed = make_answer(opened[7], "Yes, two places are kept for you.", ana)
    with hotel(at.id):
        delivery.answer_failed(failed, "550 5.1.1 no such mailbox here", now=clock.now())
        _stuck_mails(at, channel)
        Effect.update(state="done", finished_at=clock.now()).execute()
    _kept(at, towels, settings)
    return FullHouse(ana, jon, vera, towels)


def _wish(
    at: Hotel,
    channel: Channel,
    name: str,
    room: str,
    subject: str,
    words: str,
    priority: Priority,
    minutes: int,
) -> Ticket:
    first = name.split()[0].lower().replace("á", "a")
    guest = make_guest(at, name, email=f"{first}@guest.example")
    number = make_room(at, room) if room else None
    if number is not None:
        make_stay(at, guest, number)
    return make_ticket(
        at,
        subject,
        description=words,
        channel=channel,
        guest=guest,
        room=number,
        requester_address=f"{first}@guest.example",
        requester_name=name,
        priority=priority,
        now=clock.now() - timedelta(minutes=minutes),
    )


def _attach(at: Hotel, ticket: Ticket, to: Message, files: FileStore) -> None:
    drawn = io.BytesIO()
    Image.linear_gradient("L").resize((1200, 800)).convert("RGB").save(drawn, "JPEG")
    content = drawn.getvalue()
    Attachment.create(
        hotel_id=at.id,
        ticket_id=ticket.id,
        message_id=to.id,
        filename="bathroom light.jpg",
        content_type="image/jpeg",
        size=len(content),
        sha256=files.put(at.id, content),
        created_at=clock.now(),
    )


def _stuck_mails(at: Hotel, channel: Channel) -> None:
    for state, sender, subject, reason in (
        (
            "held",
            "jon@aurora.example",
            "Re: Late check-out on Sunday",
            "The sender's address is not confirmed: nothing was sent to the guest.",
        ),
        ("quarantined", "", "", "IndexError: a header ends in the middle"),
    ):
        mail = Inbox.create(
            hotel_id=at.id,
            channel_id=channel.id,
            door="smtp",
            received_at=clock.now(),
            envelope_from=sender or "bounce@provider.example",
            envelope_to=channel.address,
            size=57,
            state=state,
            reason=reason,
            sender=sender,
            subject=subject,
        )
        InboxChunk.create(
            hotel_id=at.id,
            inbox_id=mail.id,
            seq=0,
            data=b"From: <script>alert(1)</script>\r\nSubject: odd\r\n\r\nbody",
        )


def _kept(at: Hotel, ticket: Ticket, settings: Settings) -> None:
    folder = settings.home / "outbox" / str(at.id)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "towels.eml").write_bytes(
        b"From: Aurora Hotel <aurora@desk.localhost>\r\nTo: mia@guest.example\r\nSubject: Re: No towels [AUR]\r\n"
        b"Message-ID: <m1@desk.localhost>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        b"Dear Mia,\r\n\r\ntwo fresh towels are on their way to room 12.\r\n"
    )
    with hotel(at.id):
        Effect.create(
            hotel_id=at.id,
            kind="send_answer",
            state="done",
            look_at=clock.now(),
            ticket_id=ticket.id,
            created_at=clock.now(),
            finished_at=clock.now(),
            result={
                "to": "mia@guest.example",
                "subject": "No towels",
                "kind": "answer",
                "kept": f"outbox/{at.id}/towels.eml",
            },
        )
