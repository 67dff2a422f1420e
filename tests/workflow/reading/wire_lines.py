"""More lines that programs write: attributions and device lines, as they stand on the wire, beyond the templates of `clients`."""

from __future__ import annotations

ATTRIBUTIONS = """
‫בתאריך יום ב׳, 17 בנוב׳ 2025 ב-9:12 מאת ‪Reception‬‏ <‪r@h.example‬‏>:‬
On Wed, Sep 25, 2013, at 03:57 PM, anna_m wrote:
On Thursday, June 27, 2013, Aurora via Desk wrote:
On Wed, 2015-12-02 at 13:58 +0000, Anna Miller wrote:
On 10/12/15 12:30, Anna wrote:
---- On Tue, 22 Dec 2015 14:17:36 +0530 Hotel Aurora<info@desk.org> wrote ----
Op 24 aug. 2013 om 16:48 heeft Aurora via Desk <info@desk.org> het volgende geschreven:
Le 4 janv. 2016 19:03, "Hotel Aurora" <info@desk.org> a écrit :
Dnia 14 lip 2015 o godz. 00:25 Anna Miller <info@desk.org> napisał(a):
Em seg, 27 de jul de 2015 17:13, Hotel Aurora <info@desk.org> escreveu:
El jueves, 21 de noviembre de 2013, anna_m escribió:
At 6/16/2016 08:32 PM, you wrote:
Op 10 dec. 2015 18:35 schreef "Aurora" <info@desk.org>:
Am 18.09.2013 um 16:24 schrieb anna_m <info@desk.org>:
Den 15. jun. 2016 kl. 20.42 skrev Anna <info@desk.org>:
søn. 30. apr. 2017 kl. 00.26 skrev Bjørn Ødegård <meta@desk.com>:
суббота, 14 марта 2015 г. пользователь Ольга написал:
23 mar 2017 21:25 "Hotel Aurora" <meta@desk.com> napisał(a):
30 серп. 2016 р. 20:45 "Aurora" no-reply@example.com пише:
Jürgen Weiß <desk@desk.com> schrieb am Fr., 28. Apr. 2017 um 11:53 Uhr:
Jürgen Weiß <desk@desk.com> schrieb am 28.04.2017 um 11:53:
2015-10-18 0:17 GMT+03:00 Anna Miller <info@desk.org>:
вт, 5 янв. 2016 г. в 23:39, Anna Miller <info@desk.org>:
ср, 1 апр. 2015, 18:29, Ольга <info@desk.org>:
Some One <info@desk.org> wrote:
Anna Miller (am@desk.com) wrote:
Aurora via Desk <info@desk.org> schrieb:
In message <abc@desk.org>, Someone <info@desk.org> writes:
On 5/3/24, 10:15 AM, "Hotel Aurora" <desk@hotel.com> wrote:
Le ven. 3 mai 2024, 10:15, Hotel <desk@hotel.com> a écrit :
Hotel Aurora <desk@hotel.com> a écrit le 03/05/2024 10:15 :
Quoting Hotel Aurora <desk@hotel.com>:
Zitat von Hotel Aurora <desk@hotel.com>:
Citando Hotel Aurora <desk@hotel.com>:
Hotel Aurora <desk@hotel.com> escribió el vie., 3 may. 2024 a las 10:15:
Hotel Aurora <desk@hotel.com> escreveu no dia sexta, 3/05/2024 à(s) 10:15:
Em sexta-feira, 3 de maio de 2024, Hotel <desk@hotel.com> escreveu:
Hotel Aurora <desk@hotel.com> ezt írta (időpont: 2024. máj. 3., P, 10:15):
3 Mayıs 2024 Cuma tarihinde Hotel <desk@hotel.com> şöyle yazdı:
În vin., 3 mai 2024 la 10:15, Hotel <desk@hotel.com> a scris:
Vào Th 6, 3 thg 5, 2024 lúc 10:15 Hotel <desk@hotel.com> đã viết:
2024년 5월 3일 (금) 오전 10:15, Hotel <desk@hotel.com>님이 작성:
Στις Παρ 3 Μαΐ 2024 στις 10:15 π.μ., ο/η Hotel <desk@hotel.com> έγραψε:
pet, 3. svi 2024. u 10:15 Hotel <desk@hotel.com> napisao je:
V pet., 3. maj 2024 ob 10:15 je oseba Hotel <desk@hotel.com> napisala:
pi 3. 5. 2024 o 10:15 Hotel <desk@hotel.com> napísal(a):
El dv., 3 de maig 2024, 10:15, Hotel <desk@hotel.com> va escriure:
בתאריך יום ו׳, 3 במאי 2024 ב-10:15 מאת Hotel <desk@hotel.com>:
في الجمعة، 3 مايو 2024 في 10:15 ص تمت كتابة ما يلي بواسطة Hotel <desk@hotel.com>:
Hotel Aurora <desk@hotel.com> 於 2024年5月3日 週五 上午10:15寫道：
Hotel Aurora <desk@hotel.com> 在 2024年5月3日 10:15 写道：
2024年5月3日(金) 10:15 <desk@hotel.com>:
2024/05/03 10:15、Hotel Aurora<desk@hotel.com>のメール：
2024年5月3日 上午10:15，"Hotel Aurora" <desk@hotel.com>写道：
At 2024-05-03 10:15:00, "Hotel Aurora" <desk@hotel.com> wrote:
在 2024-05-03 10:15:00，"Hotel Aurora" <desk@hotel.com> 写道：
Sent at 10:15 on 3 May 2024 by Hotel <desk@hotel.com> wrote:
On Fri, 3 May 2024, 10:15 Hotel Aurora, <desk@hotel.com> wrote:
Hotel Aurora schrieb am 03.05.2024 10:15:
Hotel Aurora wrote on 5/3/2024 10:15 AM:
Am Freitag, den 03.05.2024, 10:15 +0200 schrieb Hotel Aurora:
Am 3. Mai 2024 10:15:00 MESZ schrieb Hotel Aurora <desk@hotel.com>:
On May 3, 2024 10:15:00 AM GMT+02:00, Hotel Aurora <desk@hotel.com> wrote:
On 3 May 2024 at 10:15 +0200, Hotel Aurora <desk@hotel.com>, wrote:
Hotel Aurora <desk@hotel.com> skrev den 3 maj 2024 10:15:
3. mai 2024 10:15 skrev "Hotel Aurora" <desk@hotel.com>:
Hotel Aurora kirjoitti 3.5.2024 klo 10.15:
3.5.2024 10.15, Hotel Aurora kirjoitti:
Dne pá 3. 5. 2024 10:15 uživatel Hotel <desk@hotel.com> napsal:
Hotel Aurora napsal dne 03.05.2024 v 10:15:
03.05.2024 в 10:15, Hotel Aurora написал:
Вы писали 3 мая 2024 г., 10:15:
Пятница, 3 мая 2024, 10:15 +03:00 от Hotel Aurora <desk@hotel.com>:
03.05.2024, 10:15, "Hotel Aurora" <desk@hotel.com>:
W dniu pt., 3.05.2024 o 10:15 Hotel <desk@hotel.com> napisał(a):
Il 03/05/2024 10:15, Hotel Aurora ha scritto:
Il ven 3 mag 2024, 10:15 Hotel <desk@hotel.com> ha scritto:
On Fri, May 3, 2024 at 10:15 AM 'Hotel Aurora' via Reservations <reservations@hotel.com> wrote:
Hotel Aurora schreef op 03-05-2024 10:15:
Op vr 3 mei 2024 10:15 schreef Hotel <desk@hotel.com>:
Em sex, 3 de mai de 2024 10:15, Hotel <desk@hotel.com> escreveu:
""".strip().split("\n")

