"""Words of guests that look like a quote, a header, a signature, a bounce or an absence notice, and are none."""

from __future__ import annotations

# Each must be shown whole.
SHOWN_WHOLE = {
    "transfer": "Hello,\nplease book a transfer:\n\nFrom: Airport Zurich\nTo: Hotel Aurora\nDate: 3 May 2024\nTime: 14:30\nPersons: 2\n\nThank you",
    "stay dates": "Hi,\nwe would like a room.\n\nFrom: 12.05.2024\nTo: 15.05.2024\nRoom: double",
    "stay dates de": "Guten Tag,\nwir hätten gern ein Zimmer.\n\nVon: 12.05.2024\nBis: 15.05.2024\nPersonen: 2",
    "date list": "We could come on one of these days:\n\nDate: Wednesday 3 May 2024\nDate: Thursday 4 May 2024\n\nWhich one suits you?",
    "travel fr": "Bonjour,\nnotre trajet :\n\nDe : Genève\nÀ : Lausanne\nDate : 3 mai 2024\n\nMerci de confirmer.",
    "travel es": "Hola, el traslado:\n\nDe: Madrid\nA: Toledo\nFecha: 3 de mayo\n\nGracias por confirmar la reserva.",
    "he wrote": "Hello,\nyour colleague wrote: breakfast is included. Is that still true?",
    "on monday": "Hello,\nOn Monday we arrive at 10:15, my husband wrote you already. Please confirm.",
    "he wrote on": "Am Freitag um 10:15 schrieb mir Ihre Kollegin, dass das Zimmer frei ist. Stimmt das?",
    "on the": "On the other hand, we could come in May 2024.\nOn average we stay for 3 nights.\nOn a side note: is there parking?",
    "lone arrow": "The price should be\n> 100 EUR per night\nfor that room, or did I misread?",
    "comparison": "I need a room with\n>= 2 beds\nand a balcony.",
    "arrow list": "Look at this:\n\n--> one\n--> two\n\nWhich is yours?",
    "link arrows": "Visit us here\n>>> >>>  http://www.guest.example <<<\nand write back please",
    "dash list": "We need:\n-- a cot for the baby\n-- a parking space\n-- a quiet room\nCan you do that?",
    "dash rule": "Our plan\n----\nFriday: arrival\nSaturday: hiking\n----\nIs the pool open?",
    "underscores": "Name: ____________________\nRoom: ____________________\nPlease tell me where to sign.",
    "signed form": "Here is the form:\n\n________________________________\nName: Anna Miller\nRoom: 12\nNights: 3",
    "sent from desk": "Here is the list.\n\nSent from my desk, it is much easier than from my telephone.",
    "sent from office": "The parcel was sent from my office to the hotel, did you receive it?",
    "gesendet": "Das Paket habe ich gestern gesendet.\nIst es angekommen?",
    "outlook": "The outlook for the weekend is good.\nDo you have a room with a view?",
    "regards in sentence": "With regards to the invoice, there is a mistake.\nBest regards to your colleague at the desk, she was very kind. Can you correct the invoice?",
    "thanks first": "Thanks,\n\nbut we would rather have the room on the second floor, if it is possible to change it now.",
    "thanks in middle": "Thank you\n\nWe will arrive late, around 23:00, is somebody at the desk?",
    "thanks only": "Thanks!",
    "closing without name": "Das Zimmer ist sehr laut, bitte rufen Sie mich an.\n\nDanke",
    "date first": "3 May 2024: arrival\n6 May 2024: departure\nPlease confirm both.",
    "timestamps": "These are my flights:\n\n2024-05-03 14:30:25\n2024/05/06 14:30\n03.05.2024 10:15\n\nCan you pick us up?",
    "mail address": "My new address is anna@guest.example:\nplease use it from now on.",
    "address and colon": "Please send the invoice to billing@guest.example and tell me:\nis the tourist tax included?",
    "contact wanted": "Please call our driver, here are his details:\n\nPeter Novak\n+420 123 456 789\npeter@driver.example",
    "subject line": "Subject: room 12\nThe heating does not work.",
    "original message": "I did not get your original message.\nCould you send it once more?",
    "forwarded by hand": "I was told that you forwarded message and bill to my company. Is that so?",
    "code": "```\nfunction send() {\n  // Sent from my custom mailer\n  return { signature: 'x' };\n}\n```\nDoes your API accept this?",
    "signature wanted": "Where do I put my signature?\n\nAnna",
    "confidential": "Please treat my booking as confidential, it is a surprise for my wife. Nobody is intended to know.",
    "postscript": "We will come on Friday.\n\nP.S.: Is there a sauna?",
    "price table": "Room      Price\n---------------\nSingle    100\nDouble    150\n\nAre these prices correct?",
    "best": "Which of the rooms is\nBest\nfor a family of five? We would like to know soon.",
    "von bis": "Von: Zürich HB\nNach: Bern\nKönnen Sie uns abholen?",
    "ja colon": "お世話になります。\n宿泊日：2024年5月3日\n人数：2名\n部屋：和室\nよろしくお願いいたします。",
    "zh colon": "您好：\n入住日期：2024年5月3日\n人数：2\n请确认。",
    "quote of a review": 'A guest on your page says:\n"The pool is cold"\nIs it heated now?',
    "numbers": "> 5\n",
    "html like": "Is the temperature <20 or >25 degrees? Prices <b>100?",
    "blank": "Hi\n\n\n\nthere",
}

# Guests who tell of holidays, lost mail and machines: no automatic mail, no delivery report.
BY_PEOPLE = {
    "holiday": (
        "Room for our holiday",
        "We are on vacation until 5 May and would like to stay two more nights. Is the room free?",
    ),
    "out of office": (
        "Question",
        "My husband is out of the office until Monday, can you send the invoice to me instead?",
    ),
    "absent": (
        "Anreise",
        "Wir sind bis zum 5. Mai nicht zu Hause, bitte rufen Sie uns auf dem Handy an. Geht das?",
    ),
    "lost mail": (
        "My mail came back",
        "Hello, my mail to reservations@hotel.example could not be delivered. Is this the right address?",
    ),
    "undeliverable parcel": (
        "Parcel",
        "The postman says the parcel was undeliverable and returned to sender. Did you see it?",
    ),
    "failed delivery": (
        "Delivery failed?",
        "The flowers I ordered for room 12: delivery failed, they say. Can you help?",
    ),
    "forwarded report": (
        "Fwd: Undelivered Mail Returned to Sender",
        "Hello, I got this when I wrote to you:\n\nThis is the mail system at host x.\nI'm sorry to have to inform you that your message could not be delivered to\n<desk@hotel.example>",
    ),
    "automatic gearbox": (
        "Automatic car",
        "We would like to rent a car with automatic gearbox from the hotel garage. Do you have one?",
    ),
    "auto subject": (
        "Auto in der Garage",
        "Unser Auto steht noch in der Garage, können wir es bis Montag dort lassen?",
    ),
    "reply wanted": ("Please reply", "Please do reply to this soon, we have to book our flight."),
    "vacation es": ("Vacaciones", "Estamos de vacaciones en su hotel y la ducha no funciona. ¿Pueden venir?"),
    "delayed": ("Delayed", "Our train is delayed, we arrive at 23:00. Is somebody at the desk?"),
}
