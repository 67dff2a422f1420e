"""What an emergency sounds like in sixteen languages, and what only sounds like one. Data of workflow/emergency.

Written as in a sentence: "…" stands for up to three words between, a star for any ending. All languages always count,
for nobody knows in which one a guest calls for help; so nothing stands here that means something harmless in another.
"""

from __future__ import annotations

EMERGENCIES: dict[str, tuple[str, ...]] = {
    "en": (
        "fire", "on fire", "burning smell", "smell … burning", "smoke coming", "full of smoke", "smoke in the", "doctor", "doctors please",
        "ambulance", "paramedic*", "emergency", "police", "locked out", "lock* me out", "lock* us out", "lock* myself out", "lock* ourselves out", "locked in", "cannot get out",
        "can't get out", "stuck in the lift", "stuck in the elevator", "stuck in … elevator", "stuck in … lift", "trapped", "flooded",
        "flooding", "burst pipe", "pipe burst", "water … pouring", "water … through the ceiling", "water … from the ceiling", "gas leak", "smell* … gas", "heart attack",
        "chest pain*", "unconscious", "fainted", "passed out", "collapsed", "seizure", "can't breathe", "cannot breathe", "bleeding",
        "choking", "overdose", "allergic reaction", "anaphyla*", "suicid*", "kill myself", "intruder", "a break-in", "broke into",
        "being attacked", "assaulted", "has a gun", "has a knife", "short circuit", "sparks from", "sparks coming",
    ),
    "de": (
        "feuer", "brennt", "es brennt", "brand im", "brand in der", "brandgeruch", "riecht … verbrannt", "rauch im", "rauch aus",
        "arzt", "ärztin", "notarzt", "krankenwagen", "rettungswagen", "sanitäter", "notfall", "polizei", "ausgesperrt",
        "eingesperrt", "bin eingeschlossen", "sind eingeschlossen", "wurden eingeschlossen", "aufzug stecken*", "stecken … aufzug", "stecke … aufzug", "stecken … fahrstuhl", "steckt … aufzug",
        "wasserrohrbruch", "rohrbruch", "überschwemmung", "überflutet", "wasser … decke", "gasgeruch", "riecht … gas", "herzinfarkt",
        "schlaganfall", "bewusstlos", "ohnmächtig", "zusammengebrochen", "keine luft", "blutet", "erstickt", "allergische reaktion",
        "allergischer schock", "selbstmord", "einbrecher", "einbruch", "eingebrochen", "überfallen", "kurzschluss",
    ),
    "fr": (
        "incendie", "au feu", "en feu", "prend feu", "pris feu", "odeur de brûlé", "sent le brûlé", "fumée dans", "médecin", "un docteur", "besoin … docteur", "appelez … docteur",
        "ambulance", "le samu", "pompiers", "urgence médicale", "c'est une urgence", "police", "enfermé* dehors", "enfermé* … chambre",
        "enfermé*", "porte … claquée", "bloqué* … ascenseur", "coincé* … ascenseur", "inondation", "inondé*",
        "fuite de gaz", "odeur de gaz", "sent le gaz", "crise cardiaque", "infarctus", "un malaise", "fait … malaise", "inconscient*", "évanoui*",
        "ne respire", "respire plus", "saigne", "réaction allergique", "suicide", "cambriol*", "agressé*", "court-circuit",
    ),
    "es": (
        "incendio", "fuego", "en llamas", "se quema", "huele a quemado", "humo en", "médico", "médica urgente", "doctor", "ambulancia",
        "emergencia", "policía", "bomberos", "encerrad*", "sin llave fuera", "me quedé fuera", "nos quedamos fuera", "quedado fuera",
        "atrapad*", "ascensor … atascado", "inundación", "inundad*", "inundando", "fuga de gas", "huele a gas",
        "olor a gas", "infarto", "ataque al corazón", "inconsciente", "desmayad*", "desmayó", "no respira", "no puedo respirar",
        "sangrando", "sangra mucho", "reacción alérgica", "suicid*", "ladrón", "nos han robado", "agredid*", "cortocircuito",
    ),
    "it": (
        "incendio", "al fuoco", "va a fuoco", "in fiamme", "sta bruciando", "puzza di bruciato", "odore di bruciato", "fumo in", "medico",
        "un dottore", "chiam* … dottore", "ambulanza", "emergenza", "polizia", "carabinieri", "vigili del fuoco", "pompieri", "chius* fuori", "rimast* fuori",
        "chius* dentro", "intrappolat*", "bloccat* … ascensore", "allagament*", "allagat*", "allagando",
        "perdita di gas", "fuga di gas", "odore di gas", "puzza di gas", "infarto", "svenut*", "incosciente", "privo di sensi",
        "non respira", "sanguina", "reazione allergica", "suicid*", "ladro", "ladri", "aggredit*", "cortocircuito",
    ),
    "nl": (
        "er is brand", "brand in de", "brand in onze", "het brandt", "staat … brand", "brandlucht", "rook in", "dokter",
        "ambulance", "ziekenwagen", "noodgeval", "politie", "brandweer", "buitengesloten", "opgesloten", "vast in de lift",
        "zitten vast", "overstroming", "gaslek", "gaslucht", "ruik* … gas", "hartaanval", "bewusteloos",
        "flauwgevallen", "ademt niet", "bloedt", "stikt", "allergische reactie", "zelfmoord", "inbreker", "ingebroken", "kortsluiting",
    ),
    "pt": (
        "incêndio", "fogo", "a arder", "pegando fogo", "em chamas", "cheiro a queimado", "cheiro de queimado", "fumo no", "fumaça no",
        "médico", "um doutor", "cham* … doutor", "ambulância", "emergência", "polícia", "bombeiros", "trancad* fora", "trancad* do lado de fora",
        "fiquei trancad*", "ficámos trancad*", "ficamos trancad*", "pres* … elevador", "inundação", "inundad*", "fuga de gás",
        "vazamento de gás", "cheiro a gás", "cheiro de gás", "infarto", "enfarte", "ataque cardíaco", "desmai*", "inconsciente",
        "não respira", "sangrando", "a sangrar", "reação alérgica", "suicíd*", "ladrão", "assaltad*", "curto-circuito",
    ),
    "pl": (
        "pożar", "pali się", "dym w", "swąd", "lekarz*", "karetk*", "pogotowie", "nagły wypadek", "policj*", "straż pożarna",
        "straż pożarną", "zatrzasn*", "zatrzaśnięt*", "uwięzien*", "utkn* … windzie", "zalan*", "zalewa", "pękła rura", "wyciek gazu",
        "czuć gaz", "zapach gazu", "zawał*", "nieprzytomn*", "zemdlał*", "nie oddycha", "krwawi*", "reakcja alergiczna", "samobójstw*",
        "włamanie", "włamywacz", "napadnięt*", "zwarcie",
    ),
    "sv": (
        "det brinner", "brinner", "eldsvåda", "brandlukt", "luktar bränt", "luktar rök", "läkare", "behöver … doktor", "en doktor", "ambulans", "nödsituation",
        "nödläge", "polisen", "polis", "brandkår*", "utelåst", "utelåsta", "låst oss ute", "låst mig ute", "inlåst", "inlåsta",
        "fast i hissen", "översvämning", "översvämmat", "gasläcka", "luktar gas", "hjärtattack", "hjärtinfarkt",
        "medvetslös", "svimmat", "andas inte", "blöder", "kvävs", "allergisk reaktion", "självmord", "inbrott", "kortslutning",
    ),
    "da": (
        "det brænder", "brænder", "ildebrand", "brandlugt", "lugter brændt", "læge", "lægen", "ambulance", "nødsituation", "politi",
        "politiet", "brandvæsen*", "låst ude", "låst os ude", "låst mig ude", "låst inde", "sidder fast i elevator*",
        "fast i elevator*", "oversvømm*", "rørbrud", "gasudslip", "lugter … gas", "hjerteanfald", "hjertestop",
        "bevidstløs", "besvimet", "trækker ikke vejret", "bløder", "kvæles", "allergisk reaktion", "selvmord", "indbrud", "kortslutning",
    ),
    "no": (
        "det brenner", "brannlukt", "brann i", "lukter brent", "trenger … lege", "en lege", "ring* … lege", "legevakt*", "ambulanse", "nødsituasjon",
        "politi", "politiet", "brannvesen*", "låst ute", "låst oss ute", "låst meg ute", "låst inne", "fast i heisen",
        "oversvømmelse", "gasslekkasje", "lukter gass", "hjerteinfarkt", "bevisstløs", "besvimt", "puster ikke",
        "blør", "kveles", "allergisk reaksjon", "selvmord", "innbrudd", "kortslutning",
    ),
    "fi": (
        "tulipalo*", "jokin palaa", "huone palaa", "savua", "palaneen haju*", "lääkäri*", "ambulans*", "hätätilan*", "hätätapau*", "poliisi*", "palokun*",
        "lukkojen taakse", "lukossa ulkona", "jäin ulos", "jäimme ulos", "jumissa hississä", "jumi* hississä", "tulva", "tulvii",
        "vesivahinko", "putkirikko", "kaasuvuoto", "haisee kaasu*", "sydänkohtau*", "tajuton*", "pyörty*", "ei hengitä",
        "vuotaa verta", "tukehtu*", "allerginen reaktio", "itsemurha*", "murtautu*", "oikosulku",
    ),
    "cs": (
        "hoří", "požár*", "kouř v", "zápach spáleniny", "lékař*", "doktora", "sanitk*", "záchrank*", "nouzov*", "policie", "policii",
        "hasič*", "zabouchn*", "zabouchl*", "zamčen* venku", "uvízl* … výtah*", "zaseknut* … výtah*", "vytopen*", "zatopen*",
        "prasklo potrubí", "prasklá trubka", "únik plynu", "cítit plyn", "infarkt", "bezvědomí", "omdlel*", "nedýchá", "krvácí",
        "dusí", "alergická reakce", "sebevražd*", "vloupání", "zloděj*", "přepaden*", "zkrat",
    ),
    "ru": (
        "пожар*", "горит", "горим", "дым в", "пахнет гарью", "запах гари", "врач", "врача", "врачу", "доктор*", "скорую", "скорая помощь",
        "неотложн*", "полици*", "милици*", "пожарн*", "захлопнул*", "не могу попасть в номер", "не можем попасть в номер", "заперт*",
        "застрял* … лифт*", "затопил*", "затаплива*", "потоп", "прорвало", "утечка газа", "пахнет газом", "запах газа", "инфаркт*",
        "инсульт", "без сознания", "потерял* сознание", "обморок*", "не дышит", "кровотечени*", "задыха*", "аллергическая реакция",
        "самоубийств*", "грабител*", "ограбил*", "напали", "замыкание",
    ),
    "ja": (
        "火事", "火災", "燃えて", "煙が", "焦げ臭", "医者", "お医者", "救急車", "緊急事態", "警察", "消防車", "閉め出", "締め出され", "インロック",
        "鍵を部屋に", "閉じ込め", "浸水", "ガス漏れ", "ガス臭", "心臓発作", "意識がな", "意識不明", "気を失", "倒れま", "倒れて",
        "息ができ", "呼吸ができ", "出血", "アレルギー反応", "自殺", "泥棒", "不審者", "襲われ",
    ),
    "zh": (
        "着火", "火灾", "失火", "起火", "着火了", "冒烟", "烧焦", "医生", "救护车", "急救", "紧急情况", "报警", "警察", "消防车", "锁在门外",
        "反锁", "被困", "困在电梯", "水管爆", "淹了", "煤气泄漏", "燃气泄漏", "煤气味", "心脏病发", "昏迷", "晕倒", "昏倒", "失去意识",
        "呼吸困难", "不能呼吸", "流血不止", "大出血", "过敏反应", "自杀", "小偷", "入室盗窃", "入室抢劫", "被袭击", "火災", "醫生", "救護車", "鎖在門外",
    ),
}  # fmt: skip

