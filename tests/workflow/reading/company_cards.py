"""What companies print below the card of a clerk, and what guests write there: data of `test_company_lines`."""

from __future__ import annotations

# A sign-off and the name as typed; below it stands the card with the name again.
SIGNED = {
    "en": "Kind regards\nNora",
    "de": "Mit freundlichen Grüßen\ni.A. Nora Lindt",
    "fr": "Cordialement,\n\nNora Lindt",
    "es": "Un cordial saludo,\n\nNora Lindt",
    "it": "Cordiali saluti\nNora Lindt",
    "nl": "Met vriendelijke groet,\nNora",
    "pt": "Com os melhores cumprimentos,\n\nNora Lindt",
    "pl": "Z poważaniem\nNora Lindt",
    "sv": "Med vänlig hälsning\nNora",
    "da": "Med venlig hilsen\nNora",
    "no": "Vennlig hilsen\nNora",
    "fi": "Ystävällisin terveisin\nNora Lindt",
    "cs": "S pozdravem\nNora Lindt",
    "ru": "С уважением,\nНора Линдт",
    "ja": "よろしくお願いいたします\n山田花子",
    "zh": "此致敬礼\n王小明",
}
CARD = "Nora LINDT\nFront Office\nHotel Kranich\nTel. +49 30 5550 142"
CARDS = {
    "ru": "Нора Линдт\nОтдел бронирования\nТел. +7 495 555 01 42",
    "ja": "山田花子\n予約課\nTel: 03-5555-0142",
    "zh": "王小明\n预订部\nTel: +86 10 5555 0142",
}
PRINTED = """
en|Kranich Hotels Ltd. Registered office: 9 Mill Lane, Leeds. Company number 07654321.
en|This e-mail and its attachments are confidential. If it reached you by mistake, please tell us and delete it.
en|Under the GDPR your data are processed by Kranich Hotels Ltd. Please think of the environment before you print this message.
de|Kranich Hotel GmbH | Sitz: Celle | Amtsgericht Lüneburg HRB 20456 | Geschäftsführerin: Uta Kranich
de|Diese Nachricht kann vertrauliche Inhalte haben und ist mit ihren Anhängen nur für Sie. Haben Sie sie irrtümlich erhalten, löschen Sie sie bitte.
de|Wir verarbeiten Ihre Daten nach der DSGVO. Der Umwelt zuliebe bitte diese E-Mail nicht drucken.
fr|SARL Kranich au capital de 8 000 €, siège social : 4 quai Vauban, Brest, RCS Brest 512 345 678
fr|Ce courriel et ses pièces jointes sont confidentiels. Si vous l'avez reçu par erreur, merci de nous le signaler.
fr|Conformément au RGPD, vos données sont traitées par la SARL Kranich. Pour l'environnement, n'imprimez ce courriel que si nécessaire.
es|Hoteles Grulla S.A. Inscrita en el Registro Mercantil de Cádiz, tomo 812, folio 4. CIF A11223344
es|Este correo y sus archivos adjuntos son confidenciales. Si lo ha recibido por error, rogamos que lo borre.
es|De acuerdo con el RGPD, sus datos forman parte de un fichero de Hoteles Grulla S.A. Piense en el medio ambiente antes de imprimir este mensaje.
it|Gru Hotels S.r.l. - Sede legale: via Po 3, Torino - Capitale sociale 10.000 euro i.v.
it|Questo messaggio e i suoi allegati sono riservati. Se ricevuto per errore, si prega di eliminarlo.
it|Ai fini del GDPR i suoi dati sono trattati da Gru Hotels S.r.l. Rispetta l'ambiente: non stampare questa mail se non serve.
nl|Kraanvogel Hotels B.V., statutair gevestigd te Delft, KvK 27123456
nl|Dit bericht en de bijlagen zijn vertrouwelijk. Bij ontvangst per vergissing: verwijder het.
nl|Volgens de AVG worden uw gegevens verwerkt door Kraanvogel Hotels B.V. Denk aan het milieu voordat u deze e-mail print.
pt|Grou Hotéis, Lda. Capital social 5.000 euros, NIPC 501234567
pt|Este e-mail e os anexos são confidenciais. Caso o tenha recebido por erro, por favor apague-o.
pt|Nos termos do RGPD, os seus dados são tratados por Grou Hotéis, Lda. Antes de imprimir este e-mail pense no meio ambiente.
pl|Hotel Żuraw Sp. z o.o., Sąd Rejonowy w Toruniu, KRS 0000123456, kapitał zakładowy 50 000 zł
pl|Ta wiadomość i załączniki są poufne. W razie omyłkowego otrzymania prosimy o usunięcie.
pl|Zgodnie z RODO Państwa dane przetwarza Hotel Żuraw. Zanim wydrukujesz tę wiadomość, pomyśl o środowisku.
sv|Tranan Hotell AB, org.nr 556123-4567, styrelsens säte Lund
sv|Detta meddelande och dess bilagor är konfidentiella. Har det nått fel person av misstag, radera det.
sv|Enligt GDPR behandlas dina uppgifter av Tranan Hotell AB. Tänk på miljön innan du skriver ut detta mejl.
da|Hotel Trane ApS, CVR 12345678
da|Denne mail og dens bilag er fortrolige. Er den modtaget ved en fejl, bedes den slettet.
da|Efter GDPR behandles dine oplysninger af Hotel Trane ApS. Tænk på miljøet, før denne mail printes.
no|Trane Hotell AS, org.nr. 987 654 321 MVA, Foretaksregisteret
no|Denne meldingen og vedlegg er konfidensielle. Er den mottatt ved en feil, bes den slettet.
no|Etter GDPR behandles dine personopplysninger av Trane Hotell AS. Tenk på miljøet før denne e-posten skrives ut.
fi|Kurki Hotellit Oy, Y-tunnus 1234567-8, kotipaikka Turku
fi|Tämä viesti liitteineen on luottamuksellinen. Jos se tuli vahingossa, sen voi poistaa.
fi|Tietosuoja: Kurki Hotellit Oy käsittelee tietojasi. Ajattele ympäristöä ennen kuin tulostat viestin.
cs|Hotel Jeřáb s.r.o., zapsaná v obchodním rejstříku, spisová značka C 12345
cs|Tato zpráva a její přílohy jsou důvěrné. Došla-li omylem, smažte ji.
cs|Podle GDPR zpracovává vaše údaje Hotel Jeřáb s.r.o. Než vytisknete tento e-mail, myslete na životní prostředí.
ru|ООО «Журавль», ИНН 7701234567, КПП 770101001, ОГРН 1027700123456
ru|Это письмо и вложения конфиденциальны. Если оно пришло по ошибке, удалите его.
ru|По закону 152-ФЗ ваши персональные данные обрабатывает ООО «Журавль». Перед печатью письма подумайте об окружающей среде.
ja|株式会社鶴ホテル 本社:京都市中京区 法人番号 1234567890123
ja|このメールと添付ファイルは機密です。誤って届いた場合は削除してください。
zh|鹤酒店有限公司 统一社会信用代码 91110000123456789X
zh|本邮件及附件内容保密。请在打印邮件前考虑环境。
""".strip().splitlines()

