"""More device lines that programs write, as they stand on the wire, beyond the templates of `clients`."""

from __future__ import annotations

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
