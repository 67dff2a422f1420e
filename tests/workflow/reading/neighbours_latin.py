"""How the languages around the sixteen quote and sign that are written in Latin letters.

Written from what the programs put on the wire. Each mail built of them must show the guest's words and nothing else.
"""

from __future__ import annotations

from tests.workflow.reading.neighbour import Neighbour

IN_LATIN = {
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
}  # fmt: skip
