"""What lawyers, scanners, lists and mail servers print around a mail, language by language: data only, no rules. All lower case."""

from __future__ import annotations

# The first words of what lawyers and scanners append. Two words of one pair must both be in the paragraph.
DISCLAIMERS = (
    ("confidential", "intended recipient"), ("confidential", "intended only"), ("confidential", "intended solely"), ("confidential", "intended for"),
    ("confidential", "solely for the"), ("confidential", "addressee"), ("confidential", "privileged"), ("confidentiality notice", ""),
    ("disclaimer:", ""), ("any attachments", "intended"), ("vertraulich", "empfänger"), ("vertraulich", "adressat"), ("vertraulich", "bestimmt"),
    ("confidentiel", "destinataire"), ("pièces jointes", "destinataire"), ("confidencial", "destinatario"), ("confidencial", "destinatário"),
    ("riservat", "destinatari"), ("vertrouwelijk", "geadresseerde"), ("vertrouwelijk", "bestemd voor"), ("poufn", "adresat"),
    ("konfidentiell", "mottagare"), ("fortrolig", "modtager"), ("fortrolig", "mottaker"), ("luottamuksel", "vastaanottaja"), ("důvěrn", "adresát"),
    ("конфиденциальн", "получател"), ("機密", "受信者"), ("保密", "收件人"), ("机密", "收件人"),
    ("privileged", "intended recipient"), ("konfidentiell", "adressat"), ("konfidentiell", "avsedd"), ("konfidentiell", "avsett"), ("gizli", "alıcı"), ("bizalmas", "címzett"), ("confiden", "destinatar"),
    ("εμπιστευτικ", "παραλήπτ"), ("конфіденційн", "одержувач"), ("конфіденційн", "адресат"), ("поверителн", "получател"), ("поверителн", "адресат"), ("기밀", "수신"),
    ("חסוי", "נמען"), ("סודי", "נמען"), ("سري", "مرسل إليه"), ("povjerljiv", "primatelj"), ("poverljiv", "prima"), ("zaupn", "naslovnik"), ("zaupn", "prejemnik"),
    ("dôvern", "adresát"), ("konfidencial", "gavėj"), ("konfidenci", "saņēmēj"), ("konfidentsiaal", "saaja"), ("rahasia", "penerima"), ("bí mật", "người nhận"),
    ("bảo mật", "người nhận"), ("ความลับ", "ผู้รับ"), ("trúnað", "viðtakand"), ("محرمانه", "گیرنده"),
)  # fmt: skip
# The same without the word for "confidential": only where the text speaks of itself, as of "this mail".
MISDIRECTED = (
    ("irrtümlich", "vernichten"), ("par erreur", "destinataire"), ("uitsluitend", "geadresseerde"),
    ("adresat", "pomył"), ("przeznaczon", "adresat"), ("esclusiv", "destinatari"), ("exclusiv", "destinatári"), ("exclusiv", "destinatario"),
    ("avsedd", "mottagar"), ("avsett", "mottagar"), ("ved en fejl", "modtager"), ("ved en feil", "mottaker"), ("tarkoitettu", "vastaanottaja"),
    ("určen", "adresát"), ("предназначен", "адресат"), ("конфиденциальн", "адресат"),
    ("not the intended recipient", "delete"), ("not the intended recipient", "notify"), ("sole use of", "intended recipient"), ("in error", "notify the sender"),
    ("in error", "delete it"), ("pas le destinataire", "détrui"), ("nicht der richtige empfänger", "lösch"), ("nicht der beabsichtigte empfänger", "lösch"),
    ("si ha recibido", "por error"), ("ricevuto per errore", "cancell"), ("ten onrechte", "verwijder"), ("por engano", "apag"),
)  # fmt: skip
THIS_MAIL = (
    "diese e-mail", "diese mail", "diese nachricht", "dieser e-mail", "dieser nachricht", "this mail", "this e-mail", "this email", "this message",
    "ce message", "ce courriel", "cet e-mail", "este mensaje", "este correo", "questo messaggio", "questa e-mail", "presente comunicazione",
    "presente messaggio", "dit bericht", "dit e-mail", "deze e-mail", "deze mail", "esta mensagem", "este e-mail", "ta wiadomość",
    "tej wiadomości", "niniejsza wiadomość", "niniejszej wiadomości", "detta meddelande", "detta mejl", "detta e-post", "denne meddelelse",
    "denne mail", "denne e-mail", "denne e-post", "denne melding", "tämä viesti", "tämä sähköposti", "tato zpráva", "tento e-mail", "tento email",
    "это сообщение", "данное сообщение", "настоящее сообщение", "это письмо", "данное письмо",
    "the information contained in this", "notice:", "detta e-postmeddelande", "e-posten", "bu e-posta", "bu mesaj", "ez az üzenet", "jelen üzenet", "ez az e-mail", "acest mesaj", "acest e-mail",
    "το παρόν", "це повідомлення", "цей лист", "това съобщение", "ova poruka", "ovaj e-mail", "to sporočilo", "táto správa",
)  # fmt: skip
# Words of somebody who speaks of himself; lawyers write "you".
PERSONAL = frozenset(
    {"ich", "mein", "meine", "meinen", "my", "j'ai", "mon", "ik", "mijn", "jag", "jeg", "ho", "yo", "mi", "eu", "meu", "minha", "mam", "mój", "moja", "я", "мой", "benim", "ben", "nekem", "szeretnék", "μου", "εγώ", "мій", "мені", "אני", "שלי", "أنا", "저는", "제가", "saya", "tôi"}
)  # fmt: skip
# Words that are "I" in one language and something else in another: they count beside small words of their own.
AMBIGUOUS = {
    "je": frozenset({"vous", "le", "la", "les", "que", "et", "pas", "un", "une", "à", "du", "des"}),
    "i": frozenset({"the", "to", "and", "it", "this", "have", "am", "was"}),
}
# Two words of a paragraph that says where a company is registered.
IMPRINTS = (
    ("registered in", "registered office"),
    ("registered in england", ""),
    ("company number", "registered"),
    ("sitz der gesellschaft", ""),
    ("amtsgericht", "hrb"),
    ("geschäftsführer", "registergericht"),
    ("landesgericht", "fn "),
    ("siège social", "rcs"),
    ("siège social", "capital"),
    ("capitale sociale", "p.iva"),
    ("capitale sociale", "partita iva"),
    ("registro mercantil", "cif"),
    ("kvk", "btw"),
    ("krs", "nip"),
    ("krs", "kapitał"),
    ("y-tunnus", "kotipaikka"),
    ("spisová značka", "ičo"),
)
# Such a text speaks of the mail it stands in.
MAIL_WORDS = (
    "mail", "message", "communication", "comunicazione", "comunicación", "comunicação", "transmission", "nachricht", "courriel", "mensaje", "correo", "mensagem", "messaggio", "bericht", "wiadomoś",
    "meddelande", "meddelelse", "melding", "viesti", "zpráv", "сообщени", "письмо", "メール", "邮件", "郵件",
    "e-post", "e-posta", "mesaj", "üzenet", "μήνυμα", "повідомлення", "съобщение", "메일", "הודעה", "رسالة", "الرسالة", "poruk", "sporočil", "správ", "pranešim", "laišk", "ziņ",
    "sõnum", "kiri", "pesan", "thư", "ข้อความ", "skeyti", "پیام", "missatge",
)  # fmt: skip
FOOTERS = (
    "confidentiality notice", "virus-free.", "virenfrei.", "sans virus.", "garanti sans virus", "libre de virus", "privo di virus", "virusvrij.", "wolny od wirusów",
    "diese e-mail wurde von avast", "diese e-mail wurde auf viren", "this email has been checked for viruses", "this email has been scanned", "this message was sent using imp",
    "l'absence de virus dans ce courrier", "el software de antivirus avast", "este email fue escaneado", "este e-mail foi verificado",
    "este email ha sido comprobado", "dit bericht is gecontroleerd op virussen", "questa e-mail è stata controllata",
    "please consider the environment", "think before you print", "save a tree", "save paper", "denken sie an die umwelt",
    "bitte prüfen sie, ob diese mail wirklich", "bitte denken sie an die umwelt", "pensez à l'environnement", "avant d'imprimer",
    "antes de imprimir", "prima di stampare", "denk aan het milieu", "tänk på miljön", "to unsubscribe from this group",
    "you received this message because you are subscribed", "you are receiving this because", "reply to this email directly or view it",
    "p please consider the environment", "please think before you print", "save trees", "please don't print this", "bitte prüfen sie der umwelt", "der umwelt zuliebe",
    "information from eset", "informationen von eset", "this e-mail was scanned", "this email was scanned", "this e-mail has been scanned", "this message has been scanned",
    "scanned by mailmarshal", "click here to report this email as spam", "non contiene virus", "livre de vírus", "virusfri", "без вирусов", "без вірусів", "neobsahuje žádné viry",
    "vírusmentes", "fără viruși", "virüssüz", "χωρίς ιούς", "informationen zum datenschutz finden sie", "informationen zum datenschutz:", "unsere datenschutzhinweise", "hinweise zum datenschutz",
    "datenschutzhinweise:", "unsere datenschutzerklärung finden sie", "en cumplimiento de la ley orgánica", "en cumplimiento del reglamento general", "de conformidad con el reglamento",
    "administratorem państwa danych", "administratorem danych osobowych jest", "ai sensi del regolamento ue", "ai sensi del d.lgs", "to report this email as spam",
)  # fmt: skip
# A banner that a company's mail server puts above the words of outsiders.
BANNER_STARTS = (
    "caution",
    "warning",
    "attention",
    "achtung",
    "vorsicht",
    "[external",
    "external",
    "extern",
    "advertencia",
    "attenzione",
    "let op",
    "obs",
)
BANNER_WORDS = ("external", "extern", "outside", "außerhalb", "esterna", "externo", "extérieur", "externe")
# What it warns of; without one of these a longer text is somebody's own.
BANNER_ACTS = (
    "click", "links", "attachment", "originat", "organi", "sender", "recogni", "klick", "anhäng", "anhang", "absender", "organisation", "cliqu", "pièces",
    "expéditeur", "provient", "adjunto", "remitente", "procede", "allegat", "mittente", "proviene", "bijlage", "afzender", "afkomstig", "anexo", "origem", "bilag",
    "avsändare", "bifoga", "afsender", "vedhæft", "avsender", "vedlegg",
)  # fmt: skip
BANNERS = (
    "caution: this email originated", "caution: external", "external email:", "[external]", "warning: this email originated",
    "caution! this email", "caution - external", "this email originated from outside", "this message originated from outside",
    "external sender", "you don't often get email from", "some people who received this message don't often get email from",
    "achtung: diese e-mail", "vorsicht: diese e-mail", "externe e-mail", "sie erhalten nicht häufig e-mails von",
    "attention: ce message", "vous n'obtenez pas souvent d'e-mail", "no suele recibir correos", "non si ricevono spesso messaggi",
    "u ontvangt niet vaak e-mail", "du får inte ofta e-post", "advertencia: este correo", "attenzione: questa e-mail",
)  # fmt: skip