HARMLESS: tuple[str, ...] = (
    # en
    "fire place*", "fire pit*", "fire stick", "fire tv", "fire tablet", "amazon fire", "fire works", "fire wood", "fire drill*",
    "fire alarm test*", "fire exit*", "fire escape*", "fire door*", "fire extinguisher*", "fire safety", "fire station", "fire hydrant*",
    "fire blanket*", "fire regulation*", "fire certificate*", "fire sale", "fire show", "fire table", "fire island", "fire dance*",
    "open fire", "log fire", "wood fire", "camp fire", "by the fire", "in front of the fire", "around the fire", "crackling fire",
    "in case of fire", "in case of … emergency", "in case of emergency", "in an emergency", "no fire", "not … emergency", "no emergency",
    "emergency exit*", "emergency contact*", "emergency number*", "emergency light*", "emergency kit", "emergency phone",
    "doctor who", "doctor appointment*", "doctor visit*", "doctor bill*", "doctor invoice*", "doctor note*", "doctor certificate*",
    "my doctor", "our doctor", "his doctor", "her doctor", "i am … doctor", "i'm … doctor", "is a doctor", "as a doctor",
    "doctor said", "doctor says", "doctor told", "doctor recommended", "doctor advised", "no doctor", "no need … doctor",
    "appointment … doctor", "visit … doctor", "police report", "police station", "police certificate", "police registration",
    "lock* … luggage … out", "check out", "rate … locked in", "price … locked in", "locked in … price", "locked in … rate", "lock* in … rate", "locked in … safe",
    "bleeding edge", "flooded with", "trapped in traffic", "police d'assurance",
    # de
    "kein notfall", "keinen notfall", "im notfall", "für den notfall", "für notfälle", "kein feuer", "feuer und flamme", "feuer machen",
    "lager feuer", "offenes feuer", "offenem feuer", "offenen feuer", "am feuer", "arzt termin*", "termin … arzt", "mein arzt",
    "meinem arzt", "bin arzt", "ist arzt", "arzt rechnung", "arzt besuch", "beim arzt", "zum arzt gegangen", "zahn arzt",
    "licht brennt", "lampe brennt", "brennt … licht", "brennt … lampe", "brennt die sonne", "sonne brennt", "als arzt", "einbruch der",
    # fr, es, it, pt
    "en cas d'incendie", "en cas d'urgence", "pas … urgence", "assurance incendie", "alarme incendie test", "feux d'artifice",
    "certificat médical", "rendez-vous … médecin", "mon médecin", "mon docteur", "je suis médecin", "est médecin", "chez le médecin",
    "en caso de incendio", "en caso de emergencia", "salida de emergencia", "no es … emergencia", "teléfono de emergencia",
    "fuegos artificiales", "certificado médico", "seguro médico", "seguro medico", "cita … médico", "mi médico", "soy médico",
    "es médico", "centro médico", "informe médico", "historial médico", "in caso di incendio", "in caso di emergenza",
    "uscita di emergenza", "uscite di emergenza", "non è … emergenza", "numero di emergenza", "certificato medico", "mio medico",
    "visita dal medico", "sono medico", "studio medico", "em caso de incêndio", "em caso de emergência", "saída de emergência",
    "não é … emergência", "fogo de artifício", "fogos de artifício", "atestado médico", "meu médico", "consulta … médico", "sou médico",

    # nl, pl, sv, da, no, fi, cs, ru
    "geen noodgeval", "in geval van nood", "bij brand", "mijn dokter", "afspraak … dokter", "w razie pożaru", "zaświadczenie lekarskie",
    "lekarski*", "pali się światło", "pali się lampka", "mój lekarz", "wizyt* … lekarz*", "lyset brænder", "lyset brinner", "sola brenner", "min läkare", "min læge", "min lege",
    "lääkärintodistu*", "lékařsk* potvrzen*", "můj lékař", "světlo hoří", "при пожаре", "в случае пожара", "мой врач", "моему врачу",
    "свет горит", "горит свет", "лампочка горит", "горит лампочка", "пожарная сигнализация проверка",
    # ja, zh
    "歯医者", "防火", "避難訓練", "医生证明", "看过医生", "急救箱", "火災保険", "火災報知器の点検",
)  # fmt: skip

FALSE_FRIENDS: dict[str, frozenset[str]] = {
    # Danish and Norwegian count so: one, two, three, "fire"
    "fire": frozenset(
        [
            "og",
            "vi",
            "jeg",
            "ikke",
            "nætter",
            "netter",
            "voksne",
            "værelser",
            "personer",
            "dage",
            "dager",
            "mange",
            "hilsen",
            "gæster",
            "gjester",
        ]
    ),
}
"""Words that mean something else where one of these stands in the same text."""
