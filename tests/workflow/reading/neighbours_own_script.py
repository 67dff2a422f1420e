"""How the languages around the sixteen quote and sign that are written in letters of their own.

Written from what the programs put on the wire. Each mail built of them must show the guest's words and nothing else.
"""

from __future__ import annotations

from tests.workflow.reading.neighbour import Neighbour

IN_OWN_SCRIPT = {
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
