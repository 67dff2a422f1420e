"""What companies and programs print below a mail, and how formal letters close: data of `test_footers`."""

from __future__ import annotations

LEGAL = {
    "de": "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind oder diese E-Mail irrtümlich erhalten haben, vernichten Sie diese Mail bitte.",
    "en": "This email and any files transmitted with it are confidential and intended solely for the use of the individual or entity to whom they are addressed.\n\nMiller Ltd, registered in England and Wales No. 1234567. Registered office: 1 High Street, London.",
    "fr": "Ce message et ses pièces jointes sont établis à l'intention exclusive de leurs destinataires. Si vous le recevez par erreur, merci de le détruire.",
    "it": "Le informazioni contenute nella presente comunicazione possono essere riservate e sono destinate esclusivamente alle persone sopraindicate; i destinatari ne sono informati.",
    "es": "Este mensaje va dirigido exclusivamente a su destinatario y puede contener información confidencial. Si no lo es, le rogamos que lo elimine.",
    "nl": "De informatie verzonden met dit e-mailbericht is uitsluitend bestemd voor de geadresseerde. Gebruik door anderen is verboden.",
    "pl": "Treść tej wiadomości zawiera informacje przeznaczone tylko dla adresata. Jeżeli otrzymali ją Państwo przez pomyłkę, prosimy o jej usunięcie.",
    "sv": "Detta meddelande är endast avsett för angiven mottagare och kan innehålla uppgifter som inte får spridas vidare till någon annan.",
    "da": "Denne meddelelse er kun til den angivne modtager. Har De fået den ved en fejl, bedes De straks slette den og give besked til afsenderen.",
    "fi": "Tämä viesti on tarkoitettu vain sen vastaanottajalle. Jos olet saanut sen vahingossa, ole hyvä ja poista se sekä ilmoita lähettäjälle.",
    "cs": "Tato zpráva a její přílohy jsou určeny výhradně adresátům. Pokud jste ji obdrželi omylem, vymažte ji prosím a informujte odesílatele.",
    "ru": "Это сообщение предназначено исключительно для адресата. Если Вы получили его по ошибке, пожалуйста, удалите его и сообщите отправителю.",
    "ja": "本メールには機密情報が含まれている場合があります。意図された受信者でない場合は、本メールを削除し、送信者にご連絡ください。",
    "notice": "CONFIDENTIALITY NOTICE: This message is intended only for the named recipient(s).",
    "rule": "********************************************************************\nThe information in this communication is confidential and intended solely for the addressee. Please delete it otherwise.\n********************************************************************",
    "horde": "----------------------------------------------------------------\nThis message was sent using IMP, the Internet Messaging Program.",
}

FORMULAS = [
    "Je vous prie d'agréer, Madame, Monsieur, l'expression de mes salutations distinguées.",
    "Veuillez agréer, Monsieur, l’expression de mes sentiments les meilleurs.",
    "Dans l'attente de votre réponse, je vous adresse mes salutations les plus cordiales.",
    "Sin otro particular, le saluda atentamente,",
    "In attesa di un Vostro gentile riscontro, porgo distinti saluti.",
    "Com os melhores cumprimentos e votos de um bom dia,",
]

