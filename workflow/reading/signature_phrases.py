"""How people and their devices sign, language by language: data only, no rules. All lower case."""

from __future__ import annotations

# A line of its own, before a name. These words are said in no other place.
CLOSINGS = (
    # en
    "regards", "best regards", "kind regards", "kindest regards", "warm regards", "warmest regards", "many regards",
    "with kind regards", "with best regards", "with warm regards", "with regards", "best wishes", "with best wishes",
    "all the best", "sincerely", "yours sincerely", "sincerely yours", "yours faithfully", "yours truly", "very truly yours",
    "yours", "respectfully", "cheers", "best", "rgds", "br", "kr", "cordially", "love", "take care", "warmly", "b. regards",
    "thanks and regards", "thanks & regards", "thanks and best regards", "thank you and best regards", "thanks and kind regards",
    "thank you and kind regards", "many thanks and best regards", "many thanks and kind regards", "with appreciation",
    # de
    "mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichem gruß", "mit freundlichem gruss",
    "freundliche grüße", "freundliche grüsse", "freundlichen gruß", "viele grüße", "viele grüsse", "liebe grüße", "ganz liebe grüße", "ganz herzliche grüße", "liebe grüsse",
    "beste grüße", "beste grüsse", "herzliche grüße", "herzliche grüsse", "schöne grüße", "schöne grüsse", "grüße", "grüsse",
    "gruß", "gruss", "mfg", "lg", "vg", "bg", "hochachtungsvoll", "mit besten grüßen", "mit besten grüssen", "mit lieben grüßen",
    "mit herzlichen grüßen", "mit freundlichen gruessen", "viele gruesse", "liebe gruesse", "sonnige grüße", "besten gruß",
    "freundlicher gruss", "herzlichst", "mit vielen grüßen", "schönen gruß", "lieben gruß", "viele liebe grüße",
    "mit freundlichem grüßen", "vielen dank und viele grüße", "vielen dank und freundliche grüße", "danke und viele grüße",
    # fr
    "cordialement", "bien cordialement", "très cordialement", "sincères salutations", "salutations", "bien à vous", "bien à toi",
    "amicalement", "meilleures salutations", "cdt", "cdlt", "respectueusement", "salutations distinguées", "bises", "bisous",
    "sincèrement", "avec mes salutations", "meilleurs messages", "merci et bonne journée", "bonne journée", "bonne soirée",
    "cordiales salutations", "chaleureusement", "belle journée",
    # es
    "saludos", "un saludo", "saludos cordiales", "cordiales saludos", "atentamente", "un cordial saludo", "un abrazo",
    "muchos saludos", "cordialmente", "atte", "muy atentamente", "reciba un cordial saludo", "abrazos", "un saludo cordial",
    # it
    "cordiali saluti", "distinti saluti", "saluti", "un saluto", "cordialmente", "un cordiale saluto", "con i migliori saluti",
    "i migliori saluti", "tanti saluti", "a presto", "un abbraccio", "buona giornata", "buona serata", "cari saluti",
    # nl
    "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "vriendelijke groeten", "groeten", "groetjes",
    "mvg", "hartelijke groet", "hartelijke groeten", "met hartelijke groet", "hoogachtend", "groet", "met groet", "m.v.g.",
    # pt
    "atenciosamente", "cumprimentos", "melhores cumprimentos", "com os melhores cumprimentos", "cordialmente", "abraço", "abraços",
    "saudações", "att", "atc", "com cumprimentos", "um abraço", "respeitosamente", "obrigado e cumprimentos",
    # pl
    "pozdrawiam", "z poważaniem", "z powazaniem", "pozdrawiam serdecznie", "serdecznie pozdrawiam", "z wyrazami szacunku",
    "łączę pozdrowienia", "z pozdrowieniami", "pozdrowienia", "pozdr",
    # sv
    "med vänliga hälsningar", "med vänlig hälsning", "vänliga hälsningar", "vänligen", "mvh", "hälsningar", "bästa hälsningar",
    "vänlig hälsning", "hälsar", "allt gott", "hjärtliga hälsningar",
    # da
    "med venlig hilsen", "venlig hilsen", "med venlige hilsner", "venlige hilsner", "hilsen", "mange hilsner", "de bedste hilsner",
    "bedste hilsner", "kh", "kærlig hilsen", "vh", "med hilsen", "hilsner", "mange hilsener",
    # no
    "med vennlig hilsen", "vennlig hilsen", "med vennlige hilsener", "beste hilsener", "hilsen", "mvh", "beste hilsen", "hilsener",
    # fi
    "ystävällisin terveisin", "ystävällisesti", "terveisin", "parhain terveisin", "terv", "t", "yst. terv", "kiittäen", "terkuin",
    "ystävällisin terveisin ja kiitos", "hyvää päivänjatkoa",
    # cs
    "s pozdravem", "s přátelským pozdravem", "zdraví", "s úctou", "pozdravem", "hezký den", "s pozdravom", "zdravím", "mějte se",
    # ru
    "с уважением", "с наилучшими пожеланиями", "всего доброго", "с искренним уважением", "всего хорошего", "с приветом",
    "наилучшие пожелания",
    # ja, zh
    "敬具", "よろしくお願いします", "よろしくお願いいたします", "宜しくお願いします", "宜しくお願い致します", "よろしくお願い致します",
    "以上、よろしくお願いいたします", "此致", "敬礼", "此致敬礼", "祝好", "谢谢,祝好", "顺颂商祺", "敬上", "順頌商祺", "敬禮", "祝工作顺利",
    "hg", "üdvözlettel", "tisztelettel", "saygılarımla", "saygılarımızla", "met hartelijke groeten", "どうぞよろしくお願いいたします", "どうぞよろしくお願い致します", "bis bald", "à bientôt", "hasta pronto", "tot snel", "do zobaczenia", "see you soon", "bien amicalement", "cu stimă", "με εκτίμηση", "lep pozdrav", "srdačan pozdrav",
    # the neighbours: tr, hu, ro, el, uk, ar, he, bg, hr, sl, sk, lt, lv, et, vi, th, id, ca, is, fa
    "İyi çalışmalar", "iyi çalışmalar", "İyi günler", "iyi günler", "sevgiler", "sevgilerimle", "selamlar", "saygılar",
    "en iyi dileklerimle", "köszönettel", "üdv", "szívélyes üdvözlettel", "baráti üdvözlettel", "szép napot",
    "cu respect", "cu deosebită stimă", "cu drag", "o zi bună", "toate cele bune", "numai bine",
    "με φιλικούς χαιρετισμούς", "φιλικά", "φιλικούς χαιρετισμούς", "με τιμή", "з повагою", "з найкращими побажаннями",
    "з вдячністю", "з найщирішими побажаннями", "مع أطيب التحيات", "مع التحية", "تحياتي", "مع خالص التحية",
    "أطيب التحيات", "وتفضلوا بقبول فائق الاحترام", "مع تحياتي", "مع الاحترام", "בברכה", "בכבוד רב", "כל טוב", "בתודה",
    "с уважение", "поздрави", "сърдечни поздрави", "с най-добри пожелания", "хубав ден", "s poštovanjem",
    "lijep pozdrav", "lijepi pozdrav", "lp", "srdačno", "s štovanjem", "pozdrav", "s spoštovanjem",
    "hvala in lep pozdrav", "lepo pozdravljeni", "с поштовањем", "поздрав", "s priateľským pozdravom", "pekný deň",
    "pagarbiai", "su pagarba", "linkėjimai", "geriausi linkėjimai", "ar cieņu", "ar sveicieniem", "lugupidamisega",
    "tervitades", "parimat", "parimate soovidega", "heade soovidega", "trân trọng", "kính thư", "thân mến",
    "trân trọng cảm ơn", "ขอแสดงความนับถือ", "ด้วยความเคารพ", "hormat saya", "salam", "salam hormat", "salam hangat",
    "hormat kami", "hormat kami,", "salutacions", "atentament", "cordialment", "una abraçada", "salutacions cordials",
    "unha aperta", "un saúdo", "kveðja", "bestu kveðjur", "með kveðju", "kær kveðja", "með bestu kveðju", "با احترام",
    "با تشکر", "ارادتمند", "सादर", "धन्यवाद सहित", "agur bero bat",
)  # fmt: skip

