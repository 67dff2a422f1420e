"""The words of mere politeness, by language: data for workflow/politeness, in small letters.

Nothing here asks, refuses or accepts: no question words, no "no", no "please", no "yes" (an offer may be accepted
with it), no numbers, no things of a hotel. A message that holds any other word is not mere politeness.
"""

from __future__ import annotations

from itertools import product

THANKS: dict[str, tuple[str, ...]] = {
    "en": (
        "thanks", "thank you", "thankyou", "thank u", "thank you all", "thx", "thnx", "thanx", "tks", "tnx", "ty", "tysm", "tyvm", "cheers", "ta",
        "many thanks", "much appreciated", "greatly appreciated", "appreciated", "i appreciate it", "we appreciate it", "i really appreciate it",
        "we really appreciate it", "i appreciate that", "we appreciate that", "much obliged", "ok", "okay", "okey", "oki", "okie", "okie dokie",
        "okey dokey", "k", "kk", "alright", "all right", "great", "perfect", "excellent", "super", "wonderful", "fantastic", "brilliant", "awesome",
        "lovely", "amazing", "cool", "nice", "good", "very good", "fine", "that's fine", "that is fine", "that's great", "that is great",
        "that's perfect", "that is perfect", "that's wonderful", "that is wonderful", "that's good", "that is good", "that's lovely",
        "that's very kind", "that is very kind", "that's kind of you", "very kind of you", "so kind of you", "you are very kind", "you're very kind",
        "you are so kind", "you're so kind", "how kind", "got it", "understood", "noted", "well noted", "received", "well received", "roger",
        "all good", "all clear", "all set", "splendid", "superb", "marvellous", "good to know", "you're the best", "you are the best",
        "you're a star", "you are a star",
    ),
    "de": (
        "danke", "danke schön", "dankeschön", "danke schoen", "dankeschoen", "danke sehr", "vielen dank", "vielen lieben dank", "lieben dank",
        "herzlichen dank", "besten dank", "schönen dank", "tausend dank", "haben sie vielen dank", "haben sie herzlichen dank", "ich danke ihnen",
        "wir danken ihnen", "ich danke", "wir danken", "ich bedanke mich", "wir bedanken uns", "merci vielmals", "dankend erhalten", "alles klar", "geht klar",
        "in ordnung", "ist in ordnung", "das ist in ordnung", "ist gut", "das ist gut", "gut", "sehr gut", "prima", "super", "toll", "klasse", "spitze",
        "perfekt", "wunderbar", "großartig", "grossartig", "ausgezeichnet", "hervorragend", "bestens", "passt", "passt so", "passt schon", "top", "okay", "oki",
        "verstanden", "erhalten", "das ist sehr nett", "sehr nett", "das ist sehr nett von ihnen", "sehr nett von ihnen", "das ist sehr freundlich",
        "sehr freundlich", "sehr freundlich von ihnen", "das ist lieb", "lieb von ihnen", "das ist ja super", "das ist super", "das ist toll",
        "das ist prima", "das ist perfekt", "freut mich", "freut uns",
    ),
    "fr": (
        "merci", "merci beaucoup", "merci bien", "merci infiniment", "merci mille fois", "mille mercis", "mille merci", "un grand merci", "grand merci",
        "je vous remercie", "nous vous remercions", "je vous en remercie", "nous vous en remercions", "avec mes remerciements",
        "d'accord", "dac", "ok", "entendu", "c'est entendu", "bien reçu", "c'est bien reçu", "c'est noté", "noté", "bien noté", "compris", "c'est compris",
        "parfait", "c'est parfait", "super", "c'est super", "génial", "c'est génial", "excellent", "formidable", "c'est formidable", "impeccable", "nickel",
        "très bien", "c'est très bien", "bien", "c'est gentil", "c'est très gentil", "très gentil", "très aimable", "c'est très aimable", "top",
    ),
    "es": (
        "gracias", "muchas gracias", "muchísimas gracias", "muchisimas gracias", "mil gracias", "gracias por todo", "muy agradecido",
        "muy agradecida", "muy agradecidos", "se lo agradezco", "se lo agradezco mucho", "le agradezco", "les agradezco", "os lo agradezco", "se agradece", "vale",
        "de acuerdo", "ok", "okey", "perfecto", "genial", "estupendo", "excelente", "fantástico", "fantastico", "maravilloso", "fenomenal", "muy bien", "bien",
        "está bien", "esta bien", "entendido", "recibido", "muy amable", "muy amables", "es muy amable", "qué amable", "que amable", "todo bien", "todo perfecto",
        "todo claro", "listo", "súper", "super",
    ),
    "it": (
        "grazie", "grazie mille", "mille grazie", "grazie tante", "tante grazie", "grazie infinite", "molte grazie", "grazie di cuore", "grazie di tutto",
        "grazie davvero", "la ringrazio", "vi ringrazio", "vi ringraziamo", "la ringraziamo", "ti ringrazio", "ringrazio", "ringraziamo", "ok", "okay", "va bene", "va benissimo",
        "d'accordo", "perfetto", "ottimo", "benissimo", "molto bene", "bene", "eccellente", "fantastico", "meraviglioso", "splendido", "capito", "ho capito",
        "ricevuto", "inteso", "tutto chiaro", "tutto bene", "tutto perfetto", "molto gentile", "molto gentili", "gentilissimo", "gentilissima",
        "gentilissimi", "siete gentilissimi", "siete molto gentili", "è molto gentile",
    ),
    "nl": (
        "dank", "bedankt", "hartelijk dank", "hartelijk bedankt", "heel erg bedankt", "erg bedankt", "dank u", "dank u wel", "dank je", "dank je wel", "dankjewel",
        "dankuwel", "dank jullie wel", "veel dank", "heel veel dank", "duizendmaal dank", "ok", "oké", "oke", "prima", "perfect", "top", "super",
        "geweldig", "fantastisch", "uitstekend", "heel fijn", "fijn", "wat fijn", "dat is fijn", "goed", "heel goed", "is goed", "dat is goed", "in orde", "dat is in orde",
        "helder", "duidelijk", "begrepen", "ontvangen", "genoteerd", "mooi", "heel mooi", "heel vriendelijk", "heel aardig", "wat aardig", "wat lief",
    ),
    "pt": (
        "obrigado", "obrigada", "muito obrigado", "muito obrigada", "muitíssimo obrigado", "muitíssimo obrigada", "obrigadíssimo", "obrigadíssima", "muito grato",
        "muito grata", "grato", "grata", "agradeço", "agradecemos", "agradeço imenso", "agradeço muito", "valeu", "brigado", "brigada", "obg", "ok", "okay", "tá bom", "ta bom",
        "está bem", "está bom", "está ótimo", "tudo bem", "tudo certo", "certo", "entendido", "entendi", "recebido", "perfeito", "ótimo", "otimo", "excelente",
        "fantástico", "maravilhoso", "maravilha", "muito bem", "muito bom", "beleza", "fixe", "espetáculo", "muito gentil", "muito amável", "muito simpático",
    ),
    "pl": (
        "dziękuję", "dziekuje", "dziękuje", "dziękujemy", "dziekujemy", "dziękuję bardzo", "bardzo dziękuję", "bardzo dziekuje", "bardzo dziękujemy",
        "serdecznie dziękuję", "serdecznie dziękujemy", "dziękuję serdecznie", "dzięki", "dzieki", "wielkie dzięki", "dzięki wielkie", "dzięki bardzo", "stokrotne dzięki",
        "ok", "okej", "dobrze", "w porządku", "wszystko w porządku", "w porzadku", "wszystko jasne", "rozumiem", "zrozumiałem", "zrozumiałam", "przyjęte",
        "świetnie", "swietnie", "super", "doskonale", "idealnie", "wspaniale", "bardzo dobrze", "znakomicie", "bardzo miło", "to bardzo miłe",
    ),
    "sv": (
        "tack", "tack så mycket", "tack sa mycket", "tackar", "tackar så mycket", "stort tack", "tusen tack", "många tack", "hjärtligt tack", "tack snälla", "tack ska ni ha", "tack ska du ha",
        "ok", "okej", "perfekt", "bra", "mycket bra", "jättebra", "toppen", "utmärkt", "super", "underbart", "fantastiskt", "vad bra", "så bra",
        "uppfattat", "förstått", "mottaget", "noterat", "vad snällt", "så snällt", "vad fint", "så fint", "härligt",
    ),
    "da": (
        "tak", "mange tak", "tusind tak", "tak for det", "tak skal du have", "tak skal i have", "mange gange tak", "stor tak", "hjertelig tak", "ok", "okay", "fint", "helt fint", "det er fint",
        "perfekt", "godt", "det er godt", "super", "fantastisk", "skønt", "dejligt", "fremragende", "alt godt", "forstået", "modtaget", "noteret", "det er i orden", "i orden", "hvor dejligt",
        "hvor venligt", "meget venligt",
    ),
    "no": (
        "takk", "tusen takk", "mange takk", "takk skal du ha", "takk skal dere ha", "hjertelig takk", "takk så mye", "takk for det", "ok", "okei", "greit", "helt greit", "det er greit",
        "den er grei", "fint", "så fint", "det er fint", "perfekt", "flott", "supert", "topp", "bra", "veldig bra", "kjempebra", "utmerket", "fantastisk", "så bra", "forstått", "mottatt",
        "notert", "i orden", "det er i orden", "så hyggelig", "veldig hyggelig",
    ),
    "fi": (
        "kiitos", "kiitoksia", "kiitos paljon", "paljon kiitoksia", "suuri kiitos", "suuret kiitokset", "tuhannet kiitokset", "lämmin kiitos", "kiitti", "kiitän", "kiitämme", "iso kiitos",
        "ok", "okei", "selvä", "selvä juttu", "hyvä", "hyvä juttu", "oikein hyvä", "hienoa", "mahtavaa", "loistavaa", "erinomaista", "täydellistä", "upeaa", "kiva", "mukavaa", "ymmärrän", "ymmärretty",
        "vastaanotettu", "kaikki hyvin", "kaikki kunnossa", "ystävällistä",
    ),
    "cs": (
        "děkuji", "dekuji", "děkuju", "dekuju", "děkujeme", "dekujeme", "děkuji mnohokrát", "mnohokrát děkuji", "mnohokrát děkujeme", "moc děkuji", "moc děkuju", "moc děkujeme", "děkuji moc", "děkuju moc", "děkujeme moc",
        "velmi děkuji", "velice děkuji", "díky", "diky", "díky moc", "moc díky", "velké díky", "srdečně děkuji", "srdečné díky", "ok", "okej", "dobře", "dobre", "v pořádku", "v poradku",
        "vše v pořádku", "všechno v pořádku", "rozumím", "chápu", "skvělé", "skvěle", "super", "výborně", "výborné", "perfektní", "perfektně", "paráda", "bezva", "prima", "velmi milé", "to je milé",
    ),
    "ru": (
        "спасибо", "большое спасибо", "спасибо большое", "огромное спасибо", "спасибо огромное", "благодарю", "благодарю вас", "благодарим", "благодарим вас", "очень благодарен", "очень благодарна",
        "очень признателен", "очень признательна", "спасибо вам", "спасибо вам большое", "спс", "пасибо", "ок", "окей", "хорошо", "очень хорошо", "ладно", "понял", "поняла", "поняли", "понятно", "всё понятно",
        "все понятно", "ясно", "принято", "получил", "получила", "получили", "отлично", "прекрасно", "замечательно", "супер", "здорово", "класс", "идеально", "чудесно", "великолепно", "всё хорошо", "все хорошо",
        "всё в порядке", "все в порядке", "в порядке", "очень мило", "очень любезно",
    ),
    "ja": (
        "ありがとう", "ありがとうございます", "ありがとうございました", "有難う", "有難うございます", "有難うございました", "有り難うございます", "どうもありがとう", "どうもありがとうございます", "どうもありがとうございました", "どうも",
        "本当にありがとうございます", "本当にありがとうございました", "誠にありがとうございます", "感謝します", "感謝いたします", "感謝しております", "感謝申し上げます", "お礼申し上げます", "心より感謝いたします", "サンキュー", "了解", "了解です", "了解しました",
        "了解いたしました", "承知しました", "承知いたしました", "承知です", "かしこまりました", "わかりました", "分かりました", "オッケー", "オーケー", "おっけー", "いいですね", "完璧です", "完璧", "素晴らしい", "素晴らしいです", "最高です", "最高",
        "助かります", "助かりました", "大変助かりました", "とても助かりました", "大変助かります", "嬉しいです", "うれしいです", "恐縮です", "拝受しました", "確認しました", "確認いたしました",
    ),
    "zh": (
        "谢谢", "謝謝", "谢谢你", "謝謝你", "谢谢您", "謝謝您", "谢谢你们", "謝謝你們", "谢谢大家", "謝謝大家", "谢谢各位", "謝謝各位", "感谢大家", "感謝大家", "多谢", "多謝", "非常感谢", "非常感謝", "十分感谢", "十分感謝", "万分感谢", "萬分感謝", "太感谢了", "太感謝了", "太谢谢了", "感谢", "感謝", "感谢您", "感謝您", "感谢你们", "感謝你們",
        "谢了", "謝了", "谢谢啦", "謝謝啦", "感激不尽", "感激不盡", "辛苦了", "辛苦你了", "辛苦您了", "辛苦你们了", "好的", "好", "好滴", "好吧", "好哒", "明白", "明白了", "知道了", "了解", "了解了", "收到", "收到了", "完美", "太好了", "太棒了", "很好", "非常好",
        "棒", "真棒", "赞", "讚", "厉害", "厲害", "真好", "好极了", "好極了",
    ),
}  # fmt: skip
"""One of them must stand in the message: thanks, or that it is well. (Danish thanks, "tak", is "yes" in Polish: of an
"ok" as of a "tak" the ticket's people are told, and one click undoes.)"""