DEVICE_LINES = """
Sent with [Proton Mail](https://proton.me/mail/home) secure email.
Von [Proton Mail](https://proton.me/mail/home) für iOS gesendet.
Von unterwegs gesendet, bitte Tippfehler entschuldigen
Diese Nachricht wurde mit der GMX Mail App gesendet.
Sent via the Samsung Galaxy S23 5G, an AT&T 5G smartphone
Ottieni BlueMail per Android
Von meinem Mobilgerät gesendet
Diese Nachricht wurde von meinem Android-Mobiltelefon mit K-9 Mail gesendet.
From My Iphone 6
Sent via mobile
Sent with Airmail
Sent from Windows Mail
Sent from Mailbox
Sent from Yahoo Mail on Android
Sent from my Fairphone
Sent from my iPod
Sent from my Alcatel 3X
Sent from my mobile device
Sent from my cell, please excuse my spelling.
Sent from my Sony Android phone.  Please excuse typos
Sent from my Windows 8 PC <http://windows.microsoft.com/x>
<sent by galaxy>
(sent from a phone)
(Sent from mobile device)
從我的 iPhone 傳送
Get Outlook for iOShttps://aka.ms/o0ukef
Sent from Outlook for Android
Sent from Mail for Windows 10
Sent from Mail<https://go.microsoft.com/fwlink/?LinkId=550986> for Windows
Gesendet von Mail für Windows
Gesendet mit der GMX Mail App
Diese Nachricht wurde von meinem Android Mobiltelefon mit WEB.DE Mail gesendet.
Gesendet über Yahoo Mail auf Android
Gesendet von Outlook für iOS
Outlook für Android herunterladen
Von meinem Samsung Galaxy Smartphone gesendet.
Von meinem/meiner Galaxy gesendet
Envoyé depuis l'application Mail Orange
Envoyé à partir de Courrier pour Windows
Envoyé de mon appareil Galaxy
Envoyé depuis mon smartphone Samsung Galaxy.
Télécharger Outlook pour Android
Obtenir Outlook pour iOS
Enviado desde mi Samsung Mobile de Claro
Enviado desde Yahoo Mail para Android
Obtener Outlook para iOS
Enviado desde Correo para Windows
Inviato da Libero Mail per Android
Inviato da Outlook per Android
Inviato dal mio dispositivo Galaxy
Ottieni Outlook per Android
Inviato da Yahoo Mail su Android
Verzonden vanaf mijn Galaxy
Verzonden vanuit Mail voor Windows
Outlook voor Android downloaden
Verstuurd vanaf mijn iPad
Enviado do meu Galaxy
Obter o Outlook para Android
Enviado do Email para Windows
Wysłane z Galaxy
Wysłano z programu Outlook dla systemu Android
Pobierz aplikację Outlook dla systemu iOS
Wysłane z aplikacji mobilnej Poczta Onet
Skickat från Outlook för Android
Skickas från min Galaxy
Hämta Outlook för iOS
Skickat från E-post för Windows
Sendt fra Outlook til Android
Sendt fra min Galaxy
Hent Outlook til Android
Sendt fra Mail til Windows
Sendt fra Outlook for Android
Skaff Outlook for iOS
Sendt fra E-post for Windows
Lähetetty Outlookista
Hanki Outlook for Android
Lähetetty laitteesta Galaxy
Lähetetty Yahoo Mailista
Odesláno z Outlooku pro Android
Získat Outlook pro iOS
Odesláno z mého iPhonu
Odesláno ze Samsung Galaxy smartphonu.
Odesláno z aplikace Seznam Email
Отправлено с моего iPhone
Отправлено из мобильной Почты Mail
Отправлено из Mail.ru для Android
Отправлено из Яндекс.Почты для мобильных
Скачать Outlook для Android
Отправлено со смартфона Samsung Galaxy.
iPadから送信
Outlook for iOSを入手
Yahoo!メール for iPhoneから送信
私のiPhoneから送信
从我的 iPhone 发送
发自我的华为手机
发自 Outlook
获取 Outlook for iOS
来自我的小米手机
发送自 Windows 10 版邮件应用
Sent with Proton Mail secure email.
Sent from ProtonMail mobile
Sent from Proton Mail for iOS
Mit Proton Mail gesendet
Sent from AOL on Android
Sent from the all new AOL app for iOS
Sent from Gmail Mobile
Sent from my Galaxy
Sent from my Verizon, Samsung Galaxy smartphone
Sent from my T-Mobile 4G LTE Device
Sent from Yahoo Mail: Search, organize, conquer
Yahoo Mail: Search, Organize, Conquer
Sent using Zoho Mail
Sent from Spark
Sent via BlackBerry Hub+ Inbox for Android
Sent via Superhuman
Get BlueMail for Android
Get TypeApp for Android
Gesendet mit der WEB.DE iPhone App
Gesendet mit der GMX iPad App
Von meinem Huawei-Mobiltelefon gesendet
Von meinem Xiaomi aus gesendet
Von meinem iPad aus gesendet
Mit freundlichen Grüßen von meinem iPhone gesendet
Gesendet von meinem iPhone
Gesendet von meinem Samsung Galaxy-Smartphone.
Diese Nachricht wurde von meinem iPhone gesendet
Gesendet mit BlackBerry®
Von meinem BlackBerry® Smartphone gesendet
Sent from my BlackBerry® wireless device
Sent from my iPhone 15 Pro Max
Sent from my iPhone using Mail
Sent from my phone - apologies for brevity
Sent from my iPhone. Please excuse brevity and typos.
Sent from my mobile, please excuse typos
Sent from my mobile phone. Please excuse any typos.
Sent from Outlook
Sent from Outlook for iOS
Sent from Outlook on the web
Get Outlook for Mac
Get Outlook for iOS<https://aka.ms/o0ukef>
Outlook für Mac abrufen
Outlook für iOS abrufen
Sent from Samsung tablet.
Sent from Samsung Mobile on O2
Sent from Front
Sent from HEY for iOS
Sent from Fastmail for Android
Sent with Spark
Sent with Shortwave
Sent with Mailspring
Sent with eM Client
Sent via Canary
Sent with Canary (https://canarymail.io)
Sent from Nine<http://www.9folders.com/>
Sent from Aqua Mail for Android
Sent with AquaMail for Android
Sent from TypeApp
Sent from Edison Mail for iOS
Sent from myMail for iOS
Sent from myMail for Android
Sent from Yandex Mail for iOS
Sent from Mail.ru app for Android
Sent from Zoho Mail for Android
Sent from Tutanota
Secured with Tuta Mail
Sicher gesendet mit Tuta
Sent with Tuta; enjoy secure & ad-free emails:
Gesendet mit Proton Mail
Envoyé avec Proton Mail
Envoyé avec la messagerie sécurisée Proton Mail.
Gesendet mit Proton Mail für iOS
Enviado con el correo electrónico seguro de Proton Mail.
Inviato con l'email sicura Proton Mail.
Envoyé de mon iPad
Envoyé de mon Galaxy
Envoyé à partir de mon Galaxy
Envoyé de mon appareil mobile
Envoyé depuis mon mobile Orange
Envoyé depuis l’application Mail Orange
Envoyé depuis mon iPhone
Envoyé d'Outlook pour iOS
Envoyé à partir d’Outlook pour Android
Envoyé de mon téléphone Huawei
Envoyé de Yahoo Mail pour iPhone
Téléchargez Outlook pour iOS
Enviado desde mi teléfono móvil
Enviado desde mi Galaxy
Enviado desde Outlook
Enviado desde mi dispositivo móvil
Enviado desde mi Huawei de Vodafone
Obtén Outlook para iOS
Obtener Outlook para Android
Inviato da iPhone
Inviato dal mio iPhone
Inviato dal mio Galaxy
Inviato da smartphone Samsung Galaxy
Inviato da Outlook per iOS
Scarica Outlook per iOS
Inviato da Posta per Windows
Verzonden vanaf mijn iPhone
Verstuurd vanaf mijn Samsung
Verzonden met Outlook voor Android
Outlook voor iOS downloaden
Verzonden vanuit Outlook
Enviado a partir do meu Galaxy
Enviado do meu telemóvel
Enviado do Outlook para Android
Enviado a partir do Outlook para iOS
Baixe o Outlook para Android
Wysłane z mojego iPhone'a
Wysłane z iPhone'a
Wysłane z telefonu Samsung
Wysłano z mojego urządzenia Galaxy
Wysłane z programu Outlook dla systemu Android
Wysłano z Poczty dla Windows
Pobierz Outlooka dla Androida
Skickat från min iPhone
Skickat från min Samsung-enhet
Skickat från min Samsung Galaxy-smartphone.
Hämta Outlook för Android
Sendt fra min iPhone
Sendt fra min iPad
Sendt fra min Samsung Galaxy-smartphone.
Sendt fra Outlook til iOS
Hent Outlook til iOS
Sendt fra min mobil
Få Outlook for iOS
Få Outlook til Android
Lähetetty iPadista
Lähetetty Samsung Galaxy -älypuhelimesta.
Hanki Outlook iOS:lle
Hae Outlook for iOS
Lähetetty Outlook for Androidista
Odesláno z iPadu
Odesláno z mobilního telefonu Samsung
Odesláno z Outlooku pro iOS
Získejte Outlook pro iOS
Отправлено с iPhone
Отправлено с моего Samsung Galaxy
Отправлено из Яндекс Почты
Отправлено из Outlook для iOS
Отправлено из мобильной почты Mail.ru
Отправлено с телефона Xiaomi
Отправлено с устройства Galaxy
Загрузить Outlook для iOS
iPhoneから送信
私のGalaxyから送信
Androidから送信
Outlook for Android から送信
Outlook for iOS から送信
Yahoo!メールアプリから送信
Sent from my Xperia
从 iPhone 发送
从我的Galaxy发送
发自我的小米
发自我的 iPad
发自网易邮箱大师
来自Outlook
发送自 Outlook for iOS
从 Windows 版邮件发送
從 Outlook for iOS 傳送
下载 Outlook for iOS
由我的 Galaxy 傳送
Napsáno na mobilu, omluvte překlepy
Sent from a mobile device
Typed on my phone
Typed with thumbs, sent from my iPhone
Written on a mobile phone, please excuse typos
Sent from my Pixel 8
Sent from my Android
Sent from my Android phone with K-9 Mail. Please excuse my brevity.
Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.
Von meinem Android-Gerät gesendet, bitte entschuldigen Sie die Kürze.
Sent via Gmail
Sent from Gmail for iPhone
Gesendet via Gmail
Sent from iCloud
Sent from my iPhone / Von meinem iPhone gesendet
Sent from my HUAWEI P30
Sent from my MI phone
Von iPhone gesendet
Von Samsung Mobile gesendet
vom iPhone gesendet
Vom Handy gesendet
Unterwegs mit dem iPhone geschrieben
Vom Mobiltelefon gesendet, Tippfehler bitte ich zu entschuldigen
von unterwegs geschrieben
""".strip().split("\n")
