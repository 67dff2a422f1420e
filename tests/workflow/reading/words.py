"""What the people of the generated mails say, in sixteen languages: an answer, what they answer to, how they sign."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    answer: str  # two paragraphs of the guest
    quoted: str  # what the desk had written
    inline: tuple[str, str]  # two short answers between quoted questions
    closing: str
    name: str
    device: str  # what a telephone adds
    desk: str = "Hotel Aurora"


WORDS = {
    "en": Words(
        "Thank you, that works for us.\n\nCould we also have a late check-out on Sunday, around 13:00?",
        "Dear guest,\nyour room is reserved from Friday on.\nWould you like breakfast?",
        ("Yes, for two please.", "No car, we come by train."),
        "Best regards,", "Anna Miller", "Sent from my iPhone",
    ),
    "de": Words(
        "Vielen Dank, das passt uns sehr gut.\n\nKönnten wir am Sonntag auch später abreisen, etwa um 13:00 Uhr?",
        "Guten Tag,\nIhr Zimmer ist ab Freitag reserviert.\nMöchten Sie frühstücken?",
        ("Ja, bitte für zwei Personen.", "Kein Auto, wir reisen mit der Bahn an."),
        "Mit freundlichen Grüßen", "Jürgen Weiß", "Von meinem iPhone gesendet",
    ),
    "fr": Words(
        "Merci beaucoup, cela nous convient parfaitement.\n\nSerait-il possible de quitter la chambre dimanche vers 13 heures ?",
        "Bonjour,\nvotre chambre est réservée à partir de vendredi.\nSouhaitez-vous le petit déjeuner ?",
        ("Oui, pour deux personnes.", "Pas de voiture, nous venons en train."),
        "Cordialement,", "Hélène Dupont", "Envoyé de mon iPhone",
    ),
    "es": Words(
        "Muchas gracias, nos viene muy bien.\n\n¿Podríamos dejar la habitación el domingo hacia las 13:00?",
        "Estimado huésped:\nsu habitación está reservada desde el viernes.\n¿Desea desayuno?",
        ("Sí, para dos personas.", "Sin coche, venimos en tren."),
        "Un saludo,", "Lucía Núñez", "Enviado desde mi iPhone",
    ),
    "it": Words(
        "Grazie mille, per noi va benissimo.\n\nPotremmo lasciare la camera domenica verso le 13:00?",
        "Gentile ospite,\nla Sua camera è prenotata da venerdì.\nDesidera la colazione?",
        ("Sì, per due persone.", "Niente auto, arriviamo in treno."),
        "Cordiali saluti", "Chiara Rossi", "Inviato da iPhone",
    ),
    "nl": Words(
        "Hartelijk dank, dat komt ons goed uit.\n\nKunnen we zondag ook later uitchecken, rond 13:00 uur?",
        "Beste gast,\nuw kamer is vanaf vrijdag gereserveerd.\nWilt u ontbijt?",
        ("Ja, graag voor twee personen.", "Geen auto, we komen met de trein."),
        "Met vriendelijke groet,", "Sanne Visser", "Verstuurd vanaf mijn iPhone",
    ),
    "pt": Words(
        "Muito obrigada, para nós está ótimo.\n\nPoderíamos deixar o quarto no domingo por volta das 13:00?",
        "Caro hóspede,\no seu quarto está reservado a partir de sexta-feira.\nDeseja pequeno-almoço?",
        ("Sim, para duas pessoas.", "Sem carro, vamos de comboio."),
        "Com os melhores cumprimentos,", "Inês Gonçalves", "Enviado do meu iPhone",
    ),
    "pl": Words(
        "Bardzo dziękujemy, to nam odpowiada.\n\nCzy możemy w niedzielę wymeldować się później, około 13:00?",
        "Szanowny Gościu,\npokój jest zarezerwowany od piątku.\nCzy życzy Pan sobie śniadanie?",
        ("Tak, dla dwóch osób.", "Bez samochodu, przyjedziemy pociągiem."),
        "Z poważaniem", "Małgorzata Żak", "Wysłane z iPhone'a",
    ),
    "sv": Words(
        "Tack så mycket, det passar oss bra.\n\nKan vi checka ut senare på söndag, runt klockan 13?",
        "Bästa gäst,\nert rum är bokat från fredag.\nÖnskar ni frukost?",
        ("Ja tack, för två personer.", "Ingen bil, vi kommer med tåg."),
        "Med vänliga hälsningar", "Åsa Öberg", "Skickat från min iPhone",
    ),
    "da": Words(
        "Mange tak, det passer os fint.\n\nKan vi tjekke senere ud på søndag, omkring klokken 13?",
        "Kære gæst,\nJeres værelse er reserveret fra fredag.\nØnsker I morgenmad?",
        ("Ja tak, til to personer.", "Ingen bil, vi kommer med tog."),
        "Med venlig hilsen", "Søren Kjær", "Sendt fra min iPhone",
    ),
    "no": Words(
        "Tusen takk, det passer oss godt.\n\nKan vi sjekke ut senere på søndag, rundt klokken 13?",
        "Kjære gjest,\nrommet er reservert fra fredag.\nØnsker dere frokost?",
        ("Ja takk, for to personer.", "Ingen bil, vi kommer med tog."),
        "Med vennlig hilsen", "Bjørn Ødegård", "Sendt fra min iPhone",
    ),
    "fi": Words(
        "Paljon kiitoksia, se sopii meille hyvin.\n\nVoisimmeko luovuttaa huoneen sunnuntaina vasta noin kello 13?",
        "Hyvä vieras,\nhuoneenne on varattu perjantaista alkaen.\nHaluatteko aamiaisen?",
        ("Kyllä, kahdelle hengelle.", "Ei autoa, tulemme junalla."),
        "Ystävällisin terveisin", "Päivi Mäkelä", "Lähetetty iPhonesta",
    ),
    "cs": Words(
        "Mockrát děkujeme, to nám vyhovuje.\n\nMohli bychom v neděli odjet později, asi ve 13:00?",
        "Vážený hoste,\nVáš pokoj je rezervován od pátku.\nPřejete si snídani?",
        ("Ano, pro dvě osoby.", "Bez auta, přijedeme vlakem."),
        "S pozdravem", "Jiří Dvořák", "Odesláno z iPhonu",
    ),
    "ru": Words(
        "Большое спасибо, нам это подходит.\n\nМожно ли в воскресенье выехать позже, около 13:00?",
        "Уважаемый гость,\nВаш номер забронирован с пятницы.\nЖелаете завтрак?",
        ("Да, на двух человек.", "Без машины, приедем поездом."),
        "С уважением,", "Ольга Кузнецова", "Отправлено с iPhone",
    ),
    "ja": Words(
        "ありがとうございます。その内容でお願いいたします。\n\n日曜日のチェックアウトを13時頃にすることは可能でしょうか。",
        "お客様\nお部屋は金曜日から予約されています。\n朝食はご希望ですか。",
        ("はい、二名分お願いします。", "車はありません。電車で行きます。"),
        "よろしくお願いいたします。", "田中 花子", "iPhoneから送信",
    ),
    "zh": Words(
        "非常感谢，这样安排很好。\n\n请问星期天可以晚一点退房吗，大概下午一点？",
        "尊敬的客人：\n您的房间从星期五起已预订。\n您需要早餐吗？",
        ("需要，两位。", "没有车，我们坐火车来。"),
        "祝好", "王小明", "发自我的iPhone",
    ),
}  # fmt: skip