AROUND: dict[str, tuple[str, ...]] = {
    "en": (
        "so much", "very much", "a lot", "a million", "a bunch", "a ton", "lots", "again", "once again", "once more", "indeed", "really", "sincerely", "kindly", "so", "very",
        "to you all", "to all of you", "to everyone", "to the team", "to the whole team", "everyone", "everybody", "all", "team", "guys", "folks", "sir", "madam", "ma'am", "dear", "my friend",
        "and", "then", "oh", "ah", "wow", "well", "that's all", "that is all", "that was quick", "that was fast", "so quick", "so fast", "so helpful", "very helpful", "you were very helpful", "you have been very helpful", "you've been very helpful",
        "have a nice day", "have a great day", "have a good day", "have a lovely day", "have a wonderful day", "have a good one", "have a nice evening", "have a great evening", "have a good evening", "have a lovely evening",
        "have a nice weekend", "have a great weekend", "have a good weekend", "have a good night", "good night", "see you", "see you soon", "take care", "all the best", "we had a wonderful stay", "we had a great stay", "we had a lovely stay",
        "i had a wonderful stay", "i had a great stay", "i had a lovely stay", "we loved it", "we love it", "you too", "same to you", "likewise",
    ),
    "de": (
        "sehr", "schon", "nochmals", "nochmal", "noch einmal", "vielmals", "herzlich", "recht herzlich", "ganz herzlich", "wirklich", "ihnen", "ihnen allen", "euch", "euch allen", "an alle", "an das ganze team", "ans team", "na dann", "dann", "und", "ja dann", "ach", "oh", "so",
        "das war schnell", "das ging schnell", "das ging ja schnell", "schönen tag", "schönen tag noch", "einen schönen tag", "einen schönen tag noch", "ich wünsche ihnen einen schönen tag", "wir wünschen ihnen einen schönen tag", "schönen abend", "schönen abend noch",
        "einen schönen abend", "einen schönen abend noch", "schönes wochenende", "ein schönes wochenende", "gute nacht", "bis bald", "bis dann", "ebenso", "gleichfalls", "ihnen auch", "alles gute", "alles bestens", "es war sehr schön", "es war sehr schön bei ihnen",
    ),
    "fr": (
        "beaucoup", "encore", "encore une fois", "à vous", "à vous tous", "à tous", "à toute l'équipe", "infiniment", "vraiment", "sincèrement", "vivement", "et", "alors", "ah", "oh", "bonne journée", "bonne soirée", "bon week-end", "bon weekend", "bonne nuit", "bonne fin de journée",
        "très bonne journée", "très bonne soirée", "excellente journée", "à bientôt", "à très bientôt", "pour tout", "tout le monde", "l'équipe", "de même", "également", "nous avons passé un excellent séjour", "nous avons passé un très bon séjour",
    ),
    "es": (
        "mucho", "muchas", "de nuevo", "otra vez", "nuevamente", "a todos", "a todo el equipo", "a ustedes", "a vosotros", "a usted", "de verdad", "de corazón", "pues", "entonces", "y", "ah", "oh", "buen día", "que tenga un buen día", "que tengan un buen día", "que tengáis un buen día",
        "buenas noches", "buen fin de semana", "hasta pronto", "hasta luego", "nos vemos", "igualmente", "por todo",
    ),
    "it": (
        "ancora", "di nuovo", "davvero", "molto", "tanto", "di cuore", "a tutti", "a voi", "a lei", "a tutto lo staff", "a tutto il team", "e", "allora", "ah", "oh", "buona giornata", "buona serata", "buon weekend", "buon fine settimana", "buona notte", "buonanotte", "a presto",
        "arrivederci", "altrettanto", "di tutto", "per tutto", "ragazzi",
    ),
    "nl": (
        "heel", "heel erg", "erg", "nogmaals", "zeer", "allemaal", "aan iedereen", "aan het hele team", "dan", "en", "hoor", "ah", "oh", "fijne dag", "een fijne dag", "fijne dag nog", "fijne avond", "een fijne avond", "fijn weekend", "prettige dag", "prettige avond", "prettig weekend",
        "goede nacht", "welterusten", "tot ziens", "tot snel", "tot gauw", "van hetzelfde", "voor alles",
    ),
    "pt": (
        "mais uma vez", "de novo", "novamente", "mesmo", "muito", "imenso", "a todos", "a toda a equipa", "a toda a equipe", "a vocês", "então", "e", "ah", "oh", "bom dia para vocês", "tenha um bom dia", "tenham um bom dia", "um bom dia", "boa noite", "bom fim de semana", "até breve",
        "até logo", "até já", "igualmente", "por tudo", "de coração",
    ),
    "pl": (
        "bardzo", "jeszcze raz", "raz jeszcze", "państwu", "panu", "pani", "wszystkim", "całemu zespołowi", "naprawdę", "to", "i", "no to", "miłego dnia", "milego dnia", "życzę miłego dnia", "miłego wieczoru", "miłego weekendu", "dobrej nocy", "do zobaczenia", "nawzajem", "za wszystko",
    ),
    "sv": (
        "så mycket", "än en gång", "igen", "verkligen", "till er", "till er alla", "allihop", "allesammans", "då", "och", "ha en bra dag", "ha en fin dag", "ha det bra", "ha det fint", "ha en trevlig dag", "ha en trevlig kväll", "trevlig helg", "trevlig kväll", "god natt", "vi ses", "hej då", "detsamma", "för allt",
    ),
    "da": (
        "igen", "endnu en gang", "virkelig", "til jer", "til jer alle", "allesammen", "så", "og", "hav en god dag", "god dag", "ha' en god dag", "god aften", "god weekend", "god nat", "vi ses", "farvel", "i lige måde", "for alt",
    ),
    "no": (
        "igjen", "enda en gang", "nok en gang", "virkelig", "til dere", "til dere alle", "alle sammen", "da", "så", "og", "ha en fin dag", "ha en god dag", "ha en fin kveld", "ha det bra", "ha det", "god helg", "god kveld", "god natt", "vi sees", "i like måte", "for alt", "så mye",
    ),
    "fi": (
        "paljon", "vielä kerran", "todella", "oikein", "teille", "teille kaikille", "kaikille", "koko tiimille", "sitten", "hyvää päivää", "mukavaa päivää", "mukavaa päivänjatkoa", "hyvää päivänjatkoa", "hyvää illanjatkoa", "hyvää viikonloppua", "mukavaa viikonloppua", "hyvää yötä", "nähdään", "näkemiin",
        "samoin", "kaikesta",
    ),
    "cs": (
        "moc", "mnohokrát", "ještě jednou", "opravdu", "vám", "vám všem", "všem", "celému týmu", "tak", "a", "hezký den", "krásný den", "přeji hezký den", "přeji krásný den", "pěkný den", "hezký večer", "krásný večer", "hezký víkend", "dobrou noc", "na shledanou", "nashledanou", "nápodobně", "za všechno", "za vše",
    ),
    "ru": (
        "большое", "огромное", "очень", "ещё раз", "еще раз", "вам", "вам всем", "всем", "всей команде", "вам большое", "тогда", "и", "хорошего дня", "хорошего вам дня", "приятного дня", "хорошего вечера", "приятного вечера", "хороших выходных", "доброй ночи", "спокойной ночи", "до свидания", "до встречи",
        "взаимно", "за всё", "за все", "от души",
    ),
    "ja": (
        "本当に", "誠に", "大変", "とても", "すごく", "いつも", "重ねて", "改めて", "皆様", "皆さん", "みなさん", "スタッフの皆様", "スタッフの皆さん", "よろしくお願いします", "よろしくお願いいたします", "宜しくお願いします", "宜しくお願いいたします", "よろしくお願い致します", "おやすみなさい", "失礼します", "失礼いたします", "では", "それでは", "お世話になりました",
        "お世話になっております", "お世話になります", "お疲れ様です", "お疲れ様でした", "です", "ね", "よ",
    ),
    "zh": (
        "了", "啦", "哦", "喔", "啊", "呀", "哈", "哈哈", "非常", "真的", "真的很", "很", "太", "再次", "再次感谢", "再次感謝", "那", "那好", "嗯", "嗯嗯", "祝好", "祝您愉快", "祝你愉快", "祝您一切顺利", "祝一切顺利", "祝您生活愉快", "祝您工作愉快", "祝工作愉快", "晚安", "再见", "再見", "回头见", "周末愉快", "週末愉快",
    ),
}  # fmt: skip
"""May stand around them; alone they say nothing."""

