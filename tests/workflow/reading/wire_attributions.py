"""More attributions that programs write, as they stand on the wire, beyond the templates of `clients`."""

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