# Below a sign-off and a card; every word of it is somebody's.
BELOW_A_CARD = [
    "Our company is registered in England under number 07654321.",
    "Unsere Firma ist beim Amtsgericht Celle unter HRB 20456 eingetragen.",
    "Please write on the invoice: Lindt Ltd, registered office 9 Mill Lane, Leeds.",
    "Rechnung bitte an: Lindt GmbH, Amtsgericht Celle, HRB 20456, Geschäftsführer: Uta Lindt",
    "Factura a nombre de: Lindt S.L., inscrita en el Registro Mercantil de Cádiz",
    "Lindt GmbH, Amtsgericht Celle, HRB 20456. Das Taxi bitte um acht.",
    "Lindt Ltd. Registered office: 9 Mill Lane, Leeds. We come on Friday.",
    "Registered office: 9 Mill Lane, Leeds. Is that what you need?",
    "Please delete all that is stored about us, as the GDPR wants it.",
    "Welche Daten haben Sie nach der DSGVO von uns gespeichert?",
    "Selon le RGPD, merci d'effacer nos données après le séjour.",
    "Please treat this message as confidential, the party is a surprise.",
    "Bitte behandeln Sie diese Nachricht und die Anhänge vertraulich.",
    "This message and its attachments are confidential, please show them to the chef only.",
    "Este correo es confidencial, por favor no lo comente con el novio.",
    "The list was sent to you by mistake, please delete it.",
    "My message is confidential. If you got it in error, call me.",
    "I am registered in England and need the form before printing.",
    "For the environment's sake, please do not print the menus.",
    "Arrival: 8 May, 19:00",
]
# Words above the sign-off that send the reader to what stands below it.
ANNOUNCED = [
    "Please put our company on the invoice, see below.",
    "Die Rechnung bitte auf die Firma, Daten siehe unten.",
    "Facture au nom de la société ci-dessous.",
    "La factura a nombre de la empresa que figura abajo.",
    "The registration of our company for the receipt is in the footer.",
]