FOR: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "en": (
        ("for", "for your", "for the", "for all your", "for all the", "for such a"),
        ("quick", "fast", "prompt", "kind", "great", "swift", "speedy", "friendly", "wonderful", "excellent", "good", "very quick", "super quick", "lovely", "helpful"),
        ("help", "assistance", "support", "reply", "response", "answer", "message", "email", "e-mail", "mail", "information", "info", "update", "confirmation", "feedback", "kindness", "patience", "understanding", "effort", "efforts", "time", "service", "hospitality", "attention", "clarification", "explanation", "everything", "all"),
    ),
    "de": (
        ("für", "für ihre", "für die", "für ihren", "für das", "für den", "fuer ihre", "fuer die", "für eure", "für deine", "für all ihre"),
        ("schnelle", "rasche", "prompte", "freundliche", "nette", "liebe", "tolle", "super", "gute", "schnellen", "ganze", "große", "sehr schnelle"),
        ("hilfe", "unterstützung", "antwort", "rückmeldung", "nachricht", "mail", "e-mail", "info", "infos", "information", "informationen", "auskunft", "bestätigung", "mühe", "bemühungen", "geduld", "verständnis", "service", "feedback", "gastfreundschaft", "freundlichkeit", "erklärung", "alles"),
    ),
    "fr": (
        ("pour", "pour votre", "pour la", "pour le", "pour l'", "pour vos", "pour les", "de votre", "pour cette", "pour ce"),
        ("rapide", "prompte", "gentille", "précieuse", "excellent", "excellente"),
        ("aide", "réponse", "réponse rapide", "retour", "retour rapide", "message", "mail", "information", "informations", "info", "infos", "confirmation", "réactivité", "gentillesse", "patience", "compréhension", "service", "accueil", "attention", "amabilité", "explication", "explications", "disponibilité", "tout"),
    ),
    "es": (
        ("por", "por su", "por la", "por el", "por tu", "por vuestra", "por vuestro", "por toda su", "por toda la"),
        ("rápida", "pronta", "amable", "gran", "excelente"),
        ("ayuda", "respuesta", "respuesta rápida", "información", "informacion", "info", "mensaje", "correo", "confirmación", "atención", "amabilidad", "paciencia", "comprensión", "servicio", "apoyo", "rapidez", "colaboración", "hospitalidad", "aclaración", "todo"),
    ),
    "it": (
        ("per", "per il", "per la", "per l'", "per le", "per la vostra", "per la sua", "per il vostro", "per il suo", "dell'", "della", "per tutto il vostro"),
        ("rapida", "pronta", "gentile", "veloce", "celere", "preziosa"),
        ("aiuto", "risposta", "risposta rapida", "risposta veloce", "informazione", "informazioni", "info", "messaggio", "mail", "conferma", "gentilezza", "cortesia", "disponibilità", "pazienza", "comprensione", "servizio", "supporto", "accoglienza", "assistenza", "attenzione", "chiarimento", "ospitalità", "tutto"),
    ),
    "nl": (
        ("voor", "voor je", "voor jullie", "voor uw", "voor de", "voor het", "voor alle"),
        ("snelle", "vlotte", "vriendelijke", "goede", "fijne", "geweldige"),
        ("hulp", "antwoord", "reactie", "bericht", "mail", "e-mail", "informatie", "info", "bevestiging", "moeite", "geduld", "begrip", "service", "gastvrijheid", "vriendelijkheid", "uitleg", "terugkoppeling", "alles"),
    ),
    "pt": (
        ("por", "pela", "pelo", "pelas", "pela sua", "pelo seu", "pela vossa", "pelo vosso", "por toda a", "pela tua"),
        ("rápida", "pronta", "gentil", "excelente"),
        ("ajuda", "resposta", "resposta rápida", "informação", "informações", "info", "mensagem", "email", "e-mail", "confirmação", "atenção", "gentileza", "amabilidade", "paciência", "compreensão", "serviço", "apoio", "rapidez", "simpatia", "retorno", "esclarecimento", "hospitalidade", "tudo"),
    ),
    "pl": (
        ("za",),
        ("szybką", "pani", "pana", "państwa", "miłą", "wielką"),
        ("pomoc", "odpowiedź", "odpowiedz", "wiadomość", "informację", "informacje", "info", "maila", "potwierdzenie", "wsparcie", "cierpliwość", "wyrozumiałość", "obsługę", "życzliwość", "wyjaśnienie", "gościnność", "wszystko"),
    ),
    "sv": (
        ("för", "för er", "för din", "för ert", "för ditt", "för all"),
        ("snabba", "snabbt", "fina", "goda", "vänliga", "trevliga"),
        ("hjälpen", "hjälp", "svaret", "svar", "meddelandet", "informationen", "infon", "info", "bekräftelsen", "tålamodet", "förståelsen", "servicen", "bemötandet", "vänligheten", "mailet", "allt"),
    ),
    "da": (
        ("for", "for jeres", "for din", "for dit", "for den", "for det"),
        ("hurtige", "hurtigt", "gode", "venlige", "søde"),
        ("hjælpen", "hjælp", "svaret", "svar", "beskeden", "informationen", "info", "bekræftelsen", "tålmodigheden", "forståelsen", "servicen", "mailen", "venligheden", "alt"),
    ),
    "no": (
        ("for", "for din", "for deres", "for ditt", "for den", "for det"),
        ("raske", "raskt", "gode", "hyggelige", "fine"),
        ("hjelpen", "hjelp", "svaret", "svar", "beskjeden", "meldingen", "informasjonen", "info", "bekreftelsen", "tålmodigheten", "forståelsen", "servicen", "mailen", "vennligheten", "alt"),
    ),
    "cs": (
        ("za",),
        ("vaši", "rychlou", "vstřícnou", "milou", "skvělou", "vaši rychlou"),
        ("pomoc", "odpověď", "zprávu", "informaci", "informace", "info", "mail", "potvrzení", "ochotu", "trpělivost", "pochopení", "podporu", "laskavost", "vstřícnost", "vysvětlení", "pohostinnost"),
    ),
    "ru": (
        ("за",),
        ("вашу", "быстрый", "быструю", "оперативный", "ваш", "ваше", "такой быстрый"),
        ("помощь", "ответ", "сообщение", "информацию", "инфо", "письмо", "подтверждение", "терпение", "понимание", "поддержку", "внимание", "сервис", "обслуживание", "гостеприимство", "заботу", "разъяснение", "оперативность", "любезность"),
    ),
}  # fmt: skip
"""What one is thanked for: "for your", maybe "quick", "reply". Never a thing, which might be asked for."""