# Formal letters close with a sentence: how it begins, and a word that it holds further on.
FORMULAS = (
    ("je vous prie d'agréer", "salutations"),
    ("je vous prie d'agréer", "sentiments"),
    ("je vous prie d'agréer", "considération"),
    ("je vous prie de croire", "salutations"),
    ("je vous prie de recevoir", "salutations"),
    ("nous vous prions d'agréer", "salutations"),
    ("veuillez agréer", "salutations"),
    ("veuillez agréer", "sentiments"),
    ("veuillez agréer", "considération"),
    ("veuillez recevoir", "salutations"),
    ("dans l'attente de votre réponse", "salutations"),
    ("dans l'attente de vous lire", "salutations"),
    ("sin otro particular", "atentamente"),
    ("sin otro particular", "saludo"),
    ("le saluda", "atentamente"),
    ("les saluda", "atentamente"),
    ("in attesa di", "saluti"),
    ("porgo", "saluti"),
    ("porgiamo", "saluti"),
    ("nell'attesa", "saluti"),
    ("com os melhores", "cumprimentos"),
    ("sem outro assunto", "cumprimentos"),
    ("sem mais", "atenciosamente"),
    ("hochachtungsvoll", ""),
    ("looking forward to", "regards"),
)
# Thanks: a sign-off only when nothing but a name follows.
THANKS = (
    "thanks", "thank you", "many thanks", "thanks a lot", "thanks so much", "thank you so much", "thank you very much", "thx", "tia",
    "thanks again", "thank you again", "thanks in advance", "thank you in advance", "ty", "danke", "vielen dank", "besten dank",
    "danke schön", "herzlichen dank", "vielen dank im voraus", "danke im voraus", "merci", "merci beaucoup", "merci d'avance",
    "gracias", "muchas gracias", "gracias de antemano", "grazie", "grazie mille", "molte grazie", "dank u", "dank u wel", "bedankt",
    "alvast bedankt", "obrigado", "obrigada", "muito obrigado", "muito obrigada", "dziękuję", "dzięki", "tack", "tack så mycket",
    "tak", "mange tak", "takk", "tusen takk", "på forhånd takk", "kiitos", "kiitos paljon", "děkuji", "díky", "спасибо", "谢谢", "謝謝",
    "ありがとうございます", "ありがとうございました", "thanks very much", "thankyou", "mersi", "gracies", "dank je", "dank je wel", "dankjewel",
    "감사합니다", "감사드립니다", "고맙습니다", "teşekkürler", "teşekkür ederim", "teşekkür ederiz", "çok teşekkürler", "köszönöm",
    "köszönjük", "előre is köszönöm", "mulțumesc", "mulțumim", "mulțumesc anticipat", "ευχαριστώ", "ευχαριστούμε",
    "ευχαριστώ πολύ", "σας ευχαριστώ", "дякую", "дякуємо", "щиро дякую", "شكرا", "شكراً", "شكرا جزيلا", "شكراً جزيلاً",
    "תודה", "תודה רבה", "תודה מראש", "благодаря", "благодаря предварително", "hvala", "hvala vam", "hvala lijepa",
    "хвала", "ďakujem", "ďakujeme", "ačiū", "dėkoju", "paldies", "liels paldies", "aitäh", "tänan", "suur tänu",
    "cảm ơn", "xin cảm ơn", "cám ơn", "ขอบคุณ", "ขอบคุณครับ", "ขอบคุณค่ะ", "terima kasih", "makasih", "gràcies",
    "moltes gràcies", "grazas", "takk fyrir", "ممنون", "متشکرم", "धन्यवाद", "eskerrik asko",
)  # fmt: skip

