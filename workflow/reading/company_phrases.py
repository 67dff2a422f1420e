"""What companies print below the card of a clerk, language by language: data only, no rules. All lower case.

A phrase that begins with a blank is a word of its own, not a part of one. Two of a pair must both be there.
"""

from __future__ import annotations

# Where a company is registered and who speaks for it.
REGISTERS = (
    ("registered office", ""), ("registered in england", ""), ("registered in scotland", ""), ("registered in wales", ""), ("registered in northern ireland", ""),
    ("registered in ireland", ""), ("company number", "registered"), ("company no", "registered"), ("company reg", ""), ("registered number", ""),
    ("amtsgericht", " hra"), ("amtsgericht", " hrb"), ("registergericht", ""), ("handelsregister", ""), (" hrb", "geschäftsführ"), (" hra", "geschäftsführ"),
    (" sitz", "geschäftsführ"), (" sitz", "amtsgericht"), ("sitz der gesellschaft", ""), ("firmenbuch", ""), (" fn ", "landesgericht"), (" fn ", "handelsgericht"),
    ("ust-id", "geschäftsführ"), ("vorstand", "aufsichtsrat"),
    ("siège social", ""), ("au capital de", ""), (" rcs ", "capital"), (" rcs ", "siret"), (" r.c.s", ""), ("siret", "tva"),
    ("registro mercantil", ""), ("domicilio social", ""), (" cif", "tomo"), (" c.i.f", "tomo"),
    ("capitale sociale", ""), ("cap. soc", ""), ("sede legale", ""), ("registro imprese", ""), ("registro delle imprese", ""), (" rea ", "p.iva"), (" rea ", "p. iva"),
    (" kvk", ""), ("kamer van koophandel", ""), ("statutair gevestigd", ""),
    ("capital social", ""), ("conservatória", ""), ("registo comercial", ""), (" nipc", ""), (" cnpj", ""), ("sede social", ""),
    (" krs", ""), ("sąd rejonowy", ""), ("kapitał zakładowy", ""), ("rejestru przedsiębiorc", ""),
    (" org.nr", ""), (" org.nummer", ""), (" orgnr", ""), (" org nr", ""), ("organisationsnummer", ""), ("styrelsens säte", ""), ("bolagsverket", ""),
    (" cvr", ""), ("organisasjonsnummer", ""), ("foretaksregisteret", ""),
    ("y-tunnus", ""), ("kotipaikka", ""), ("kaupparekisteri", ""),
    ("spisová značka", ""), ("obchodním rejstříku", ""), ("obchodního rejstříku", ""), (" sp. zn.", ""),
    (" огрн", ""), ("юридический адрес", ""), (" инн", "кпп"),
    ("法人番号", ""), ("登記", "本社"), ("代表取締役", "本社"), ("统一社会信用代码", ""), ("統一編號", ""), ("注册地址", ""),
)  # fmt: skip
CONFIDENTIAL = (
    "confidential", "privileged", "vertraulich", "confidentiel", "confidencia", "confidenciais", "riservat", "confidenzial", "vertrouwelijk", "poufn", "konfidentiell", "fortrolig", "konfidensiel",
    "luottamuksel", "důvěrn", "конфиденциальн", "機密", "秘密", "保密", "机密",
)  # fmt: skip
# How a sentence on confidentiality begins, where `THIS_MAIL` does not.
LEGAL_STARTS = (
    "the information", "the content", "this communication", "this transmission", "the e-mail", "der inhalt", "die in dieser", "die information", "das mail", "les informations", "le contenu",
    "le présent", "ce mail", "cet email", "la información", "el contenido", "este e-mail", "este email", "el presente", "le informazioni", "il contenuto", "il presente", "la presente",
    "questa mail", "questa email", "de informatie", "de inhoud", "dit mailbericht", "deze email", "as informações", "o conteúdo", "este email", "a presente", "treść", "informacje",
    "ten e-mail", "ta korespondencja", "detta mail", "informationen", "innehållet", "indholdet", "denne e-mail", "denne e-posten", "denne meldingen", "innholdet", "tämä sähköpostiviesti", "viestin",
    "tämän viestin", "obsah", "informace", "tento mail", "информация", "содержание", "данное электронное", "это электронное", "настоящее электронное", "本メール", "このメール", "当メール", "本邮件",
    "本郵件", "此邮件", "此郵件", "本电子邮件",
)  # fmt: skip
IN_ERROR = (
    "in error", "by mistake", "intended recipient", "irrtümlich", "versehentlich", "nicht der richtige", "nicht der vorgesehene", "par erreur", "pas le destinataire", "por error", "no es el destinatario",
    "per errore", "ten onrechte", "abusievelijk", "per vergissing", "por engano", "por erro", "omyłk", "pomył", "av misstag", "ved en fejl", "ved fejl", "ved en feil", "ved feil", "feilaktig",
    "vahingossa", "erehdyks", "omylem", "по ошибке", "ошибочно", "誤って", "误收", "誤收",
)  # fmt: skip
# Beside "confidential": what the sentence says of the mail.
OF_THE_MAIL = (
    "attachment", "attached files", "anhäng", "anlagen", "pièces jointes", "adjunto", "allegat", "bijlagen", "anexo", "załącznik", "bilagor", "bilag", "vedlegg", "liitte", "příloh", "вложени", "添付", "附件",
    "may contain", "might contain", "kann vertraulich", "können vertraulich", "enthält vertraulich", "peut contenir", "peuvent contenir", "puede contener", "pueden contener", "può contenere", "possono contenere",
    "kan vertrouwelijk", "pode conter", "podem conter", "może zawierać", "mogą zawierać", "kan innehålla", "kan indeholde", "kan inneholde", "voi sisältää", "může obsahovat", "mohou obsahovat",
    "может содержать", "含まれ", "可能包含", "可能含有",
)  # fmt: skip
DATA_LAWS = (
    "gdpr", "data protection", "privacy", "dsgvo", "ds-gvo", "datenschutz", "rgpd", "protection des données", "protección de datos", "lopd", "2016/679", "regolamento ue", " avg", "lgpd",
    "proteção de dados", "rodo", "dataskydd", "databeskyttelse", "persondataforordning", "personvern", "tietosuoja", "ochran", "152-фз", "персональн", "個人情報", "个人信息", "個人資料",
)  # fmt: skip
# Lawyers say "your data"; who asks about his own says "ours".
YOUR_DATA = (
    "your data", "your personal data", "your information", "ihre daten", "ihrer daten", "ihre personenbezogenen", "ihrer personenbezogenen", "vos données", "sus datos", "suoi dati", "vostri dati",
    "uw gegevens", "uw persoonsgegevens", "seus dados", "państwa dan", "pana/pani dan", "pani/pana dan", "dina uppgifter", "dina personuppgifter", "dine oplysninger", "dine personoplysninger",
    "dine data", "dine opplysninger", "dine personopplysninger", "tietojasi", "tietojanne", "vaše údaje", "vaše osobní údaje", "vašich osobních", "vašimi osobními", "ваши данные", "ваши персональные",
    "ваших персональных", "お客様の個人情報", "您的个人信息", "您的個人資料",
)  # fmt: skip
NATURE = (
    "environment", "the trees", "umwelt", "environnement", "planète", "medio ambiente", "medioambiente", "meio ambiente", "ambiente", "milieu", "środowisk", "miljö", "miljø", "ympäristö", "životní prostředí",
    "životním prostředí", "окружающ", "природ", "環境", "环境",
)  # fmt: skip
PRINTING = (
    "print", "druck", "imprim", "stampa", "drukk", "druko", "wydruk", "skriv", "utskrift", "tulost", "tisk", "печат", "印刷", "打印", "列印",
)  # fmt: skip
# Somebody asks for something, or speaks for his own house: no register does.
PLEASE = (
    "please", "kindly", "bitte", "s'il vous pla", "merci", "por favor", "rogamos", "per favore", "cortesemente", "alstublieft", "graag", "gelieve", "prosz", "prosim", "prosím", "snälla", "venligst",
    "vennligst", "vänligen", "pyydä", "пожалуйста", "просим", "お願い", "ください", "请", "請",
)  # fmt: skip
OURS = frozenset(
    {
        "our", "we", "us", "wir", "uns", "unser", "unsere", "unserer", "unseren", "unserem", "nous", "notre", "nos", "nosotros", "nuestra", "nuestro", "nuestros", "nuestras", "somos", "noi", "nostra",
        "nostro", "nostri", "nostre", "siamo", "wij", "ons", "onze", "nós", "nosso", "nossa", "nossos", "nossas", "nasz", "nasza", "nasze", "naszej", "naszego", "jesteśmy", "vi", "vår", "vårt", "våra",
        "våre", "vores", "vor", "meidän", "olemme", "yrityksemme", "náš", "naše", "našeho", "našich", "jsme", "мы", "наш", "наша", "наше", "нашей", "нашу", "наши",
    }
)  # fmt: skip
OURS_WITHIN = ("弊社", "当社", "私", "我们", "我們", "我司", "我公司")
# A guest's company, and the paper he needs its data on.
INVOICES = (
    "invoice", "receipt", "rechnung", "quittung", "facture", "factura", "fattura", "ricevuta", "factuur", "fatura", "recibo", "faktur", "kvitto", "kvittering", "lasku", "счёт", "счет", "請求書", "領収書", "发票",
    "發票", "billing",
)  # fmt: skip
COMPANIES = (
    "company", "regist", "vat ", "firma", "firmen", "société", "entreprise", "empresa", "azienda", "società", "ditta", "bedrijf", "företag", "bolag", "virksomhed", "selskap", "yrity", "společnost",
    "компани", "фирм", "организаци", "会社", "公司",
)  # fmt: skip
# Words that send the reader to the lines below.
BELOW = (
    "below", "signature", "footer", "unten", "folgend", "siehe", "signatur", "ci-dessous", "suivant", "abajo", "siguiente", "a continuación", "sotto", "seguent", "hieronder", "onderstaand", "onderaan", "abaixo", "seguinte",
    "poniż", "następując", "stopc", "nedan", "följande", "nedenfor", "følgende", "alla ole", "seuraav", "níže", "následující", "ниже", "следующ", "подпис", "下記", "以下", "署名", "如下",
)  # fmt: skip