FOR_WITHOUT_A_WORD: dict[str, tuple[tuple[str, ...], ...]] = {
    "fi": (
        ("kiitos", "kiitos paljon", "paljon kiitoksia", "suuri kiitos", "suuret kiitokset", "kiitoksia", "kiitti"),
        ("", "nopeasta", "ystävällisestä", "hyvästä", "kaikesta", "pikaisesta"),
        ("avusta", "avustanne", "avustasi", "vastauksesta", "viestistä", "tiedosta", "tiedoista", "infosta", "vahvistuksesta", "kärsivällisyydestä", "palvelusta", "ystävällisyydestä", "vieraanvaraisuudesta"),
    ),
    "ja": (
        ("", "早速の", "迅速な", "ご丁寧な", "丁寧な", "早い"),
        ("ご連絡", "ご返信", "お返事", "ご返事", "返信", "返事", "ご対応", "対応", "ご回答", "回答", "ご説明", "お知らせ", "ご案内", "ご確認", "ご協力", "お手伝い", "ご親切に", "ご丁寧に"),
        ("", "を", "いただき", "頂き"),
        ("", "本当に", "誠に"),
        ("ありがとう", "ありがとうございます", "ありがとうございました", "有難うございます", "感謝します"),
    ),
    "zh": (
        ("谢谢", "謝謝", "感谢", "感謝", "非常感谢", "非常感謝", "多谢"),
        ("", "您的", "你的", "你们的", "你們的", "您", "你们"),
        ("", "快速", "及时", "热情", "耐心", "及时的", "热情的"),
        ("帮助", "幫助", "回复", "回覆", "答复", "回信", "服务", "服務", "支持", "协助", "協助", "理解", "招待", "款待", "关心", "解释"),
    ),
}  # fmt: skip
"""The same where no word for "for" keeps them apart from a request: only together with the thanks."""