# Each stands alone below the words of a mail, with and without a sign-off between.
FOOTERS = """
This email and any attachments are confidential and intended solely for the use of the individual or entity to whom they are addressed. If you have received this email in error please notify the system manager.
The information contained in this communication is confidential and may be legally privileged. It is intended solely for the use of the individual to whom it is addressed and others authorised to receive it.
This message (including any attachments) contains confidential information intended for a specific individual and purpose. If you are not the intended recipient, you should delete this message.
NOTICE: This e-mail message is for the sole use of the intended recipient(s) and may contain privileged information. Any unauthorized review, use, disclosure or distribution is prohibited.
If you are not the intended recipient of this email, please notify the sender immediately and delete it from your system. Any use of this message is prohibited.
Please consider the environment before printing this e-mail.
Please think before you print.
P Please consider the environment before printing this email
Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen. Wenn Sie nicht der richtige Adressat sind oder diese E-Mail irrtümlich erhalten haben, informieren Sie bitte sofort den Absender und vernichten Sie diese E-Mail.
Der Inhalt dieser E-Mail ist vertraulich und ausschließlich für den bezeichneten Adressaten bestimmt. Jede Form der Kenntnisnahme, Veröffentlichung oder Weitergabe durch Dritte ist unzulässig.
Diese Nachricht kann vertrauliche Informationen enthalten. Sollten Sie nicht der vorgesehene Empfänger sein, so bitten wir um eine kurze Nachricht.
Informationen zum Datenschutz finden Sie unter https://firma.example/datenschutz
Unsere Datenschutzhinweise finden Sie hier: https://firma.example/datenschutz
Hinweise zum Datenschutz: www.firma.example/privacy
Ce message et toutes les pièces jointes sont confidentiels et établis à l'intention exclusive de leurs destinataires. Toute utilisation non conforme est interdite.
Ce courriel peut contenir des informations confidentielles. Si vous n'êtes pas le destinataire, merci d'en avertir l'expéditeur et de détruire ce message.
Pensez à l'environnement avant d'imprimer ce message.
Este mensaje y sus archivos adjuntos van dirigidos exclusivamente a su destinatario y pueden contener información confidencial. Si ha recibido este mensaje por error, le rogamos lo comunique.
En cumplimiento del Reglamento General de Protección de Datos le informamos que sus datos son tratados por la empresa con la finalidad de gestionar la relación. Puede ejercer sus derechos en este correo.
AVISO LEGAL: Este mensaje y, en su caso, los ficheros anexos son confidenciales, especialmente en lo que respecta a los datos personales, y se dirigen exclusivamente al destinatario referenciado.
Le informazioni contenute in questo messaggio di posta elettronica sono riservate e confidenziali e sono destinate esclusivamente al destinatario. Se avete ricevuto per errore questo messaggio, vi preghiamo di distruggerlo.
Ai sensi del Regolamento UE 2016/679 (GDPR) si precisa che le informazioni contenute in questo messaggio sono riservate ed a uso esclusivo del destinatario.
De informatie verzonden met dit e-mailbericht is uitsluitend bestemd voor de geadresseerde. Gebruik van deze informatie door anderen is verboden.
Aan dit bericht kunnen geen rechten worden ontleend. Dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.
Esta mensagem e seus anexos são confidenciais e destinam-se exclusivamente ao destinatário. Se recebeu por engano, por favor avise o remetente e apague-a.
Ta wiadomość jest poufna i przeznaczona wyłącznie dla adresata. Jeżeli nie są Państwo adresatem, prosimy o usunięcie wiadomości i powiadomienie nadawcy.
Administratorem Państwa danych osobowych jest Firma Sp. z o.o. Więcej informacji o przetwarzaniu danych: https://firma.example/rodo
Detta e-postmeddelande kan innehålla konfidentiell information och är endast avsett för adressaten. Om du har fått det av misstag, vänligen radera det.
Denne e-mail kan indeholde fortrolige oplysninger og er kun beregnet til modtageren. Hvis du har modtaget den ved en fejl, bedes du slette den.
Denne e-posten kan inneholde fortrolig informasjon og er kun ment for mottakeren. Dersom du har mottatt den ved en feil, vennligst slett den.
Tämä viesti ja sen liitteet ovat luottamuksellisia ja tarkoitettu vain vastaanottajalle. Jos olet saanut viestin vahingossa, ilmoita siitä lähettäjälle.
Tato e-mailová zpráva je důvěrná a je určena pouze jejímu adresátovi. Pokud jste ji obdrželi omylem, prosíme o její smazání a informování odesílatele.
Настоящее сообщение и все приложения к нему являются конфиденциальными и предназначены исключительно для указанного получателя.
Bu e-posta mesajı kişiye özel olup, gizli bilgiler içerebilir. Mesajın yetkili alıcısı değilseniz, lütfen gönderene bildiriniz ve mesajı siliniz.
Ez az üzenet bizalmas információkat tartalmazhat, és kizárólag a címzett részére szól. Ha tévedésből kapta, kérjük, értesítse a feladót és törölje.
Acest mesaj și fișierele atașate sunt confidențiale și destinate exclusiv destinatarului. Dacă l-ați primit din greșeală, vă rugăm să anunțați expeditorul și să îl ștergeți.
Το παρόν μήνυμα και τα συνημμένα του είναι εμπιστευτικά και προορίζονται αποκλειστικά για τον παραλήπτη. Αν το λάβατε κατά λάθος, παρακαλούμε διαγράψτε το.
Це повідомлення є конфіденційним і призначене лише для вказаного одержувача. Якщо ви отримали його помилково, будь ласка, видаліть його.
このメールには機密情報が含まれている場合があります。受信者以外の方が受け取られた場合は、お手数ですが送信者にご連絡の上、削除してください。
本邮件及其附件含有保密信息，仅限于发送给上面地址中列出的收件人。如果您错收了本邮件，请您立即通知发件人并删除本邮件！
이 메일은 지정된 수신인만을 위한 것이며 기밀 정보를 포함할 수 있습니다. 잘못 수신하신 경우 즉시 발신인에게 알려 주시고 삭제해 주시기 바랍니다.
הודעה זו והמצורף לה הם חסויים ומיועדים לנמען בלבד. אם קיבלת הודעה זו בטעות, נא הודע לשולח ומחק אותה ממערכותיך.
هذه الرسالة وأي مرفقات بها سرية ومخصصة للمرسل إليه فقط. إذا استلمت هذه الرسالة عن طريق الخطأ، يرجى إبلاغ المرسل وحذفها فوراً.
Virus-free. www.avast.com
Virenfrei.www.avast.com
Garanti sans virus. www.avast.com
Libre de virus.www.avast.com
Non contiene virus.www.avast.com
Privo di virus.www.avast.com
Virusvrij.www.avast.com
Livre de vírus. www.avast.com.
Wolny od wirusów.www.avast.com
Virusfri.www.avast.com
Без вирусов.www.avast.com
Neobsahuje žádné viry.www.avast.com
This email has been checked for viruses by AVG antivirus software. www.avg.com
This e-mail was scanned by ESET
This email has been scanned by the Symantec Email Security.cloud service.
__________ Information from ESET Mail Security, version of virus signature database 1234 (20240503) __________
Scanned by MailMarshal - M86 Security's comprehensive email content security solution.
Click here to report this email as spam.
You received this message because you are subscribed to the Google Groups "Desk" group.
To unsubscribe from this group and stop receiving emails from it, send an email to desk+unsubscribe@g.example.
Diese E-Mail wurde von Avast-Antivirussoftware auf Viren geprüft.
Dit bericht is gecontroleerd op virussen door Avast
Bitte prüfen Sie der Umwelt zuliebe, ob der Ausdruck dieser Mail erforderlich ist.
Save trees. Print only when necessary.
""".strip().split("\n")
