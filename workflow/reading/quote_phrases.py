"""What mail programs write around quotes but for header blocks, language by language: data only, no rules.

All lower case. Sixteen languages and a few neighbours whose mail reaches the same desks.
"""

from __future__ import annotations

# How an attribution line begins. A lead alone proves nothing: a date must follow it.
LEADS = {
    "en": ("on", "at"),
    "de": ("am",),
    "fr": ("le",),
    "es": ("el", "el día"),
    "it": ("il", "il giorno", "in data", "alle ore"),
    "nl": ("op",),
    "pt": ("em", "no dia", "a", "às", "na"),
    "pl": ("w dniu", "dnia", "dn."),
    "sv": ("den",),
    "da": ("den", "d."),
    "no": ("den", "på"),
    "fi": ("",),
    "cs": (
        "dne",
        "dňa",
        "v",
    ),
    "ru": ("в",),
    "ja": (),
    "zh": ("在", "于", "於"),
    "vi": ("vào",),
    "ro": ("pe", "în"),
    "hu": (),
    "ca": ("el", "o"),
    "tr": (),
    "bg": ("на",),
    "hr": ("dana",),
    "id": ("pada", "pada tanggal"),
    "is": ("þann",),
    "el": ("στις", "στισ"),
    "he": ("בתאריך", "ביום"),
    "ar": ("في",),
    "fa": ("در تاریخ", "در"),
    "th": ("เมื่อ", "ในวันที่"),
    "et": ("kuupäev",),
}

# "… wrote", at the end of the line or before the name.
VERBS = {
    "en": ("wrote", "sent", "writes", "said", "wrote on"),
    "de": ("schrieb", "hat geschrieben", "folgendes geschrieben", "geschrieben", "schreibt"),
    "fr": ("a écrit", "ecrit", "a ecrit", "écrivait", "écrivit", "a envoyé"),
    "es": ("escribió", "escribio", "ha escrito", "escribía"),
    "it": ("ha scritto", "scrisse", "scrive"),
    "nl": ("schreef", "het volgende geschreven", "geschreven"),
    "pt": ("escreveu", "escreveu o seguinte", "escribeu"),
    "pl": ("napisał", "napisał(a)", "napisała", "napisal", "napisał/a", "pisze", "napisana"),
    "sv": ("skrev",),
    "da": ("skrev", "skrev følgende"),
    "no": ("skrev", "skreiv"),
    "fi": ("kirjoitti",),
    "cs": ("napsal", "napsal(a)", "napsala", "napísal", "napísal(a)", "píše"),
    "ru": (
        "написал",
        "писали",
        "написал(а)",
        "написала",
        "написал/а",
        "пишет",
        "писал",
        "писал(а)",
        "написав",
        "пише",
        "написав(-ла)",
    ),
    "ja": ("のメール", "が書きました", "書きました", "さんは書きました"),
    "zh": ("写道", "寫道", "撰写", "编写"),
    "vi": ("đã viết",),
    "ro": ("a scris",),
    "hu": (
        "írta",
        "ezt írta",
    ),
    "ca": ("va escriure", "ha escrit", "escribiu"),
    "tr": ("yazdı", "şunu yazdı", "şunları yazdı"),
    "hr": ("napisao", "napisala", "je napisao/la", "napisao/la", "написао/ла", "написао", "написала"),
    "el": ("έγραψε",),
    "ko": ("작성", "작성함", "쓴 글"),
    "bg": ("написа",),
    "lt": ("rašė", "parašė"),
    "lv": ("rakstīja",),
    "et": ("kirjutas",),
    "is": ("skrifaði",),
    "id": ("menulis", "menulis ini"),
    "th": ("เขียนว่า", "เขียน"),
    "ar": ("كتب", "كتب/ت", "كتبت", "كتابة ما يلي بواسطة"),
    "he": ("כתב", "כתב/ה", "כתבה"),
    "fa": ("نوشت",),
    "hi": ("लिखा",),
    "eu": ("idatzi zuen",),
    "sl": ("napisal/a",),
}

