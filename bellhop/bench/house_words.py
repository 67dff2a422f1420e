"""What guests and members write in the bench's hotels, with the words as the search keeps them."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.search_words import Weight, vector

THINGS = (
    *(
        "towels",
        "pillows",
        "blanket",
        "shower",
        "television",
        "remote control",
        "window",
        "curtain",
        "safe",
        "minibar",
    ),
    *(
        "heating",
        "air conditioning",
        "wardrobe",
        "bath tub",
        "sink",
        "lamp",
        "telephone",
        "balcony",
        "key card",
    ),
    *(
        "crib",
        "taxi",
        "parking",
        "breakfast",
        "invoice",
        "luggage",
        "spa",
        "gym",
        "laundry",
        "iron",
        "kettle",
    ),
)
TROUBLES = (
    "missing",
    "broken",
    "too loud",
    "please bring",
    "question about",
    "does not work",
    "again",
    "thank you for",
)
SENTENCES = (
    "Hello, could somebody look at it before we come back this evening?",
    "We arrive tomorrow around four in the afternoon with two children.",
    "Is it possible to keep the room until two on Sunday?",
    "Thank you very much, everything else is wonderful.",
    "It has been like this since yesterday and we could not sleep.",
    "Please send the invoice of our stay in May once more to this address.",
    "Could you recommend a restaurant nearby that is open on Mondays?",
    "Guten Tag, könnten Sie uns bitte noch zwei Handtücher bringen?",
    "Das Zimmer ist schön, aber die Klimaanlage tropft auf das Bett.",
    "Bonjour, nous avons oublié un parapluie bleu dans l'armoire.",
    "La televisión no se enciende, creo que las pilas están gastadas.",
    "Buongiorno, il lavandino perde acqua da questa mattina.",
    "紅茶とバスタオルを二枚お願いします。",
    "请给我们多两条毛巾和一瓶水，谢谢。",
    "The gentleman in the next room plays the trombone after midnight.",
    "My wife is allergic to feathers and needs another duvet.",
    "We leave for the airport at half past five, is there a taxi?",
    "I paid with my card at the bar and was charged twice.",
    "Somebody parked in front of the gate and we cannot get out.",
    "The key card stopped working for the third time today.",
)
ANSWERS = (
    "Dear guest, we are on our way and will be with you in a few minutes.",
    "Thank you for telling us; a colleague of maintenance looks at it now.",
    "Of course, we have noted it and look forward to welcoming you.",
    "The invoice is attached. Have a pleasant journey home.",
)
FIRST = (
    "Mia",
    "Jonas",
    "Chiara",
    "Oliver",
    "Anneke",
    "Tomás",
    "Yuki",
    "Lea",
    "Noah",
    "Zoé",
    "Ivan",
    "Mei",
    "Olu",
    "Søren",
)
LAST = (
    *(
        "Sand",
        "Albrecht",
        "Moretti",
        "Grant",
        "de Vries",
        "Ibarra",
        "Tanaka",
        "Brunner",
        "Novák",
        "Okafor",
        "Lind",
    ),
    *("Castro", "Dubois", "Petrov", "Wang", "Kowalski", "Fischer", "Rossi", "Janssen", "O'Brien"),
)
RARE = 5_000  # words that few tickets have: wish0 … wish4999


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text and its words."""

    kind: str
    number: int
    text: str
    words: str


def phrases() -> list[Phrase]:
    subjects = [f"{thing.capitalize()}: {trouble}" for thing in THINGS for trouble in TROUBLES]
    guests = [f"{first} {last}" for first in FIRST for last in LAST]
    kinds = {
        "subject": (subjects, Weight.NAMES),
        "guest": (guests, Weight.NAMES),
        "said": (list(SENTENCES), Weight.SPOKEN),
        "answer": (list(ANSWERS), Weight.SPOKEN),
    }
    return [
        Phrase(kind, number, text, vector([(text, weight)]))
        for kind, (texts, weight) in kinds.items()
        for number, text in enumerate(texts)
    ]
