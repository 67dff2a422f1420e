"""How the languages around the sixteen quote and sign: attributions, header blocks, sign-offs and device lines.

Written from what the programs put on the wire. Each mail built of them must show the guest's words and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Neighbour:
    answer: str
    quoted: str
    attributions: tuple[str, ...]
    headers: tuple[str, ...]
    sign_offs: tuple[str, ...]
    devices: tuple[str, ...]


NEIGHBOURS = {
    "ko": Neighbour(
        "감사합니다. 그렇게 부탁드립니다.\n\n일요일에 오후 1시쯤 체크아웃할 수 있을까요?",
        "고객님 안녕하세요.\n금요일부터 객실이 예약되었습니다.\n조식을 원하십니까?",
        (
            "2024년 5월 3일 (금) 오전 10:15, Hotel Aurora <desk@hotel.example>님이 작성:",
            "2024. 5. 3. 오전 10:15, Hotel Aurora <desk@hotel.example> 작성:",
            "2024. 5. 3., 오전 10:15, Hotel Aurora <desk@hotel.example>님이 작성함:",
            "2024-05-03 오전 10:15에 Hotel Aurora 이(가) 쓴 글:",
            "2024년 5월 3일 금요일 오전 10:15:00 GMT+9에 Hotel Aurora<desk@hotel.example>님이 작성:",
        ),
        (
            "보낸 사람: Hotel Aurora <desk@hotel.example>\n보낸 날짜: 2024년 5월 3일 금요일 오전 10:15\n받는 사람: kim@guest.example\n제목: 숙박 예약",
            "보낸사람: Hotel Aurora <desk@hotel.example>\n받는사람: kim@guest.example\n참조:\n날짜: 2024년 5월 3일 금요일, 10시 15분 0초 +0900\n제목: Re: 예약",
            '-----Original Message-----\nFrom: "Hotel Aurora"<desk@hotel.example>\nTo: <kim@guest.example>;\nCc:\nSent: 2024-05-03 (금) 10:15:00 (GMT+09:00)\nSubject: Re: 예약',
            "--------- 원본 메일 ---------\n보낸사람 : Hotel Aurora <desk@hotel.example>\n받는사람 : kim@guest.example\n보낸시간 : 2024-05-03 10:15\n제목 : 예약",
            "발신: Hotel Aurora <desk@hotel.example>\n보낸 시간: 2024년 5월 3일 금요일 10:15\n수신: kim@guest.example\n제목: 예약",
        ),
        ("감사합니다.\n김민수 드림", "감사합니다\n김민수"),
        ("나의 iPhone에서 보냄", "내 iPhone에서 보냄", "Galaxy에서 보냄", "iOS용 Outlook 다운로드"),
    ),
    "tr": Neighbour(
        "Teşekkür ederiz, bize uyar.\n\nPazar günü saat 13:00 gibi çıkış yapabilir miyiz?",
        "Sayın misafirimiz,\nodanız cumadan itibaren ayrıldı.\nKahvaltı ister misiniz?",
        (
            "Hotel Aurora <desk@hotel.example>, 3 May 2024 Cum, 10:15 tarihinde şunu yazdı:",
            "Hotel Aurora <desk@hotel.example> şunları yazdı (3 May 2024 10:15):",
            "3.05.2024 10:15 tarihinde Hotel Aurora yazdı:",
            "3 Mayıs 2024 Cuma 10:15:00 GMT+3 tarihinde, Hotel Aurora <desk@hotel.example> şunu yazdı:",
            "On 3 May 2024, at 10:15, Hotel Aurora <desk@hotel.example> wrote:",
        ),
        (
            "Kimden: Hotel Aurora <desk@hotel.example>\nGönderildi: 3 Mayıs 2024 Cuma 10:15\nKime: mehmet@guest.example\nKonu: Konaklama",
            "Gönderen: Hotel Aurora <desk@hotel.example>\nGönderilme Zamanı: 3 Mayıs 2024 Cuma 10:15\nAlıcı: mehmet@guest.example\nBilgi: x@guest.example\nKonu: Konaklama",
            "-------- Orijinal mesaj --------\nKimden: Hotel Aurora <desk@hotel.example>\nTarih: 03.05.2024 10:15 (GMT+03:00)\nAlıcı: mehmet@guest.example\nKonu: Konaklama",
        ),
        ("Saygılarımla,\nMehmet Yılmaz", "İyi çalışmalar,\nAyşe", "Sevgiler,\nAyşe", "Selamlar\nMehmet"),
        ("iPhone'umdan gönderildi", "Samsung Galaxy akıllı telefonumdan gönderildi.", "Android için Outlook'u edinin"),
    ),
    "hu": Neighbour(
        "Köszönjük, nekünk megfelel.\n\nVasárnap távozhatnánk később, 13:00 körül?",
        "Kedves Vendégünk!\nA szobája péntektől foglalva van.\nKér reggelit?",
        (
            "Hotel Aurora <desk@hotel.example> ezt írta (időpont: 2024. máj. 3., P, 10:15):",
            "2024. máj. 3. dátummal, 10:15 időpontban Hotel Aurora <desk@hotel.example> írta:",
            "2024. 05. 03. 10:15 keltezéssel, Hotel Aurora írta:",
            "2024. május 3., péntek 10:15:00 CEST időpontban Hotel Aurora <desk@hotel.example> írta:",
            "Hotel Aurora <desk@hotel.example> írta (2024. május 3. 10:15):",
        ),
        (
            "Feladó: Hotel Aurora <desk@hotel.example>\nElküldve: 2024. május 3., péntek 10:15\nCímzett: nagy@guest.example\nTárgy: Foglalás",
            "Feladó: Hotel Aurora <desk@hotel.example>\nKüldve: 2024. május 3. 10:15\nCímzett: nagy@guest.example\nMásolatot kap: x@guest.example\nTárgy: Foglalás",
            "-------- Eredeti üzenet --------\nFeladó: Hotel Aurora <desk@hotel.example>\nDátum: 2024. 05. 03. 10:15 (GMT+01:00)\nCímzett: nagy@guest.example\nTárgy: Foglalás",
        ),
        ("Üdvözlettel,\nNagy János", "Köszönettel,\nNagy János", "Üdv,\nJános"),
        ("Az iPhone-omról küldve", "iPhone-omról küldve", "Küldve a Samsung Galaxy okostelefonomról."),
    ),
    "ro": Neighbour(
        "Mulțumim, ne convine.\n\nAm putea pleca duminică mai târziu, pe la 13:00?",
        "Stimate oaspete,\ncamera este rezervată de vineri.\nDoriți mic dejun?",
        (
            "În vin., 3 mai 2024 la 10:15, Hotel Aurora <desk@hotel.example> a scris:",
            "Pe 3 mai 2024, la 10:15, Hotel Aurora <desk@hotel.example> a scris:",
            "Pe 03.05.2024 10:15, Hotel Aurora a scris:",
            "vineri, 3 mai 2024 la 10:15:00 EEST, Hotel Aurora <desk@hotel.example> a scris:",
        ),
        (
            "De la: Hotel Aurora <desk@hotel.example>\nTrimis: vineri, 3 mai 2024 10:15\nCătre: ion@guest.example\nSubiect: Rezervare",
            "Expeditor: Hotel Aurora <desk@hotel.example>\nData: vineri, 3 mai 2024 10:15\nCătre: ion@guest.example\nSubiect: Rezervare",
            "-------- Mesaj original --------\nDe la: Hotel Aurora <desk@hotel.example>\nData: 03.05.2024 10:15 (GMT+02:00)\nCătre: ion@guest.example\nSubiect: Rezervare",
        ),
        ("Cu stimă,\nIon Popescu", "Cu respect,\nIon Popescu", "Mulțumesc,\nIon", "O zi bună,\nIon Popescu"),
        ("Trimis de pe iPhone-ul meu", "Trimis de pe telefonul meu Huawei", "Obțineți Outlook pentru Android", "Trimis din Yahoo Mail pe Android"),
    ),
    "el": Neighbour(
        "Ευχαριστούμε, μας βολεύει.\n\nΜπορούμε να φύγουμε την Κυριακή γύρω στις 13:00;",
        "Αγαπητέ επισκέπτη,\nτο δωμάτιό σας είναι κρατημένο από την Παρασκευή.\nΘέλετε πρωινό;",
        (
            "Στις Παρ 3 Μαΐ 2024 στις 10:15 π.μ., ο/η Hotel Aurora <desk@hotel.example> έγραψε:",
            "Στις 3 Μαΐ 2024, στις 10:15, ο/η Hotel Aurora <desk@hotel.example> έγραψε:",
            "Στις 3/5/2024 10:15 π.μ., ο Hotel Aurora έγραψε:",
            "3 Μαΐ 2024, 10:15 π.μ., ο χρήστης «Hotel Aurora <desk@hotel.example>» έγραψε:",
            "Στις Παρασκευή, 3 Μαΐου 2024 στις 10:15:00 π.μ. EEST, ο χρήστης Hotel Aurora <desk@hotel.example> έγραψε:",
        ),
        (
            "Από: Hotel Aurora <desk@hotel.example>\nΣτάλθηκε: Παρασκευή, 3 Μαΐου 2024 10:15 πμ\nΠρος: nikos@guest.example\nΘέμα: Κράτηση",
            "Από: Hotel Aurora <desk@hotel.example>\nΑποστολή: Παρασκευή, 3 Μαΐου 2024 10:15\nΠρος: nikos@guest.example\nΚοιν.: x@guest.example\nΘέμα: Κράτηση",
            "-------- Αρχικό μήνυμα --------\nΑπό: Hotel Aurora <desk@hotel.example>\nΗμερομηνία: 03/05/2024 10:15 (GMT+02:00)\nΠρος: nikos@guest.example\nΘέμα: Κράτηση",
        ),
        ("Με εκτίμηση,\nΝίκος Παπαδόπουλος", "Με φιλικούς χαιρετισμούς,\nΝίκος", "Ευχαριστώ,\nΝίκος"),
        ("Στάλθηκε από το iPhone μου", "Αποστολή από το iPhone μου", "Λήψη του Outlook για Android"),
    ),
    "uk": Neighbour(
        "Дякуємо, нам це підходить.\n\nЧи можна в неділю виїхати пізніше, близько 13:00?",
        "Шановний гостю,\nваш номер заброньовано з п'ятниці.\nБажаєте сніданок?",
        (
            "пт, 3 трав. 2024 р. о 10:15 Hotel Aurora <desk@hotel.example> пише:",
            "3 трав. 2024 р. о 10:15 Hotel Aurora <desk@hotel.example> написав(-ла):",
            "03.05.24 10:15, Hotel Aurora пише:",
            '3 травня 2024, 10:15:00, від "Hotel Aurora" <desk@hotel.example>:',
            "п’ятниця, 3 травня 2024 р., 10:15:00 EEST користувач Hotel Aurora <desk@hotel.example> написав:",
        ),
        (
            "Від: Hotel Aurora <desk@hotel.example>\nНадіслано: 3 травня 2024 р. 10:15\nКому: olena@guest.example\nТема: Бронювання",
            "-------- Оригінальне повідомлення --------\nВід: Hotel Aurora <desk@hotel.example>\nДата: 03.05.2024 10:15 (GMT+02:00)\nКому: olena@guest.example\nТема: Бронювання",
            "--- Оригінальне повідомлення ---\nВід кого: \"Hotel Aurora\" <desk@hotel.example>\nКому: olena@guest.example\nДата: 3 травня 2024, 10:15:00\nТема: Бронювання",
        ),
        ("З повагою,\nОлена Шевченко", "Дякую,\nОлена", "З найкращими побажаннями,\nОлена"),
        ("Надіслано з iPhone", "Надіслано з мого iPhone", "Отримати Outlook для Android"),
    ),
    "ar": Neighbour(
        "شكراً جزيلاً، هذا مناسب لنا.\n\nهل يمكننا المغادرة يوم الأحد حوالي الساعة الواحدة ظهراً؟",
        "ضيفنا العزيز،\nغرفتكم محجوزة ابتداءً من يوم الجمعة.\nهل ترغبون في الإفطار؟",
        (
            "في الجمعة، 3 مايو 2024 في 10:15 ص تمت كتابة ما يلي بواسطة Hotel Aurora <‪desk@hotel.example‬‏>:",
            "في ٣ مايو ٢٠٢٤، الساعة ١٠:١٥ ص، كتب Hotel Aurora <desk@hotel.example>:",
            "في 3 مايو 2024، الساعة 10:15 ص، كتب/ت Hotel Aurora <desk@hotel.example>:",
            "في الجمعة 3 مايو 2024 10:15:00 ص GMT+3، Hotel Aurora <desk@hotel.example> كتب:",
        ),
        (
            "من: Hotel Aurora <desk@hotel.example>\nتم الإرسال: الجمعة، 3 مايو 2024 10:15 ص\nإلى: sara@guest.example\nالموضوع: الحجز",
            "‏‏من: Hotel Aurora <desk@hotel.example>\nتاريخ الإرسال: 03/مايو/2024 10:15 ص\nإلى: sara@guest.example\nنسخة: x@guest.example\nالموضوع: الحجز",
            "-------- الرسالة الأصلية --------\nمن: Hotel Aurora <desk@hotel.example>\nالتاريخ: 2024/05/03 10:15 (GMT+03:00)\nإلى: sara@guest.example\nالموضوع: الحجز",
        ),
        ("مع أطيب التحيات،\nسارة أحمد", "مع التحية\nسارة أحمد", "تحياتي،\nسارة"),
        ("أُرسلت من الـ iPhone", "تم الإرسال من هاتف الـ iPhone الخاص بي", "الحصول على Outlook لـ Android"),
    ),
    "he": Neighbour(
        "תודה רבה, זה מתאים לנו.\n\nאפשר לעזוב ביום ראשון מאוחר יותר, בערך ב-13:00?",
        "אורח יקר,\nהחדר שלך שמור מיום שישי.\nהאם תרצה ארוחת בוקר?",
        (
            "‫בתאריך יום ו׳, 3 במאי 2024 ב-10:15 מאת ‪Hotel Aurora‬‏ <‪desk@hotel.example‬‏>:‬",
            "ב-3 במאי 2024, בשעה 10:15, ‏Hotel Aurora <desk@hotel.example> כתב/ה:",
            "ב-03/05/2024 10:15, Hotel Aurora כתב:",
            "ביום שישי, 3 במאי 2024, 10:15:00 GMT+3, Hotel Aurora <desk@hotel.example> כתב/ה:",
        ),
        (
            "מאת: Hotel Aurora <desk@hotel.example>\nנשלח: יום שישי 03 מאי 2024 10:15\nאל: dana@guest.example\nנושא: הזמנה",
            "‏‏מאת: Hotel Aurora <desk@hotel.example>\n‏‏נשלח: יום שישי, 3 במאי 2024 10:15\n‏‏אל: dana@guest.example\n‏‏עותק: x@guest.example\n‏‏נושא: הזמנה",
            "-------- הודעה מקורית --------\nמאת: Hotel Aurora <desk@hotel.example>\nתאריך: 3.5.2024 10:15 (GMT+02:00)\nאל: dana@guest.example\nנושא: הזמנה",
        ),
        ("בברכה,\nדנה כהן", "תודה,\nדנה", "בתודה,\nדנה כהן"),
        ("נשלח מה-iPhone שלי", "נשלח מהאייפון שלי", "קבל את Outlook עבור Android"),
    ),
    "bg": Neighbour(
        "Благодарим, това ни устройва.\n\nМожем ли в неделя да напуснем по-късно, около 13:00?",
        "Уважаеми госте,\nстаята Ви е запазена от петък.\nЖелаете ли закуска?",
        (
            "На пт, 3.05.2024 г. в 10:15 Hotel Aurora <desk@hotel.example> написа:",
            "На 3.05.2024 г. в 10:15 ч., Hotel Aurora написа:",
            "На 3.05.2024 г., в 10:15, Hotel Aurora <desk@hotel.example> написа:",
        ),
        (
            "От: Hotel Aurora <desk@hotel.example>\nИзпратено: петък, 3 май 2024 г. 10:15\nДо: ivan@guest.example\nОтносно: Резервация",
            "-------- Оригинално съобщение --------\nОт: Hotel Aurora <desk@hotel.example>\nДата: 03.05.2024 10:15 (GMT+02:00)\nДо: ivan@guest.example\nТема: Резервация",
        ),
        ("С уважение,\nИван Петров", "Поздрави,\nИван", "Благодаря,\nИван"),
        ("Изпратено от моя iPhone", "Изтегляне на Outlook за Android"),
    ),
    "hr": Neighbour(
        "Hvala, to nam odgovara.\n\nMožemo li u nedjelju otići kasnije, oko 13:00?",
        "Poštovani goste,\nVaša soba je rezervirana od petka.\nŽelite li doručak?",
        (
            "pet, 3. svi 2024. u 10:15 Hotel Aurora <desk@hotel.example> napisao je:",
            "Dana 3. 5. 2024., u 10:15, Hotel Aurora <desk@hotel.example> je napisao/la:",
            "Dana 3.5.2024. 10:15, Hotel Aurora je napisao/la:",
            "пет, 3. мај 2024. у 10:15 Hotel Aurora <desk@hotel.example> је написао/ла:",
            "pet, 3. maj 2024. u 10:15 Hotel Aurora <desk@hotel.example> je napisao/la:",
        ),
        (
            "Od: Hotel Aurora <desk@hotel.example>\nPoslano: petak, 3. svibnja 2024. 10:15\nPrima: ivana@guest.example\nPredmet: Rezervacija",
            "Šalje: Hotel Aurora <desk@hotel.example>\nPoslano: 3. svibnja 2024. 10:15\nZa: ivana@guest.example\nKopija: x@guest.example\nPredmet: Rezervacija",
            "Od: Hotel Aurora <desk@hotel.example>\nPoslato: petak, 3. maj 2024. 10:15\nZa: ivana@guest.example\nTema: Rezervacija",
        ),
        ("S poštovanjem,\nIvana Horvat", "Lijep pozdrav,\nIvana", "Lp,\nIvana", "Hvala,\nIvana"),
        ("Poslano s mog iPhonea", "Poslano s iPhonea", "Dohvati Outlook za Android"),
    ),
    "sl": Neighbour(
        "Hvala, to nam ustreza.\n\nAli lahko v nedeljo odidemo pozneje, okoli 13:00?",
        "Spoštovani gost,\nvaša soba je rezervirana od petka.\nŽelite zajtrk?",
        (
            "V V pet., 3. maj 2024 ob 10:15 je oseba Hotel Aurora <desk@hotel.example> napisala:",
            "Dne 3. 05. 2024 ob 10:15 je Hotel Aurora napisal(a):",
            "3. maj 2024 ob 10:15 je Hotel Aurora <desk@hotel.example> napisal/a:",
        ),
        (
            "Od: Hotel Aurora <desk@hotel.example>\nPoslano: petek, 3. maj 2024 10:15\nZa: maja@guest.example\nZadeva: Rezervacija",
            "-------- Izvirno sporočilo --------\nOd: Hotel Aurora <desk@hotel.example>\nDatum: 03.05.2024 10:15 (GMT+01:00)\nZa: maja@guest.example\nZadeva: Rezervacija",
        ),
        ("Lep pozdrav,\nMaja Novak", "S spoštovanjem,\nMaja Novak", "Hvala in lep pozdrav,\nMaja"),
        ("Poslano iz mojega iPhona", "Poslano z iPhona"),
    ),
    "sk": Neighbour(
        "Ďakujeme, vyhovuje nám to.\n\nMohli by sme v nedeľu odísť neskôr, asi o 13:00?",
        "Vážený hosť,\nVaša izba je rezervovaná od piatku.\nŽeláte si raňajky?",
        (
            "pi 3. 5. 2024 o 10:15 Hotel Aurora <desk@hotel.example> napísal(a):",
            "Dňa 3. 5. 2024 o 10:15 používateľ Hotel Aurora <desk@hotel.example> napísal:",
            "Dňa 3. 5. 2024 o 10:15 Hotel Aurora napísal(a):",
        ),
        (
            "Od: Hotel Aurora <desk@hotel.example>\nOdoslané: piatok 3. mája 2024 10:15\nKomu: jan@guest.example\nPredmet: Pobyt",
            "-------- Pôvodná správa --------\nOd: Hotel Aurora <desk@hotel.example>\nDátum: 03.05.2024 10:15 (GMT+01:00)\nPre: jan@guest.example\nPredmet: Pobyt",
        ),
        ("S pozdravom\nJán Kováč", "S úctou,\nJán Kováč", "Ďakujem,\nJán"),
        ("Odoslané z iPhonu", "Odoslané z môjho iPhonu", "Získajte Outlook pre Android"),
    ),
    "lt": Neighbour(
        "Ačiū, mums tinka.\n\nAr galėtume sekmadienį išvykti vėliau, apie 13:00?",
        "Gerbiamas svety,\nJūsų kambarys rezervuotas nuo penktadienio.\nAr norite pusryčių?",
        (
            "2024-05-03, pn, 10:15 Hotel Aurora <desk@hotel.example> rašė:",
            "2024-05-03 10:15, Hotel Aurora rašė:",
            "2024 m. gegužės 3 d., 10:15, Hotel Aurora <desk@hotel.example> parašė:",
        ),
        (
            "Nuo: Hotel Aurora <desk@hotel.example>\nIšsiųsta: 2024 m. gegužės 3 d., penktadienis 10:15\nKam: jonas@guest.example\nTema: Rezervacija",
        ),
        ("Pagarbiai,\nJonas Jonaitis", "Su pagarba\nJonas Jonaitis"),
        ("Išsiųsta iš mano „iPhone“", "Išsiųsta iš „iPhone“"),
    ),
    "lv": Neighbour(
        "Paldies, mums der.\n\nVai svētdien varam izbraukt vēlāk, ap 13:00?",
        "Cienījamais viesi,\nJūsu numurs ir rezervēts no piektdienas.\nVai vēlaties brokastis?",
        (
            "piektd., 2024. g. 3. maijs, plkst. 10:15 — lietotājs Hotel Aurora (<desk@hotel.example>) rakstīja:",
            "2024-05-03 10:15, Hotel Aurora rakstīja:",
        ),
        (
            "Nosūtīja: Hotel Aurora <desk@hotel.example>\nNosūtīts: piektdiena, 2024. gada 3. maijs 10:15\nKam: janis@guest.example\nTēma: Rezervācija",
        ),
        ("Ar cieņu,\nJānis Bērziņš", "Paldies,\nJānis"),
        ("Nosūtīts no mana iPhone",),
    ),
    "et": Neighbour(
        "Aitäh, see sobib meile.\n\nKas saaksime pühapäeval hiljem lahkuda, umbes kell 13:00?",
        "Lugupeetud külaline,\nteie tuba on alates reedest broneeritud.\nKas soovite hommikusööki?",
        (
            "Kuupäev R, 3. mai 2024, kell 10:15 kirjutas Hotel Aurora <desk@hotel.example>:",
            "Kontakt Hotel Aurora (<desk@hotel.example>) kirjutas kuupäeval R, 3. mai 2024 kell 10:15:",
            "03.05.2024 10:15 kirjutas Hotel Aurora:",
        ),
        (
            "Saatja: Hotel Aurora <desk@hotel.example>\nSaadetud: reede, 3. mai 2024 10:15\nAdressaat: jaan@guest.example\nTeema: Broneering",
            "Saatja: Hotel Aurora <desk@hotel.example>\nSaatmisaeg: reede, 3. mai 2024 10:15\nKellele: jaan@guest.example\nTeema: Broneering",
        ),
        ("Lugupidamisega,\nJaan Tamm", "Tervitades\nJaan", "Parimat,\nJaan"),
        ("Saadetud minu iPhone'ist",),
    ),
    "vi": Neighbour(
        "Cảm ơn, chúng tôi đồng ý.\n\nChúng tôi có thể trả phòng chủ nhật muộn hơn, khoảng 13:00 không?",
        "Kính gửi quý khách,\nphòng của quý khách đã được đặt từ thứ sáu.\nQuý khách có dùng bữa sáng không?",
        (
            "Vào Th 6, 3 thg 5, 2024 vào lúc 10:15 Hotel Aurora <desk@hotel.example> đã viết:",
            "Vào 3 thg 5, 2024, lúc 10:15, Hotel Aurora <desk@hotel.example> đã viết:",
            "Vào 03/05/2024 10:15, Hotel Aurora đã viết:",
        ),
        (
            "Từ: Hotel Aurora <desk@hotel.example>\nĐã gửi: Thứ Sáu, 3 Tháng Năm 2024 10:15\nĐến: minh@guest.example\nChủ đề: Đặt phòng",
            "Từ: Hotel Aurora <desk@hotel.example>\nNgày: 3 tháng 5, 2024 10:15\nTới: minh@guest.example\nTiêu đề: Đặt phòng",
        ),
        ("Trân trọng,\nNguyễn Văn Minh", "Cảm ơn,\nMinh"),
        ("Đã gửi từ iPhone của tôi", "Gửi từ iPhone của tôi", "Tải Outlook cho Android"),
    ),
    "th": Neighbour(
        "ขอบคุณค่ะ ตกลงตามนั้น\n\nวันอาทิตย์ขอเช็คเอาท์ประมาณ 13:00 ได้ไหมคะ",
        "เรียนท่านผู้เข้าพัก\nห้องของท่านจองไว้ตั้งแต่วันศุกร์\nท่านต้องการอาหารเช้าหรือไม่",
        (
            "ในวันที่ ศ. 3 พ.ค. 2024 เวลา 10:15 Hotel Aurora <desk@hotel.example> เขียนว่า:",
            "เมื่อ 3 พ.ค. 2567 เวลา 10:15 Hotel Aurora <desk@hotel.example> เขียน:",
        ),
        (
            "จาก: Hotel Aurora <desk@hotel.example>\nส่ง: วันศุกร์ที่ 3 พฤษภาคม 2567 10:15\nถึง: somchai@guest.example\nเรื่อง: การจอง",
        ),
        ("ขอแสดงความนับถือ\nสมชาย ใจดี",),
        ("ส่งจาก iPhone ของฉัน",),
    ),
    "id": Neighbour(
        "Terima kasih, itu cocok untuk kami.\n\nBisakah kami keluar hari Minggu lebih siang, sekitar 13:00?",
        "Tamu yang terhormat,\nkamar Anda dipesan mulai Jumat.\nApakah Anda ingin sarapan?",
        (
            "Pada Jum, 3 Mei 2024 pukul 10.15 Hotel Aurora <desk@hotel.example> menulis:",
            "Pada 3 Mei 2024, pukul 10.15, Hotel Aurora <desk@hotel.example> menulis:",
            "Pada tanggal Jum, 3 Mei 2024 10:15, Hotel Aurora <desk@hotel.example> menulis:",
        ),
        (
            "Dari: Hotel Aurora <desk@hotel.example>\nDikirim: Jumat, 03 Mei 2024 10:15\nKepada: budi@guest.example\nPerihal: Pemesanan",
            "Dari: Hotel Aurora <desk@hotel.example>\nTanggal: Jumat, 3 Mei 2024 10:15\nKe: budi@guest.example\nSubjek: Pemesanan",
        ),
        ("Hormat saya,\nBudi Santoso", "Salam,\nBudi", "Terima kasih,\nBudi"),
        ("Dikirim dari iPhone saya", "Terkirim dari iPhone saya", "Dapatkan Outlook untuk Android"),
    ),
    "ca": Neighbour(
        "Moltes gràcies, ens va bé.\n\nPodríem sortir diumenge més tard, cap a les 13:00?",
        "Benvolgut hoste,\nla seva habitació està reservada des de divendres.\nVol esmorzar?",
        (
            "El dv., 3 de maig 2024, 10:15, Hotel Aurora <desk@hotel.example> va escriure:",
            "Missatge de Hotel Aurora <desk@hotel.example> del dia dv., 3 de maig 2024 a les 10:15:",
            "El 3 maig 2024, a les 10:15, Hotel Aurora <desk@hotel.example> va escriure:",
            "El 3/5/24 a les 10:15, Hotel Aurora ha escrit:",
            "O 03/05/24 ás 10:15, Hotel Aurora escribiu:",
        ),
        (
            "De: Hotel Aurora <desk@hotel.example>\nEnviat: divendres, 3 de maig de 2024 10:15\nPer a: jordi@guest.example\nTema: Reserva",
            "De: Hotel Aurora <desk@hotel.example>\nData: divendres, 3 de maig de 2024 10:15\nA: jordi@guest.example\nAssumpte: Reserva",
        ),
        ("Salutacions,\nJordi Puig", "Atentament,\nJordi Puig", "Gràcies,\nJordi"),
        ("Enviat des del meu iPhone", "Enviat des de l'iPhone"),
    ),
    "is": Neighbour(
        "Takk fyrir, þetta hentar okkur.\n\nGætum við farið seinna á sunnudag, um 13:00?",
        "Kæri gestur,\nherbergið er frátekið frá föstudegi.\nViltu morgunmat?",
        (
            "fös., 3. maí 2024 kl. 10:15 Hotel Aurora <desk@hotel.example> skrifaði:",
            "Þann 3.5.2024 10:15, skrifaði Hotel Aurora:",
        ),
        (
            "Frá: Hotel Aurora <desk@hotel.example>\nSent: föstudagur, 3. maí 2024 10:15\nTil: jon@guest.example\nEfni: Bókun",
        ),
        ("Kveðja,\nJón Jónsson", "Bestu kveðjur,\nJón"),
        ("Sent úr iPhone-símanum mínum", "Sent úr iPhone mínum"),
    ),
    "fa": Neighbour(
        "خیلی ممنون، برای ما مناسب است.\n\nآیا می‌توانیم یکشنبه حدود ساعت ۱۳ اتاق را تحویل دهیم؟",
        "مهمان گرامی،\nاتاق شما از جمعه رزرو شده است.\nآیا صبحانه می‌خواهید؟",
        (
            "در تاریخ جمعه ۳ مهٔ ۲۰۲۴،‏ ۱۰:۱۵ Hotel Aurora <‪desk@hotel.example‬‏> نوشت:",
            "در جمعه ۳ مه ۲۰۲۴ ساعت 10:15 Hotel Aurora <desk@hotel.example> نوشت:",
        ),
        (
            "از: Hotel Aurora <desk@hotel.example>\nارسال شده: جمعه, 3 مه 2024 10:15\nبه: ali@guest.example\nموضوع: رزرو",
        ),
        ("با احترام،\nعلی رضایی", "با تشکر،\nعلی"),
        ("ارسال شده از iPhone من",),
    ),
}  # fmt: skip
