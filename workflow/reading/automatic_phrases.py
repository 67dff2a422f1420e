"""How automatic answers begin: data only, no rules. All lower case."""

from __future__ import annotations

# What the subject of an absence notice begins with; nobody begins a subject so by hand.
SUBJECT_STARTS = (
    "auto:", "autoreply", "auto-reply", "auto reply", "automatic reply", "automated reply", "automatic response", "automated response",
    "auto response", "auto-response", "autoresponder", "out of office:", "out of office re", "out of office reply", "out of the office:", "ooo:",
    "out of office autoreply", "vacation reply", "away from office", "abwesend:", "abwesenheitsnotiz", "abwesenheitsmeldung",
    "automatische antwort", "automatische abwesenheitsnotiz", "autom. antwort", "abwesenheitsbenachrichtigung", "réponse automatique",
    "réponse d'absence", "absence du bureau", "absent du bureau", "message d'absence", "respuesta automática", "respuesta automatica",
    "fuera de la oficina", "ausente de la oficina", "risposta automatica", "fuori sede", "fuori ufficio", "automatisch antwoord",
    "afwezigheidsbericht", "afwezig:", "afwezigheidsmelding", "resposta automática", "resposta automatica", "ausência temporária",
    "fora do escritório", "odpowiedź automatyczna", "automatyczna odpowiedź", "autoodpowiedź", "nieobecność w biurze", "autosvar",
    "automatiskt svar", "frånvaromeddelande", "frånvarande", "automatisk svar", "fraværsmeddelelse", "fraværsbesked", "fraværsmelding",
    "fravær:", "ikke til stede", "ikke på kontoret", "automaattinen vastaus", "poissa", "poissaoloviesti", "automatická odpověď",
    "automaticka odpoved", "mimo kancelář", "nepřítomnost", "automatická odpoveď", "автоответ", "автоматический ответ", "ответ автоматически",
    "нет на месте", "отсутствую", "自動応答", "自動返信", "不在通知", "不在のお知らせ", "自动答复", "自动回复", "自動回覆", "外出自动回复", "休假自动",
    "otomatik yanıt", "automatikus válasz", "răspuns automat", "tự động trả lời", "자동 회신", "부재중",
    "자동 응답", "부재 중 자동", "automatické odpovedi", "automatikus valasz", "házon kívül", "szabadságon", "răspuns automat", "raspuns automat",
    "αυτόματη απάντηση", "απουσία από το γραφείο", "автоматична відповідь", "автовідповідь", "رد تلقائي", "الرد التلقائي", "خارج المكتب",
    "מענה אוטומטי", "תשובה אוטומטית", "הודעה אוטומטית", "автоматичен отговор", "automatski odgovor", "аутоматски одговор", "samodejni odgovor", "avtomatski odgovor",
    "automatinis atsakymas", "automātiska atbilde", "automātiskā atbilde", "automaatvastus", "automaatne vastus", "trả lời tự động", "ตอบกลับอัตโนมัติ",
    "การตอบกลับอัตโนมัติ", "balasan otomatis", "resposta automàtica", "sjálfvirkt svar", "پاسخ خودکار", "otomatik cevap", "ofis dışında",
)  # fmt: skip

