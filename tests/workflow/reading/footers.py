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
