"""What counts as a word, and what is asked for (R-TKT-8). Pure."""

import random
import time

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from workflow.search_words import MAX_TERMS, Weight, question, terms, vector


@pytest.fixture(scope="module")
def server(postgres_admin_url: str) -> Connection:
    connection = psycopg2.connect(postgres_admin_url)
    connection.autocommit = True
    return connection


def answers(server: Connection, text: str, asked: str) -> bool:
    with server.cursor() as cursor:
        cursor.execute(
            "SELECT %s::tsvector @@ %s::tsquery", (vector([(text, Weight.SPOKEN)]), question(asked))
        )
        return bool(cursor.fetchall()[0][0])


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Could we have two more towels?", "TOWELS two"),
        ("Could we have two more towels?", "tow"),
        ("Could we have two more towels?", '"two more towels"'),
        ("Could we have two more towels?", "“more towels”"),
        ("Die Straße vor dem Hôtel ist laut, Grüße Müller", "strasse hotel muller"),
        ("Grusse aus dem Zimmer", "Grüße"),
        ("Smørrebrød og øl til værelse 12", "smorrebrod vaerelse"),
        ("AUR-202611-00042-1", "aur-202611-00042-1"),
        ("AUR-202611-00042-1", "AUR-202611-000"),
        ("AUR-202611-00042-1", "00042"),
        ("write to mia@guest.example", "mia@guest.example"),
        ("write to mia@guest.example", "guest.exam"),
        ("紅茶とバスタオルを二枚お願いします", "バスタオル"),
        ("紅茶とバスタオルを二枚お願いします", "紅茶 二枚"),
        ("紅茶とバスタオルを二枚お願いします", "茶"),
        ("温泉の茶", "茶"),
        ("ﾊﾞｽﾀｵﾙ", "バスタオル"),
        ("请给我两条毛巾，谢谢", "毛巾"),
        ("수건 두 장 주세요", "수건"),
        ("ขอผ้าเช็ดตัวเพิ่ม", "ผ้าเช็ดตัว"),
        ("Мне нужны полотенца", "ПОЛОТЕНЦА"),
        ("ＡＢＣ１２３", "abc123"),
        ("मुझे तौलिया चाहिए", "तौलिया"),
    ],
)
def test_what_is_written_is_found(server: Connection, text: str, asked: str) -> None:
    """R-TKT-8: whatever case, accents, width and script."""
    assert answers(server, text, asked)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Could we have two more towels?", "more two tow"),
        ("Could we have two more towels?", "more two"),
        ("room 120", "12"),
        ("towel", "towels"),
        ("towels", '"towel"'),
        ("茶紅", "紅茶"),
        ("バス停でタオル", "バスタオル"),
        ("AUR-202611-00042-1", "AUR-202611-00043"),
    ],
)
def test_what_is_not_written_so_is_not_found(server: Connection, text: str, asked: str) -> None:
    quoted = f'"{asked}"' if asked.startswith("more two") else asked
    assert not answers(server, text, quoted)


@pytest.mark.parametrize("asked", ["", " ", "!!!", "\"'\\%_", '""', "🙂🙂", "\ud800"])
def test_what_has_no_letter_is_no_question(asked: str) -> None:
    assert question(asked) is None


def test_any_input_makes_a_vector_and_a_question_that_the_database_takes(server: Connection) -> None:
    """R-TKT-8: safe against any input."""
    seed = random.randrange(10**9)
    print("seed", seed)
    chance = random.Random(seed)
    letters = "ab12'\"\\:*&|!<>()-_%\t\n \x00éß茶の한ไ\u0301\u200b\u202e🙂½\ud800'':A"
    with server.cursor() as cursor:
        for _ in range(400):
            text = "".join(chance.choice(letters) for _ in range(chance.randrange(60)))
            cursor.execute(
                "SELECT %s::tsvector @@ %s::tsquery",
                (vector([(text, Weight.NOTES)], marks=["h:1"]), question(text) or "x"),
            )


def test_a_thread_without_end_keeps_within_bounds(server: Connection) -> None:
    chance = random.Random(7)
    long = " ".join(f"{chance.getrandbits(200):x}" for _ in range(40_000))
    began = time.process_time()
    made = vector([("first words", Weight.NAMES), (long, Weight.SPOKEN), ("茶" * 50_000, Weight.SPOKEN)])
    assert time.process_time() - began < 2
    with server.cursor() as cursor:
        cursor.execute("SELECT length(%s::tsvector)", (made,))
        assert cursor.fetchall()[0][0] <= MAX_TERMS
    assert [term.text for term in terms("first words")] == ["first", "words"]