GREETINGS: dict[str, tuple[str, ...]] = {
    "en": ("hi", "hello", "hey", "dear", "hi there", "hello there", "good morning", "good afternoon", "good evening", "good day", "dear all", "dear team", "hi team", "hello team", "hi all", "dear sir or madam", "dear sirs", "dear sir", "dear madam", "greetings"),
    "de": ("hallo", "hi", "guten morgen", "guten tag", "guten abend", "grüß gott", "grüezi", "servus", "moin", "liebe", "lieber", "liebes team", "hallo zusammen", "hallo liebes team", "sehr geehrte damen und herren", "sehr geehrte", "sehr geehrter", "sehr geehrte frau", "sehr geehrter herr", "liebe frau", "lieber herr", "frau", "herr", "guten tag frau", "guten tag herr", "hallo frau", "hallo herr"),
    "fr": ("bonjour", "bonsoir", "salut", "cher", "chère", "chers", "bonjour à tous", "madame", "monsieur", "madame monsieur", "bonjour madame", "bonjour monsieur", "chère madame", "cher monsieur"),
    "es": ("hola", "buenos días", "buenos dias", "buenas tardes", "buenas noches", "buenas", "estimado", "estimada", "estimados", "estimados señores", "querido", "querida", "hola a todos", "señor", "señora"),
    "it": ("ciao", "buongiorno", "buon giorno", "buonasera", "buona sera", "salve", "gentile", "gentili", "caro", "cara", "cari", "egregio", "gentilissimo", "gentilissima", "spettabile", "signora", "signor", "ciao a tutti", "buongiorno a tutti"),
    "nl": ("hallo", "hoi", "dag", "beste", "goedemorgen", "goedemiddag", "goedenavond", "geachte", "geachte heer", "geachte mevrouw", "hallo allemaal", "mevrouw", "meneer", "beste team", "lieve"),
    "pt": ("olá", "ola", "oi", "bom dia", "boa tarde", "boa noite", "caro", "cara", "caros", "prezado", "prezada", "prezados", "estimado", "estimada", "olá a todos", "senhor", "senhora", "querida", "querido"),
    "pl": ("cześć", "czesc", "dzień dobry", "dzien dobry", "dobry wieczór", "witam", "witam serdecznie", "szanowni państwo", "szanowny panie", "szanowna pani", "drogi", "droga", "hej"),
    "sv": ("hej", "hejsan", "hej hej", "god morgon", "god kväll", "bästa", "kära", "hallå", "god dag", "god eftermiddag"),
    "da": ("hej", "hejsan", "kære", "godmorgen", "god morgen", "god aften", "goddag", "god eftermiddag", "hej alle"),
    "no": ("hei", "hei hei", "heisann", "kjære", "god morgen", "god kveld", "god dag", "hallo", "hei alle sammen"),
    "fi": ("hei", "moi", "terve", "moikka", "hyvää huomenta", "hyvää iltaa", "huomenta", "arvoisa", "hyvä", "hei vaan"),
    "cs": ("ahoj", "dobrý den", "dobry den", "dobré ráno", "dobrý večer", "vážení", "vážená paní", "vážený pane", "milá", "milý", "zdravím"),
    "ru": ("здравствуйте", "привет", "добрый день", "доброе утро", "добрый вечер", "уважаемый", "уважаемая", "уважаемые", "дорогая", "дорогой", "дорогие", "приветствую"),
    "ja": ("こんにちは", "こんばんは", "おはようございます", "はじめまして", "ホテルの皆様", "ご担当者様", "ご担当者さま", "担当者様", "フロントの皆様"),
    "zh": ("你好", "您好", "大家好", "早上好", "下午好", "晚上好", "尊敬的", "亲爱的", "親愛的", "嗨"),
}  # fmt: skip
"""A name may follow them."""