# Words of somebody who speaks to the reader, in a line like "you wrote last week:".
PRONOUNS = frozenset(
    {
        "you", "i", "we", "ich", "sie", "ihr", "wir", "du", "vous", "je", "j'ai", "nous", "tu", "usted", "ustedes", "yo", "lei", "voi",
        "io", "noi", "u", "jij", "jullie", "ik", "wij", "você", "vocês", "eu", "nós", "pan", "pani", "państwo", "ja", "ni", "jag",
        "jeg", "te", "minä", "vy", "já", "вы", "я", "мы",
    }
)  # fmt: skip

ADDRESSED = PRONOUNS | frozenset(
    {
        "your", "me", "us", "mir", "uns", "ihre", "ihr", "ihrer", "eure", "votre", "vos", "su", "sus", "nos", "vostra", "vostro", "vostri", "uw", "ons", "mij", "seu", "sua", "vossa", "państwa", "nam",
        "mi", "er", "era", "oss", "mig", "jeres", "os", "deres", "meg", "teidän", "meille", "minulle", "vaše", "váš", "nám", "ваш", "ваша", "мне", "нам",
    }
)  # fmt: skip

# "Quoting Anna <anna@x>:" (Horde and others): before the name, no date.
QUOTING = (
    "quoting",
    "zitat von",
    "citando",
    "citando a",
    "citazione di",
    "quoted from",
    "cytowanie",
    "citerar",
    "citerer",
    "lainaus",
    "citát",
    "missatge de",
    "citeren",
    "sitat",
    "citat",
    "cytat",
    "idézet",
    "citant",
    "citez",
    "citace",
    "alıntı",
    "цитирую",
    "цитата",
)