# Sentences with which the text of an absence notice begins. Alone they make it probable, no more.
SENTENCES = (
    "i am out of the office", "i'm out of the office", "i am currently out of", "i'm currently out of", "i will be out of the office",
    "i'll be out of the office", "i am away from the office", "i am currently away", "i am on vacation", "i am currently on vacation",
    "i am on annual leave", "i am currently on leave", "i am on holiday until", "i am on leave until",
    "i will have limited access to", "with limited access to email",
    "i am away from my desk", "i'm away from my desk", "this is an automatic reply", "this is an automated reply", "this is an automated response", "this is an automatic response",
    "this is an auto-reply", "this is an autoreply", "this is an auto-generated", "this email box is not monitored", "this mailbox is not monitored",
    "this inbox is not monitored", "this is an automatically generated", "this is an automated message",
    "ich bin derzeit nicht im büro", "ich bin zur zeit nicht im büro", "ich bin nicht im büro", "ich bin momentan nicht im büro",
    "ich bin im urlaub",
    "ich befinde mich im urlaub", "ich befinde mich derzeit", "ich bin außer haus", "ich bin ausser haus", "ich bin abwesend",
    "dies ist eine automatische", "dies ist eine automatisch",
    "diese e-mail wurde automatisch", "meine e-mails werden nicht weitergeleitet", "je suis absent", "je suis actuellement absent",
    "je suis en congé", "je suis actuellement en congé", "je suis en vacances", "je serai absent", "ceci est une réponse automatique",
    "ceci est un message automatique", "estoy fuera de la oficina", "me encuentro fuera de la oficina", "estaré fuera de la oficina",
    "estoy de vacaciones", "actualmente estoy fuera", "este es un mensaje automático", "esta es una respuesta automática",
    "sono fuori ufficio", "sono in ferie", "sarò in ferie", "sarò assente", "sono assente", "al momento sono fuori", "questa è una risposta automatica",
    "ik ben niet op kantoor", "ik ben afwezig", "ik ben momenteel afwezig", "ik ben op vakantie", "ik ben met vakantie",
    "dit is een automatisch", "estou fora do escritório", "estou de férias", "estarei ausente", "estarei de férias", "encontro-me ausente",
    "esta é uma resposta automática", "esta é uma mensagem automática", "jestem na urlopie", "przebywam na urlopie", "jestem nieobecn", "jestem poza biurem",
    "przebywam poza biurem", "to jest automatyczna", "wiadomość wygenerowana automatycznie", "jag är på semester", "jag är inte på kontoret",
    "jag är bortrest", "jag har semester", "detta är ett automatiskt", "jeg er på ferie", "jeg holder ferie",
    "jeg er ikke på kontoret", "jeg har ferie", "jeg er fraværende", "dette er et automatisk", "dette er en automatisk", "olen lomalla", "olen poissa",
    "olen vuosilomalla", "tämä on automaattinen", "jsem na dovolené", "nejsem v kanceláři", "jsem mimo kancelář", "mám dovolenou",
    "toto je automatická", "я в отпуске", "нахожусь в отпуске", "я отсутствую", "я буду отсутствовать", "меня нет в офисе", "это автоматический ответ",
    "это автоматическое", "休暇をいただいて", "不在にしております", "休暇中", "自動送信されています", "自動返信です", "我正在休假", "我目前不在", "我不在办公室", "我现在休假",
    "您好,我最近正在休假", "我正在外出", "这是一封自动回复", "此邮件为自动回复", "目前不在辦公室", "我目前休假",
)  # fmt: skip
# The same in two halves, for a date stands between them.
PAIRS = (
    ("ich bin", "nicht im büro"), ("ich bin", "nicht im haus"), ("ich bin", "nicht erreichbar"), ("ich bin", "abwesend"), ("ich bin", "außer haus"),
    ("ich bin", "im urlaub"), ("bin ich", "nicht im büro"), ("bin ich", "nicht erreichbar"), ("i am", "out of the office"), ("i will be", "out of the office"),
    ("i will be", "returning on"), ("i am", "returning on"), ("i am currently", "out of office"), ("please do not reply", "automatic"), ("je suis", "absent"),
    ("je serai", "absent"), ("je suis", "de retour le"), ("estoy", "fuera de la oficina"), ("estaré", "fuera de la oficina"), ("sono", "fuori ufficio"),
    ("ik ben", "niet aanwezig"), ("ik ben", "weer bereikbaar"), ("jag är", "åter"), ("jag är", "tillbaka på kontoret"), ("jeg er", "tilbage på kontoret"),
    ("jeg er", "tilbake på kontoret"), ("estou", "ausente"), ("jestem", "nieobecn"), ("nejsem", "v kanceláři"), ("не буду", "в офисе"), ("不在", "休暇"),
)  # fmt: skip
# What a guest writes of, and an absence notice hardly: his one room, his one invoice ("for invoices write to …" is the
# notice's). Whole words; of Chinese and Japanese, where words touch, the signs.
STAY = (
    "room", "booking", "reservation", "invoice", "breakfast", "cot", "cots", "check-in", "check in", "we arrive", "we come", "zimmer", "buchung", "reservierung", "rechnung",
    "frühstück", "anreise", "die bestätigung", "wir kommen", "chambre", "réservation", "facture", "séjour", "petit déjeuner", "habitación", "reserva", "factura", "estancia",
    "desayuno", "camera", "prenotazione", "fattura", "soggiorno", "colazione", "kamer", "boeking", "reservering", "factuur", "ontbijt", "quarto", "fatura", "estadia", "pokój",
    "pokoju", "rezerwacja", "rezerwację", "rezerwacji", "fakturę", "fakturan", "śniadanie", "bokning", "bokningen", "rummet", "frukost", "værelse", "værelset", "bestilling",
    "bestillingen", "fakturaen", "morgenmad", "rommet", "frokost", "huone", "huoneen", "varaus", "varauksen", "laskun", "aamiainen", "pokoj", "rezervace", "rezervaci",
    "fakturu", "snídani", "бронь", "бронирование", "бронирования", "счёт", "завтрак", "oda", "odamız", "rezervasyon", "faturayı", "kahvaltı", "szoba", "szobát", "foglalás",
    "foglalást", "számlát", "reggeli", "rezervarea", "δωμάτιο", "κράτηση", "τιμολόγιο", "рахунок", "бронювання", "сніданок", "החדר", "ההזמנה", "החשבונית", "الغرفة", "الحجز",
    "الفاتورة",
)  # fmt: skip
STAY_SIGNS = (
    "部屋",
    "予約",
    "宿泊",
    "請求書",
    "朝食",
    "房间",
    "房間",
    "预订",
    "預訂",
    "发票",
    "發票",
    "入住",
    "早餐",
    "객실",
    "예약",
)
# What a portal says below a guest's words when an answer to its mail reaches him.
ANSWERABLE = (
    "you can reply to this email", "you can reply to this e-mail", "you can reply directly to this", "reply directly to this email", "reply directly to this e-mail",
    "simply reply to this", "just reply to this", "to reply, simply answer this", "replying to this email", "antworten sie einfach auf diese", "sie können direkt auf diese",
    "auf diese e-mail antworten sie direkt", "vous pouvez répondre à cet e-mail", "répondez directement à cet", "puede responder a este correo", "responda directamente a este",
    "puoi rispondere a questa", "rispondi direttamente a questa", "u kunt op deze e-mail antwoorden", "beantwoord deze e-mail", "pode responder a este e-mail",
    "odpowiedz bezpośrednio na", "du kan svara direkt på", "du kan svare direkte på",
)  # fmt: skip