SIGN_OFFS: dict[str, tuple[str, ...]] = {
    "en": ("regards", "best regards", "kind regards", "warm regards", "warmest regards", "kindest regards", "many regards", "best", "best wishes", "all the best", "sincerely", "yours sincerely", "sincerely yours", "yours", "yours truly", "yours faithfully", "cheers", "love", "with love", "with kind regards", "with best regards", "greetings", "warmly", "br", "kr", "rgds", "with thanks", "thanks and regards", "xx", "xxx", "xo", "hugs"),
    "de": ("mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichem gruß", "freundliche grüße", "freundliche grüsse", "viele grüße", "viele grüsse", "beste grüße", "beste grüsse", "liebe grüße", "liebe grüsse", "herzliche grüße", "herzliche grüsse", "schöne grüße", "schöne grüsse", "viele liebe grüße", "mit besten grüßen", "mit herzlichen grüßen", "gruß", "gruss", "grüße", "lieber gruß", "lieben gruß", "mfg", "lg", "vg", "bg", "hochachtungsvoll", "tschüss", "ciao"),
    "fr": ("cordialement", "bien cordialement", "très cordialement", "bien à vous", "sincères salutations", "meilleures salutations", "salutations", "salutations distinguées", "amicalement", "bises", "bisous", "cdt", "cdlt", "avec nos remerciements", "respectueusement"),
    "es": ("saludos", "un saludo", "un cordial saludo", "cordiales saludos", "saludos cordiales", "atentamente", "muy atentamente", "un abrazo", "abrazos", "besos", "cordialmente", "con cariño"),
    "it": ("cordiali saluti", "distinti saluti", "saluti", "un saluto", "un caro saluto", "cari saluti", "cordialmente", "un cordiale saluto", "i migliori saluti", "tanti saluti", "baci", "un abbraccio", "a presto"),
    "nl": ("met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "vriendelijke groeten", "groet", "groeten", "groetjes", "hartelijke groet", "hartelijke groeten", "hoogachtend", "mvg", "met hartelijke groet", "liefs"),
    "pt": ("atenciosamente", "cumprimentos", "com os melhores cumprimentos", "melhores cumprimentos", "abraço", "um abraço", "abraços", "cordialmente", "att", "saudações", "beijinhos", "beijos"),
    "pl": ("pozdrawiam", "pozdrawiam serdecznie", "serdecznie pozdrawiam", "pozdrowienia", "z poważaniem", "z pozdrowieniami", "z wyrazami szacunku", "pozdr"),
    "sv": ("med vänliga hälsningar", "vänliga hälsningar", "vänlig hälsning", "med vänlig hälsning", "bästa hälsningar", "hälsningar", "varma hälsningar", "mvh", "kram", "kramar"),
    "da": ("med venlig hilsen", "venlig hilsen", "venlige hilsner", "med venlige hilsner", "bedste hilsner", "hilsen", "de bedste hilsner", "mvh", "kh", "kærlig hilsen", "knus"),
    "no": ("med vennlig hilsen", "vennlig hilsen", "hilsen", "beste hilsen", "mvh", "hilsen fra", "klem", "vennlige hilsener"),
    "fi": ("ystävällisin terveisin", "terveisin", "parhain terveisin", "terveiset", "yt", "t", "halauksin"),
    "cs": ("s pozdravem", "s přátelským pozdravem", "pozdrav", "srdečně", "s úctou", "zdraví", "mějte se hezky", "mějte se krásně"),
    "ru": ("с уважением", "с наилучшими пожеланиями", "всего доброго", "всего хорошего", "всего наилучшего", "искренне ваш", "с приветом", "с благодарностью", "ваш", "ваша", "обнимаю"),
    "ja": ("敬具", "草々", "以上", "かしこ"),
    "zh": ("此致", "敬礼", "敬禮", "此致敬礼", "祝好", "顺祝商祺", "祝商祺"),
}  # fmt: skip
"""The rest of the message is a name."""

TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "mme", "m", "mlle", "sr", "sra", "srta", "fr", "hr", "sig", "dhr", "mevr", "st"})  # fmt: skip
"""A full stop behind them ends nothing."""

HONORIFICS = ("様", "さま", "さん", "先生", "女士", "小姐", "经理", "經理")
"""Behind a name in Japanese and Chinese."""

THUMBS = "👍👌🙏💯✅👏🙌🤝🤗🥰😍❤♥💕💖🙇✔"
"""Say thanks by themselves."""

SMILES = "😊🙂😀😃😄😁😆😉☺🤩😘😇🌸🌹🌷💐🌞☀⭐🌟✨🎉🥳🍀💪😎🤙✌🖤💙💚💛🧡💜🤍🤎🌻🌺🏨🛎"
"""May stand around. A face that is not glad is not among them."""


def thanks_with_their_reason() -> tuple[str, ...]:
    """FOR_WITHOUT_A_WORD, written out."""
    return tuple(
        (" " if language == "fi" else "").join(filter(None, parts))
        for language, columns in FOR_WITHOUT_A_WORD.items()
        for parts in product(*columns)
    )
