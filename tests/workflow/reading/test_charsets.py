"""Text survives charsets that lie, are missing or unknown (R-MAIL-6)."""

from __future__ import annotations

import base64

import pytest

from workflow.reading import read

TEXTS = {
    "zh": "您好，我们星期五到达，请问有停车位吗？谢谢。",
    "tw": "您好，我們星期五到達，請問有停車位嗎？謝謝。",
    "ja": "お世話になります。金曜日に到着します。駐車場はありますか。",
    "ko": "안녕하세요. 금요일에 도착합니다. 주차장이 있습니까?",
    "ru": "Здравствуйте, мы приезжаем в пятницу. Есть ли у вас парковка?",
    "de": "Grüß Gott, wir kommen am Freitag – gibt es einen Parkplatz für 20 €?",
    "pl": "Dzień dobry, przyjeżdżamy w piątek. Czy jest parking? Dziękuję, Łukasz Żak",
    "cs": "Dobrý den, přijedeme v pátek. Je tam parkoviště? Děkuji, Jiří Dvořák",
}
# (declared, really in, language)
DECLARED = [
    ("gb2312", "gbk", "zh"),
    ("GBK", "gb18030", "zh"),
    ("big5", "big5", "tw"),
    ("big5", "cp950", "tw"),
    ("shift_jis", "cp932", "ja"),
    ("iso-2022-jp", "iso2022_jp", "ja"),
    ("euc-jp", "euc_jp", "ja"),
    ("ks_c_5601-1987", "cp949", "ko"),
    ("koi8-r", "koi8-r", "ru"),
    ("windows-1251", "cp1251", "ru"),
    ("iso-8859-1", "cp1252", "de"),
    ("latin1", "utf-8", "de"),
    ("us-ascii", "utf-8", "ru"),
    ("us-ascii", "cp1252", "de"),
    ("utf-8", "cp1252", "de"),
    ("utf-8", "cp1251", "ru"),
    ("iso-8859-1", "utf-8", "zh"),
    ("utf-7", "utf-7", "de"),
    ("utf-16", "utf-16", "ja"),
    ("unknown-8bit", "utf-8", "de"),
    ("x-unknown", "cp1251", "ru"),
    ("x-unknown", "koi8-r", "ru"),
    ("x-unknown", "gbk", "zh"),
    ("default", "cp932", "ja"),
    ("", "cp1251", "ru"),
    ("", "gbk", "zh"),
    ("", "cp949", "ko"),
    ("", "euc_jp", "ja"),
    ("", "iso2022_jp", "ja"),
    ("us-ascii", "iso2022_jp", "ja"),
    ("windows-1250", "cp1250", "pl"),
    ("iso-8859-2", "iso8859-2", "cs"),
    ("cp-850", "cp850", "de"),
    ("macintosh", "mac-roman", "de"),
    ("utf8", "utf-8", "pl"),
    ('"UTF-8"', "utf-8", "pl"),
]


@pytest.mark.parametrize(("declared", "real", "language"), DECLARED)
def test_the_words_come_out_whatever_the_charset_is_called(declared: str, real: str, language: str) -> None:
    """R-MAIL-6"""
    words = TEXTS[language].replace("€", "EUR") if real in ("cp850", "mac-roman") else TEXTS[language]
    if real in ("cp850",):
        words = words.replace("–", "-")
    charset = f"; charset={declared}" if declared else ""
    body = base64.encodebytes(words.encode(real)).replace(b"\n", b"\r\n")
    mail = read(
        f"From: a@b.example\r\nContent-Type: text/plain{charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
        + body
    )
    assert mail.text == words


def test_japanese_company_signs_and_half_width_kana_are_read() -> None:
    """R-MAIL-6: NEC row 13 and JIS X 0201 kana, which Python's own codec refuses."""
    body = b"\x1b$B-!-j\x1b(B \x1b(I6@\x1b(B"
    mail = read(b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + body)
    assert mail.text == "①㈱ ｶﾀ"


def test_html_names_its_own_charset() -> None:
    """R-MAIL-6"""
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head><body>Привет</body></html>'
    mail = read(b"Content-Type: text/html\r\n\r\n" + page.encode("cp1251"))
    assert mail.text == "Привет"


def test_raw_eight_bit_headers_are_read() -> None:
    """R-MAIL-6"""
    for real in ("utf-8", "cp1252"):
        mail = read(
            b"From: J\xc3\xbcrgen <j@x.example>\r\n".replace(b"\xc3\xbc", "ü".encode(real))
            + b"Subject: "
            + "Frühstück".encode(real)
            + b"\r\n\r\nx"
        )
        assert (mail.subject, mail.from_name) == ("Frühstück", "Jürgen")


def test_encoded_words_broken_inside_a_character_are_joined() -> None:
    """R-MAIL-6"""
    raw = "早餐时间".encode()
    first, second = base64.b64encode(raw[:4]).decode(), base64.b64encode(raw[4:]).decode()
    mail = read(f"Subject: =?utf-8?B?{first}?=\r\n =?UTF-8?b?{second}?=\r\n\r\nx".encode())
    assert mail.subject == "早餐时间"


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        ("=?utf-8?Q?Fr=C3=BChst=C3=BCck?=", "Frühstück"),
        ("=?utf-8?Q?Fr=C3=BCh st=C3=BCck?=", "Früh stück"),
        ("=?utf-8?q?Fr=C3=BCh?==?utf-8?q?st=C3=BCck?=", "Frühstück"),
        ("Re: =?iso-8859-1?Q?Fr=FChst=FCck?= am Freitag", "Re: Frühstück am Freitag"),
        ('"=?utf-8?Q?Fr=C3=BChst=C3=BCck?="', '"Frühstück"'),
        ("=?gb2312?B?1OeyzcqxvOQ=?=", "早餐时间"),
        ("=?utf-8?B?RnLDvGhzdMO8Y2s?=", "Frühstück"),
        ("=?x-nobody?Q?abc?=", "abc"),
        ("=?utf-8*de?Q?Fr=C3=BCh?=", "Früh"),
        ("=?utf-8?Q?What=3F_now??=", "What? now?"),
        ("a\r\n b", "a b"),
        ("=?utf-8?Q?a=0D=0ABcc:_evil?=", "a Bcc: evil"),
        ("=?utf-8?Q?broken", "=?utf-8?Q?broken"),
        ("tab\there", "tab\there"),
    ],
)
def test_subjects_as_mail_programs_write_them(header: str, subject: str) -> None:
    """R-MAIL-6"""
    assert read(f"Subject: {header}\r\n\r\nx".encode()).subject == subject


def test_no_lone_surrogate_and_no_nul_comes_out() -> None:
    """R-MAIL-6: every string can be stored and sent as UTF-8."""
    for body in (b"+2AA-", b"&#xD800;a&#0;b", b"a\x00b", b"\xed\xa0\x80"):
        for kind in ("plain; charset=utf-7", "html; charset=utf-8", "plain; charset=utf-16"):
            mail = read(f"Subject: =?utf-7?Q?+2AA-?=\r\nContent-Type: text/{kind}\r\n\r\n".encode() + body)
            assert "\x00" not in repr(mail.text)
            (mail.text + mail.visible_text + mail.subject).encode()