# Small words inside a name.
PARTICLES = frozenset(
    {
        "&", "+", "af", "al", "and", "av", "ben", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "dipl.-ing.",
        "do", "dos", "dr.", "drs.", "du", "e", "el", "et", "frau", "herr", "i", "i.a.", "i.v.", "ibn", "ing.", "ir.", "ja",
        "la", "le", "les", "mac", "mr.", "mrs.", "ms.", "och", "og", "p.a.", "p.o.", "ppa.", "prof.", "ten", "ter", "und",
        "van", "vom", "von", "y", "zu", "zur",
    }
)  # fmt: skip
# What begins a short line below "Thanks," that is no name.
NOT_NAMES = frozenset(
    {
        "a", "aber", "also", "and", "are", "até", "au", "auch", "best", "bis", "bitte", "bon", "bonne", "buon", "buona",
        "but", "call", "can", "ci", "could", "das", "der", "die", "do", "einen", "enjoy", "good", "happy", "hasta", "have",
        "hope", "hoping", "hotel", "i", "ich", "if", "is", "ja", "kann", "kind", "können", "look", "looking", "ma", "mais",
        "mein", "my", "nein", "no", "non", "nos", "nähdään", "oui", "our", "pero", "please", "på", "room", "ruf", "rufen",
        "schöne", "schönen", "schönes", "see", "si", "speak", "sí", "tak", "talk", "the", "tot", "und", "unser", "until",
        "vi", "waiting", "we", "wenn", "wir", "yes", "your", "zimmer", "à",
    }
)  # fmt: skip