# Too plain a word to part a text by itself, even between dashes: a header block must follow.
PLAIN_ORIGINAL = frozenset({"original", "originale", "originalmail"})
# Between dashes, or alone above a header block.
ORIGINAL = (
    "original message", "original email", "original mail", "reply message", "original appointment", "message d'origine",
    "message original", "message initial", "mail original", "mail d'origine", "courriel d'origine", "begin quoted message", "e-mail d'origine", "email d'origine", "courriel original", "original-nachricht", "originalnachricht",
    "ursprüngliche nachricht", "ursprungliche nachricht", "ursprüngliche mail", "ursprüngliche e-mail", "original nachricht",
    "antwort nachricht", "originale nachricht", "mensaje original", "correo original", "messaggio originale",
    "messaggio originario", "oorspronkelijk bericht", "origineel bericht", "oorspronkelijke bericht", "oorspronkelijke e-mail",
    "mensagem original", "wiadomość oryginalna", "wiadomosc oryginalna", "oryginalna wiadomość", "pierwotna wiadomość",
    "ursprungligt meddelande", "originalmeddelande", "ursprungligt e-postmeddelande", "oprindelig meddelelse",
    "oprindelig besked", "original besked", "oprindelig e-mail", "opprinnelig melding", "original melding",
    "opprinnelig e-post", "opprinnelig epost", "alkuperäinen viesti", "alkuperainen viesti", "alkuperäinen sähköposti",
    "původní zpráva", "puvodni zprava", "původní e-mail", "původní email", "pôvodná správa", "исходное сообщение",
    "оригинальное сообщение", "первоначальное сообщение", "пересылаемое исходное сообщение", "元のメッセージ",
    "オリジナルメッセージ", "元のメール", "original message", "原始邮件", "原始郵件", "原邮件", "原始信息", "邮件原件", "答复邮件",
    "回复的原邮件", "özgün ileti", "orijinal mesaj", "eredeti üzenet", "mesaj original", "thư gốc", "izvorna poruka",
    "originalna poruka", "αρχικό μήνυμα", "원본 메시지", "원본 메일", "replied message", "回复的邮件",
    "eredeti levél", "оригінальне повідомлення", "вихідне повідомлення", "початкове повідомлення", "الرسالة الأصلية",
    "رسالة أصلية", "הודעה מקורית", "ההודעה המקורית", "izvirno sporočilo", "originalno sporočilo",
    "оригинално съобщение", "изходно съобщение", "първоначално съобщение", "originalus laiškas",
    "originalus pranešimas", "sākotnējā ziņa", "oriģinālā ziņa", "algne kiri", "algne sõnum", "tin nhắn gốc",
    "pesan asli", "missatge original", "mensaxe orixinal", "upphaflegt skeyti", "پیام اصلی", "ข้อความต้นฉบับ",
    "मूल संदेश", "orijinal ileti", "orijinal e-posta", "özgün mesaj", "mesajul original", "mesaj inițial",
    "originál správy", "αρχικό μήνυμα ηλεκτρονικού ταχυδρομείου", "원본 이메일", "원본메일", "original message follows",
)  # fmt: skip
FORWARDED = (
    "forwarded message", "begin forwarded message", "forwarded by", "forwarded mail", "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht", "weitergeleitete e-mail", "message transféré", "début du message transféré",
    "début du message réexpédié", "message transmis", "mensaje reenviado", "inicio del mensaje reenviado",
    "messaggio inoltrato", "inizio messaggio inoltrato", "doorgestuurd bericht", "begin doorgestuurd bericht",
    "mensagem encaminhada", "início da mensagem encaminhada", "início da mensagem reencaminhada", "mensagem reencaminhada",
    "przekazana wiadomość", "wiadomość przekazana", "początek przekazywanej wiadomości", "vidarebefordrat meddelande",
    "vidarebefordrat brev", "videresendt meddelelse", "videresendt besked", "start på videresendt besked",
    "videresendt melding", "begynnelse på videresendt melding", "starten på videresendt melding", "edelleenlähetetty viesti",
    "välitetty viesti", "välitetty viesti alkaa", "přeposlaná zpráva", "přeposlaný e-mail", "začátek přeposlané zprávy", "začátek přeposílané zprávy",
    "preposlaná správa", "пересылаемое сообщение", "пересланное сообщение", "начало переадресованного сообщения",
    "начало пересылаемого сообщения", "転送メッセージ", "転送されたメッセージ", "転送されたメール", "转发的邮件", "轉寄郵件", "转发邮件",
    "已转发邮件", "下面是被转发的邮件", "以下是转发的邮件", "以下是轉寄的郵件", "以下是轉寄的信件", "forwarded email", "iletilen mesaj", "továbbított üzenet", "mesaj redirecționat",
    "iletilen ileti", "iletilen ileti başlangıcı", "yönlendirilmiş mesaj", "továbbított levél",
    "továbbított levél kezdete", "továbbított üzenet kezdete", "început mesaj redirecționat", "προωθημένο μήνυμα",
    "προωθούμενο μήνυμα", "έναρξη προωθημένου μηνύματος", "переслане повідомлення", "початок пересланого повідомлення",
    "전달된 메시지", "전달된 메시지 시작", "전달된 메일", "הודעה שהועברה", "תחילת הודעה שהועברה", "رسالة معاد توجيهها",
    "الرسالة المعاد توجيهها", "بدء الرسالة المعاد توجيهها", "препратено съобщение", "proslijeđena poruka",
    "početak proslijeđene poruke", "prosleđena poruka", "posredovano sporočilo", "začetek posredovanega sporočila",
    "persiųstas laiškas", "pārsūtīta ziņa", "edastatud kiri", "tin nhắn được chuyển tiếp", "thư chuyển tiếp",
    "pesan terusan", "pesan yang diteruskan", "missatge reenviat", "mensaxe reenviada", "áframsent skeyti",
    "پیام فوروارد شده", "ข้อความที่ส่งต่อ", "přeposílaná zpráva", "začiatok preposlanej správy",
)  # fmt: skip
# What ticket systems ask for; everything from such a line on is theirs.
REPLY_ABOVE = (
    "reply above this line", "type your reply above this line", "please reply above this line", "write above this line",
    "respond above this line", "reply above the line", "add your response above this line", "reply by typing above this line",
    "antworten sie oberhalb dieser zeile", "antworten sie über dieser zeile", "antwort oberhalb dieser zeile",
    "bitte oberhalb dieser zeile antworten", "bitte antworten sie oberhalb dieser linie", "répondez au-dessus de cette ligne",
    "répondre au-dessus de cette ligne", "veuillez répondre au-dessus de cette ligne", "responda por encima de esta línea",
    "escriba su respuesta por encima de esta línea", "escriba su respuesta encima de esta línea",
    "rispondi al di sopra di questa riga", "scrivi la tua risposta sopra questa riga", "rispondere sopra questa riga",
    "antwoord boven deze regel", "typ uw antwoord boven deze regel", "responda acima desta linha",
    "digite sua resposta acima desta linha", "odpowiedz powyżej tej linii", "wpisz odpowiedź powyżej tej linii",
    "svara ovanför den här raden", "skriv ditt svar ovanför denna rad", "svar over denne linje", "skriv dit svar over denne linje",
    "svar over denne linjen", "vastaa tämän rivin yläpuolelle", "odpovězte nad tímto řádkem", "odpověď napište nad tento řádek",
    "ответьте выше этой строки", "введите ответ над этой строкой", "この行より上に返信", "この行の上に返信", "请在此行上方回复",
    "請在此行上方回覆",
    "please type your reply above this line", "please write your reply above this line",
    "please enter your reply above this line", "please enter replies above this line",
    "enter your reply above this line", "to reply, type above this line", "reply above this text",
    "bitte antworten sie über dieser zeile", "bitte oberhalb dieser linie antworten",
    "bitte über dieser zeile antworten", "bitte geben sie ihre antwort oberhalb dieser zeile ein",
    "antwort bitte oberhalb dieser zeile", "antworten bitte über dieser zeile", "antworten oberhalb dieser linie",
    "veuillez écrire votre réponse au-dessus de cette ligne", "écrivez votre réponse au-dessus de cette ligne",
    "merci de répondre au-dessus de cette ligne", "responda por encima de esta linea",
    "por favor, escriba su respuesta por encima de esta línea", "por favor, responda por encima de esta línea",
    "responda encima de esta línea", "rispondi sopra questa riga", "rispondi sopra questa linea",
    "inserisci la tua risposta sopra questa riga", "antwoord boven deze lijn", "reageer boven deze regel",
    "typ uw antwoord boven deze lijn", "escreva a sua resposta acima desta linha",
    "por favor, responda acima desta linha", "odpowiedz nad tą linią", "prosimy o odpowiedź powyżej tej linii",
    "napisz odpowiedź powyżej tej linii", "svara ovanför denna rad", "svar ovenfor denne linje",
    "skriv svaret ditt over denne linjen", "besvar over denne linje", "kirjoita vastauksesi tämän rivin yläpuolelle",
    "odpovídejte nad tuto čáru", "odpovězte nad touto čarou", "odpovedzte nad týmto riadkom",
    "напишите ответ выше этой строки", "ответьте над этой чертой", "bu satırın üstüne yanıt yazın",
    "lütfen bu satırın üzerine yanıt verin", "válaszát e sor fölé írja", "kérjük, e sor fölé írja válaszát",
    "răspundeți deasupra acestei linii", "απαντήστε πάνω από αυτή τη γραμμή", "이 줄 위에 회신", "이 줄 위에 답장", "请在此线上方回复",
    "この線より上に返信", "上記の行より上に返信",
)  # fmt: skip
# The same in two halves, for a line between dashes, stars or brackets.
ABOVE_LINE = (
    "above this line", "above this dashed line", "above the line", "oberhalb dieser zeile", "oberhalb dieser linie", "über dieser zeile",
    "über dieser linie", "dessus de cette ligne", "encima de esta línea", "encima de esta linea", "arriba de esta línea", "sopra questa riga",
    "sopra questa linea", "sopra di questa", "boven deze regel", "boven deze lijn", "acima desta linha", "powyżej tej linii", "nad tą linią",
    "ovanför denna rad", "ovanför den här raden", "over denne linje", "tämän rivin yläpuolelle", "nad tímto řádkem", "nad tuto čáru",
    "выше этой строки", "выше этой линии", "над этой чертой",
)  # fmt: skip
ANSWERING = (
    "repl", "respon", "answer", "type", "write", "antwort", "schreib", "répon", "écri", "escrib", "rispo", "scriv", "antwoord", "typ", "reage",
    "odpow", "pisz", "svar", "skriv", "vasta", "odpov", "napi", "ответ", "напиш",
)  # fmt: skip
