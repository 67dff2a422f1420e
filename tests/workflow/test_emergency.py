"""Which words of a guest tell of an emergency, and which only sound like it."""

import time

import pytest

from workflow.emergency import find_emergency
from workflow.emergency_phrases import EMERGENCIES

HITS = (
    "There is a FIRE in room 12!",
    "*fire* please come",
    "Fire!",
    "The bin is on fire",
    "We need a doctor, my husband has chest pains",
    "I am locked out of my room",
    "we locked ourselves out on the balcony",
    "Stuck in the elevator between 2 and 3",
    "Someone fainted in the corridor. Call an ambulance.",
    "Water is pouring out of the wall",
    "It smells like gas in the kitchen",
    "My son can’t breathe",
    "Hilfe, es brennt im dritten Stock",
    "Bitte einen Arzt, schnell",
    "Wir haben uns ausgesperrt",
    "Wir stecken im Aufzug fest",
    "Il y a un incendie dans la chambre",
    "Nous avons besoin d'un médecin",
    "Je suis enfermée dehors",
    "nous sommes bloqués dans l’ascenseur",
    "Hay un incendio en el pasillo",
    "necesitamos un medico ya",
    "Estoy encerrada en el baño",
    "C'è un incendio nella stanza",
    "Siamo rimasti chiusi fuori",
    "Serve un medico subito",
    "Er is brand in de gang",
    "We zijn buitengesloten",
    "Há um incêndio no quarto",
    "Precisamos de um médico",
    "fiquei trancado fora do quarto",
    "Pożar w pokoju 12!",
    "Potrzebujemy lekarza",
    "Det brinner i rummet",
    "Vi är utelåsta",
    "Det brænder på gangen",
    "Vi er låst ude",
    "Det brenner i gangen",
    "Vi trenger en lege",
    "Huoneessa on tulipalo",
    "Tarvitsemme lääkärin",
    "Hoří v kuchyni!",
    "Potřebujeme lékaře",
    "В номере пожар!",
    "Нужен врач, срочно",
    "застряли в лифте",
    "部屋で火事です",
    "鍵を部屋に忘れて閉め出されました",
    "房间着火了",
    "请叫救护车",
    "我们被困在电梯里",
)
MISSES = (
    "Does the suite have a fireplace?",
    "Is there a fire place in the lobby? We love a log fire.",
    "Is the Fire TV stick included?",
    "We enjoyed the fire pit and the fireworks.",
    "When is the fire drill tomorrow?",
    "In case of fire, which exit do we take?",
    "Where is the emergency exit? It is not an emergency.",
    "Please send me the doctor's invoice.",
    "I have a doctor appointment on Monday and need a late check-out.",
    "I am a doctor and come for the congress.",
    "My emergency contact is Tom.",
    "I need a police report for my insurance; where is the police station?",
    "Can we lock our luggage away after check-out?",
    "My passport is locked in the safe.",
    "Which rate is locked in?",
    "Ist das Frühstück eingeschlossen?",
    "Das Licht brennt die ganze Nacht.",
    "Nur im Notfall anrufen, es ist kein Notfall.",
    "Wir fahren über den Brenner.",
    "Ich lege das Geld auf den Tisch.",
    "Ich bin Arzt und brauche eine Rechnung.",
    "Vi er fire personer i tre netter.",
    "Vi bliver fire nætter.",
    "Do you have a brand in Europe? The room was brand new.",
    "Quelle est la police d'assurance ?",
    "Y a-t-il des feux d'artifice ce soir ?",
    "J'ai rendez-vous chez le médecin lundi.",
    "¿Dónde está la salida de emergencia?",
    "Necesito el certificado médico.",
    "Gentile dottore, vorrei una camera.",
    "Dov'è l'uscita di emergenza?",
    "Onde fica a saída de emergência?",
    "Gibt es einen Kamin mit Feuerholz?",
    "Светильник у кровати: горит лампочка.",
    "歯医者の予約があります",
    "火災報知器の点検はいつですか",
    "急救箱在哪里？",
    "",
)


@pytest.mark.parametrize("text", HITS)
def test_what_is_one(text: str) -> None:
    """R-TKT-12."""
    assert find_emergency(text)


@pytest.mark.parametrize("text", MISSES)
def test_what_is_none(text: str) -> None:
    """R-TKT-12."""
    assert find_emergency(text) is None


def test_the_hotels_own_words_count_with_any_ending_where_it_says_so() -> None:
    """R-TKT-12: hotel-set words."""
    own = ("pool alarm", "avalanch*", "蛇")
    assert find_emergency("The Pool  alarm sounds", own=own) == "pool alarm"
    assert find_emergency("two avalanches", own=own) == "avalanch*"
    assert find_emergency("部屋に蛇がいます", own=own) == "蛇"
    assert find_emergency("the pool was alarming", own=own) is None


def test_the_hotel_may_say_what_never_is_one() -> None:
    """R-TKT-12."""
    text = "We have a table at Fire & Ice tonight"
    assert find_emergency(text) == "fire"
    assert find_emergency(text, harmless=("fire ice",)) is None


def test_a_phrase_does_not_run_over_the_end_of_a_sentence() -> None:
    assert find_emergency("The door is locked. Out of towels too.") is None


def test_each_language_of_the_desk_has_its_words() -> None:
    languages = "en de fr es it nl pt pl sv da no fi cs ru ja zh"
    assert set(EMERGENCIES) == set(languages.split())
    for language, phrases in EMERGENCIES.items():
        assert len(set(phrases)) >= 25, language
        for phrase in phrases:
            example = phrase.replace(" … ", " ").replace("*", "")
            assert find_emergency(f"x {example} x"), f"{language}: {phrase}"


def test_a_long_text_is_read_quickly() -> None:
    """P2: the words of a mail are looked at once, however many phrases there are."""
    text = "We would like to keep the room until the afternoon, if that is possible at all. " * 250
    find_emergency(text)
    began = time.process_time()
    assert find_emergency(text) is None
    assert time.process_time() - began < 0.25