# Words of an office: a line that has one is no person's name.
OFFICES = frozenset(
    {
        "abteilung", "company", "customer", "department", "desk", "gmbh", "hotel", "inc", "ltd", "manager", "name", "office",
        "reception", "reservations", "sales", "service", "support", "team",
    }
)  # fmt: skip

# Fields by which somebody is reached: they stand on cards as well as in forms.
REACHES = frozenset(
    {"phone", "e-mail", "email", "telefon", "téléphone", "teléfono", "telefono", "telefoon", "telefone", "телефон", "电话"}
)  # fmt: skip
# What a guest adds below his name, beside a number: the desk has to read it.
INFORMS = frozenset(
    {
        "room", "rooms", "arrival", "arriving", "departure", "check", "nights", "night", "adults", "adult", "children", "kids", "persons", "people", "guests", "booking", "zimmer",
        "zimmernummer", "ankunft", "anreise", "abreise", "nächte", "personen", "erwachsene", "kinder", "buchung", "buchungsnummer", "chambre", "arrivée", "départ", "nuits", "personnes", "adultes",
        "enfants", "réservation", "habitación", "llegada", "salida", "noches", "personas", "adultos", "niños", "reserva", "camera", "arrivo", "partenza", "notti", "persone", "adulti", "bambini",
        "prenotazione", "kamer", "aankomst", "vertrek", "nachten", "volwassenen", "kinderen", "quarto", "chegada", "partida", "noites", "pessoas", "crianças", "pokój", "przyjazd", "wyjazd", "nocy",
        "osób", "rum", "rummet", "ankomst", "avresa", "nätter", "vuxna", "barn", "værelse", "afrejse", "nætter", "voksne", "avreise", "netter", "huone", "saapuminen", "lähtö", "yötä", "pokoj",
        "příjezd", "odjezd", "noci", "osoby", "номер", "заезд", "выезд", "ночей", "ночи", "человека",
    }
)  # fmt: skip
# Words that announce a card below them.
DETAILS = (
    "detail", "contact", "data", "address", "kontakt", "daten", "adress", "anschrift", "coordonn", "datos", "direcci", "dati", "indirizz", "recapit", "gegevens", "adres", "dados", "endereço",
    "dane", "uppgifter", "oplysninger", "opplysninger", "yhteystie", "osoite", "údaje", "контакт", "данные", "адрес", "連絡先", "联系",
)  # fmt: skip

# How a device line begins, and whether what follows the words must be a device or programme we know.
DEVICE_LEADS = (
    "sent from my", "sent from", "sent wirelessly", "from my iphone", "from my ipad", "envoyé sans fil", "sent via", "sent with", "sent using", "sent by", "sent on", "get outlook for", "written on my",
    "von meinem", "von meiner", "gesendet von", "gesendet mit", "gesendet über", "gesendet via", "diese nachricht wurde von meinem",
    "holen sie sich outlook", "outlook für", "outlook for", "envoyé de mon", "envoyé depuis", "envoyé de", "envoyé à partir",
    "envoyé avec", "envoyé via", "télécharger outlook", "obtenir outlook", "obtenez outlook", "enviado desde", "enviado de",
    "enviado con", "obtener outlook", "obtenga outlook", "mandado desde", "inviato da", "inviato dal", "inviato con", "inviato tramite",
    "scarica outlook", "ottieni outlook", "verzonden vanaf", "verzonden vanuit", "verzonden met", "verstuurd vanaf", "verstuurd met",
    "download outlook", "outlook voor", "enviado do", "enviado a partir", "enviado pelo", "enviado através", "enviado via",
    "obter o outlook", "obtenha o outlook", "baixar o outlook", "wysłane z", "wysłano z", "pobierz outlook", "pobierz aplikację",
    "uzyskaj aplikację", "skickat från", "skickas från", "skickad från", "hämta outlook", "skaffa outlook", "sendt fra", "sendt via",
    "sendt med", "hent outlook", "få outlook", "last ned outlook", "skaff deg outlook", "skaff outlook", "lähetetty", "hanki outlook", "hae outlook",
    "odesláno z", "odoslané z", "odesláno ze", "odesláno pomocí", "získejte outlook", "získat outlook", "posláno z", "отправлено с",
    "отправлено из", "отправлено от", "послано с", "скачать outlook", "получить outlook", "скачайте outlook", "发自我的", "發自我的", "来自我的", "來自我的", "发送自",
    "發自", "发自", "从我的", "從我的", "获取 outlook", "取得 outlook", "下载 outlook", "outlook を入手", "trimis de pe", "iphone'umdan",
    "get bluemail", "get typeapp", "ottieni bluemail", "obtenir bluemail", "obtener bluemail", "obtenez bluemail", "holen sie sich bluemail",
    "obter bluemail", "pobierz bluemail", "diese nachricht wurde mit", "diese e-mail wurde mit", "diese mail wurde mit", "this message was sent from",
    "this email was sent from", "this e-mail was sent from", "ce message a été envoyé", "este mensaje fue enviado desde",
    "questo messaggio è stato inviato",
    "android için outlook", "ios için outlook", "küldve", "trimis din", "trimis de la", "obțineți outlook",
    "obține outlook", "descărcați outlook", "στάλθηκε από", "αποστολή από", "εστάλη από", "απεστάλη από",
    "λήψη του outlook", "αποκτήστε το outlook", "надіслано з", "надіслано із", "відправлено з", "отримати outlook",
    "завантажити outlook", "أُرسلت من", "أرسلت من", "تم الإرسال من", "مُرسل من", "مرسل من", "مُرسَل من",
    "الحصول على outlook", "تنزيل outlook", "נשלח מ", "קבל את outlook", "להורדת outlook", "изпратено от",
    "изтегляне на outlook", "изтеглете outlook", "вземете outlook", "poslano s", "poslano z", "poslano iz",
    "poslato sa", "poslato s", "послато са", "dohvati outlook", "preuzmi outlook", "nabavite outlook",
    "prenesite outlook", "prenesi outlook", "odoslané zo", "získajte outlook", "išsiųsta iš", "gauti outlook",
    "gaukite outlook", "nosūtīts no", "iegūt outlook", "iegūstiet outlook", "saadetud", "hangi outlook",
    "hankige outlook", "đã gửi từ", "gửi từ", "được gửi từ", "tải outlook", "tải xuống outlook", "ส่งจาก",
    "รับ outlook", "ดาวน์โหลด outlook", "dikirim dari", "terkirim dari", "dapatkan outlook", "dihantar",
    "enviat des de", "enviat des del", "enviat amb", "obteniu outlook", "enviado dende", "sent úr", "sendt frá",
    "ارسال شده از", "فرستاده شده از", "دریافت outlook",
    "secured with", "sicher gesendet mit", "envoyé d'outlook", "envoyé d’outlook", "téléchargez outlook",
    "obtén outlook", "baixe o outlook", "загрузить outlook", "загрузите outlook", "来自", "來自", "vom", "typed on",
    "written on a", "written from my", "mit freundlichen grüssen von meinem", "sent securely with",
    "sent securely from",
)  # fmt: skip
DEVICE_ENDS = ("küldve", "gesendet", "gesendet.", "发送", "發送", "傳送", "发出", "gönderildi", "送信")
# Languages that put the verb last, behind "from": these say it whatever the line begins with.
DEVICE_CLOSES = (
    "から送信", "より送信", "から送信されました", "を入手", "에서 보냄", "에서 보냈습니다", "에서 발송", "에서 전송", "에서 보낸 메일입니다", "용 outlook 다운로드",
    "용 outlook 받기", "umdan gönderildi", "ımdan gönderildi", "imdan gönderildi", "mdan gönderildi", "den gönderildi", "dan gönderildi",
    "outlook'u edinin", "outlook uygulamasını edinin", "से भेजा गया",
)  # fmt: skip
# Whole lines that mail programs add and that no rule of words covers.
DEVICE_LINES = frozenset({
    "yahoo mail: search, organize, conquer", "sent from yahoo mail: search, organize, conquer", "sent from my verizon, samsung galaxy smartphone",
    "sent from yahoo mail. get the app", "get the all new yahoo mail",
    "von unterwegs gesendet", "unterwegs gesendet", "mobil gesendet", "sent on the go", "sent on the move", "sent while on the move",
    "sent from mobile",
    "sent from nine", "typed with thumbs, sent from my iphone", "typed with my thumbs",
    "unterwegs mit dem iphone geschrieben", "von unterwegs geschrieben", "unterwegs geschrieben", "napsáno na mobilu",
    "psáno na mobilu", "skrivet på mobilen", "skrevet på mobilen", "skrevet på farten", "skickat från mobilen",
    "sendt fra mobilen", "pisane z telefonu", "écrit depuis mon téléphone", "escrito desde el móvil",
    "scritto dal cellulare", "getypt op mijn telefoon", "kirjoitettu puhelimella",
})  # fmt: skip
# What people add to such a line; it goes with it.
EXCUSES = (
    "please excuse", "please forgive", "excuse", "sorry for", "apologies for", "pardon", "bitte entschuldigen", "entschuldigen sie", "merci d'excuser",
    "veuillez excuser", "bitte tippfehler", "tippfehler", "please pardon", "please ignore typos", "désolé pour", "perdona", "perdonen", "scusa ",
    "disculpe", "perdone", "scusate", "excuses voor", "desculpe", "ursäkta",
    "omluvte", "przepraszam za", "beklager", "undskyld", "anteeksi", "извините", "apologise for", "apologize for",
    "verzeihen sie",
)  # fmt: skip
# Names say it wherever they stand; common words only at the end of the line.
NAMED_DEVICES = (
    "iphon", "ipad", "ipod", "android", "samsung", "galaxy", "blackberry", "outlook", "yahoo", "gmail", "huawei", "xiaomi",
    "redmi", "oneplus", "oppo", "nokia", "lumia", "proton", "airmail", "htc", "sony", "xperia", "motorola", "pixel",
    "realme", "tutanota", "tuta", "gmx", "web.de", "t-online", "freenet", "bluemail", "typeapp", "apple watch", "macbook",
    "thunderbird", "fairphone", "手机", "手機", "qq邮箱", "网易邮箱", "邮箱", "スマホ", "携帯", "posteo", "superhuman", "aqua mail",
    "aquamail", "k-9", "fairemail", "sparrow", "polymail", "mailspring", "zoho", "aol", "libero", "laposte", "sfr", "onet",
    "seznam", "яндекс", "yahoo mail", "proton mail", "windows mail", "gmx mail", "mail.ru", "mail for windows",
    "mail für windows", "lg ", "mailbox for", "orange", "spark", "hey", "mac ", "moto ", "newton", "honor ", "mail app",
    "windows", "почты", "почта", "courrier", "correo", "poczt", "e-post",
    "아이폰", "갤럭시", "айфон", "אייפון", "גלקסי", "آيفون", "آیفون", "ايفون", "네이버", "naver", "daum", "ukr.net", "i.ua",
    "rambler", "wp.pl",
    "shortwave", "em client", "canary", "edison", "yandex", "icloud", "小米", "荣耀", "华为",
)  # fmt: skip
COMMON_DEVICES = (
    "vivo", "windows", "mobile", "smartphone", "telefon", "téléphone", "teléfono", "telefono", "telefoon", "handy", "phone",
    "tablet", "mail", "spark", "lg", "moto", "honor", "app", "mac", "mobil", "mobiltelefon", "móvil", "celular", "telemóvel",
    "мобильн", "телефон", "device", "webmail", "mailbox", "hey", "front", "boxer", "newton", "orange", "wp", "почта",
    "laptop", "matkapuhelimesta", "puhelimesta", "posta", "cell", "galaxy", "machine", "mobilgerät", "gerät", "appareil",
    "dispositivo", "toestel", "laitteesta", "zařízení", "urządzenia", "enhed", "enhet", "smartphonu", "smartphone.",
    "смартфон", "устройств", "компьютер", "mobiele", "mobilní",
)  # fmt: skip
DEVICE_STARTS = (
    "az ",
    "von ",
    "mit ",
    "via ",
    "über ",
    "从",
    "從",
    "由",
    "来自",
    "來自",
    "iphone",
    "ipad",
    "android",
    "outlook",
)
