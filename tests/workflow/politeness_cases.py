"""What guests write when they only thank, and what looks like it and is not; by language, written by hand."""

HITS: dict[str, tuple[str, ...]] = {
    "en": (
        "thanks", "Thanks!", "Thank you.", "THANK YOU", "thank you so much", "Thank you very much!", "thx", "ty", "ok", "OK", "Ok.", "okay, thanks", "k",
        "Ok great, thank you", "perfect, thank you so much!", "Perfect!", "Great!!", "Excellent, many thanks", "Brilliant, cheers", "Got it, thanks", "Noted with thanks",
        "That's perfect, thank you", "That is very kind, thank you so much", "Thanks a lot for your quick reply!", "Thank you for your help", "Thanks for the info", "Many thanks for your kind assistance.",
        "Thanks again", "Hi Ana,\n\nThank you!\n\nBest regards,\nMia Sand", "Dear Ana,\nperfect, thank you.\nKind regards\nMia", "Hello,\n\nthanks!\n\nMia",
        "Awesome, have a nice day", "Thank you, have a great weekend!", "Much appreciated", "We really appreciate it", "Thank you all", "lovely, thank you xx", "Wonderful. See you soon!", "ok thank you (again)", "Thank you! You're the best",
    ),
    "de": (
        "Danke", "danke!", "Danke schön!", "Dankeschön", "Vielen Dank!", "Vielen lieben Dank", "Herzlichen Dank", "Besten Dank für die schnelle Antwort!", "Danke, alles klar", "Alles klar, danke.", "Ok, danke", "Super, vielen Dank!",
        "Perfekt, danke", "Prima", "In Ordnung, vielen Dank", "Passt, danke!", "Wunderbar, herzlichen Dank für Ihre Hilfe.", "Hallo Ana,\n\nvielen Dank für Ihre Mühe!\n\nLiebe Grüße\nMia Sand",
        "Sehr geehrte Frau Weber,\n\nbesten Dank.\n\nMit freundlichen Grüßen\nMia Sand", "Das ist sehr nett von Ihnen, danke!", "Vielen Dank und schönen Tag noch", "Danke für die Info", "Tausend Dank!", "Verstanden, danke", "LG Mia\n\ndanke",
        "Danke, einen schönen Abend!", "Das ging ja schnell, vielen Dank!",
    ),
    "fr": (
        "Merci", "merci !", "Merci beaucoup", "Merci beaucoup pour votre aide", "Un grand merci !", "D'accord, merci", "D’accord merci beaucoup", "Parfait, merci", "C'est parfait, je vous remercie.", "Très bien, merci.", "Bien reçu, merci",
        "Super merci", "C'est noté, merci", "Bonjour,\n\nMerci pour votre réponse rapide.\n\nCordialement,\nMia Sand", "Merci, bonne journée !", "Mille mercis", "Merci encore", "C'est très gentil, merci", "Nous vous remercions vivement",
        "Merci pour votre gentillesse, à bientôt",
    ),
    "es": (
        "Gracias", "¡Gracias!", "Muchas gracias", "¡Muchas gracias por su ayuda!", "Vale, gracias", "De acuerdo, muchas gracias.", "Perfecto, gracias", "Genial!", "Muy amable, gracias", "Mil gracias", "Entendido, gracias", "Gracias por la información",
        "Hola Ana,\n\nmuchas gracias.\n\nUn saludo,\nMia", "Muchas gracias por su pronta respuesta", "Gracias por todo", "Estupendo, hasta pronto", "Buenos días,\ngracias.\nSaludos cordiales", "Está bien, gracias",
    ),
    "it": (
        "Grazie", "grazie mille!", "Grazie mille per la risposta", "Va bene, grazie", "Perfetto, grazie", "Ottimo, grazie mille", "Benissimo!", "D'accordo, grazie", "La ringrazio", "Vi ringraziamo", "Gentilissimi, grazie", "Grazie per la vostra disponibilità",
        "Buongiorno,\ngrazie mille.\nCordiali saluti,\nMia Sand", "Grazie ancora, buona giornata", "Grazie di cuore", "Capito, grazie", "Ok grazie mille, a presto",
    ),
    "nl": (
        "Bedankt", "Bedankt!", "Dank u wel", "Dankjewel", "Heel erg bedankt", "Hartelijk dank", "Hartelijk dank voor uw hulp", "Prima, bedankt", "Top, dank je", "Oké, dank u", "Perfect, dank u wel", "Beste Ana,\n\nhartelijk dank.\n\nMet vriendelijke groet,\nMia",
        "Is goed, bedankt", "Fijn, dank je wel", "Bedankt voor de snelle reactie", "Begrepen, fijne dag nog",
    ),
    "pt": (
        "Obrigado", "Obrigada!", "Muito obrigada", "Muito obrigado pela ajuda", "Ok, obrigado", "Perfeito, obrigada", "Está bem, obrigado", "Ótimo, muito obrigado", "Agradeço", "Valeu", "Olá Ana,\nmuito obrigada.\nCumprimentos,\nMia", "Obrigado pela resposta rápida",
        "Certo, obrigado", "Maravilha, obrigada", "Obrigada mais uma vez",
    ),
    "pl": (
        "Dziękuję", "dziękuję bardzo", "Bardzo dziękuję", "Dzięki!", "Dziekuje", "Ok, dziękuję", "Dobrze, dziękuję", "Super, dzięki", "Świetnie, dziękuję bardzo", "Dzień dobry,\ndziękuję za pomoc.\nPozdrawiam,\nMia", "Dziękuję za szybką odpowiedź", "W porządku, dziękuję", "Miłego dnia, dziękuję",
    ),
    "sv": ("Tack", "Tack!", "Tack så mycket", "Stort tack", "Tusen tack!", "Ok, tack", "Perfekt, tack", "Toppen!", "Tack för hjälpen", "Hej Ana,\ntack så mycket.\nMed vänliga hälsningar\nMia", "Tack för snabbt svar", "Bra, tack", "Tackar, ha en bra dag"),
    "da": ("Tak", "Mange tak", "Tusind tak!", "Ok, tak", "Perfekt, tak", "Fint, tak", "Tak for hjælpen", "Hej Ana,\nmange tak.\nVenlig hilsen\nMia", "Tak for det hurtige svar", "Super, mange tak", "Tak, hav en god dag"),
    "no": ("Takk", "Tusen takk!", "Mange takk", "Ok, takk", "Perfekt, takk", "Flott, tusen takk", "Takk for hjelpen", "Hei Ana,\ntusen takk.\nMed vennlig hilsen\nMia", "Takk for raskt svar", "Supert", "Takk skal du ha", "Greit, takk"),
    "fi": ("Kiitos", "Kiitos!", "Kiitos paljon", "Paljon kiitoksia", "Selvä, kiitos", "Ok kiitos", "Hienoa, kiitos", "Kiitos avusta", "Hei Ana,\nkiitos nopeasta vastauksesta.\nYstävällisin terveisin\nMia", "Suuri kiitos", "Mahtavaa", "Kiitos, hyvää päivänjatkoa"),
    "cs": ("Děkuji", "Děkuji!", "Děkuji moc", "Moc děkujeme", "Díky", "Ok, děkuji", "Dobře, děkuji", "Výborně, díky", "Děkuji za pomoc", "Dobrý den,\nděkuji za rychlou odpověď.\nS pozdravem\nMia", "Dekuji", "V pořádku, děkuju", "Super, hezký den"),
    "ru": ("Спасибо", "спасибо!", "Большое спасибо", "Спасибо большое за помощь", "Ок, спасибо", "Хорошо, спасибо", "Отлично!", "Понял, спасибо", "Благодарю", "Здравствуйте, Анна!\nСпасибо.\nС уважением,\nМария", "Спасибо за быстрый ответ", "Всё понятно, спасибо", "Спасибо, хорошего дня", "Прекрасно, спасибо вам большое"),
    "ja": ("ありがとう", "ありがとうございます。", "ありがとうございました！", "どうもありがとうございます", "了解しました。", "承知いたしました。ありがとうございます。", "わかりました、ありがとうございます", "田中様\nありがとうございました。", "ご連絡ありがとうございます。", "早速のご返信ありがとうございます", "OKです、ありがとう", "助かりました", "かしこまりました。よろしくお願いいたします。", "こんにちは。\nご丁寧にありがとうございます。"),
    "zh": ("谢谢", "谢谢！", "谢谢您", "非常感谢", "好的，谢谢", "好的", "收到，谢谢", "明白了，谢谢", "太好了，谢谢你们", "謝謝", "多谢", "您好，\n谢谢您的帮助。", "OK，谢谢", "王经理，\n非常感谢！", "辛苦了，谢谢", "完美，谢谢您"),
    "signs": ("👍", "👍🏽", "👍👍👍", "🙏", "❤️", "ok 👍", "Thanks 😊", "🙏🙏 merci", "Danke :-)", "thank you <3", "Super ;)", "👌!", "谢谢🌹", "ok...", "Thanks – Mia", "“Thank you”", "Спасибо🙂", "   thanks\n\n\n"),
    "mixed": ("Merci, thanks!", "Ok, gracias", "Danke, thank you", "Grazie, thank you so much", "Super, thanks", "Hi, merci beaucoup"),
}  # fmt: skip

MISSES: dict[str, tuple[str, ...]] = {
    "en": (
        "Thanks, but the shower is still broken", "ok when?", "thank you, we need towels", "Thanks. Could you also send a pillow?", "no thanks", "No, thank you.", "not ok", "That's not ok", "Thanks for nothing", "ok, we will come at 8", "Thank you, room 12",
        "yes", "Yes please", "yes, thank you", "please", "Thanks, please do", "ok but it is cold", "Perfect, and breakfast?", "thanks?", "Really?", "great, but when", "Thank you. The light flickers.", "Thank you for the towels, one is missing", "Thanks in advance",
        "ok, then please cancel", "Great. Cancel it.", "Thank you, we take it", "Deal", "agreed", "Thanks, we would like two", "ok tomorrow", "Thank you, see you at noon", "Fine, but not today", "thanks anyway, too late", "Still waiting, thanks", "Thank you! Also: wifi", "How kind! Who paid",
        "HELLO SHOWER BROKEN, THANKS", "hello", "Hi Ana,", "Best regards,\nMia", "Mia Sand", "have a nice day", "sorry", "Thanks, Towels", "ok, call me", "Ok for the late check-out", "thanks, it works", "Thank you: https://example.org",
    ),
    "de": (
        "Danke, und das Zimmer?", "Nein danke", "Danke, aber die Dusche ist kaputt", "Danke, wir brauchen noch Handtücher", "ok, wann?", "Danke im Voraus", "Vielen Dank, bitte um 8 Uhr", "Ja bitte", "ja", "Ja, gerne", "bitte", "Danke, das Licht geht nicht", "Kein Problem, danke",
        "Danke, nicht nötig", "Super, dann bitte stornieren", "Passt nicht", "Alles klar, wir kommen später", "Danke, Zimmer zwölf", "Noch nicht, danke", "Danke! Und das WLAN", "Gut, dann nehmen wir es", "Einverstanden", "Danke, leider kalt", "Vielen Dank für die Handtücher", "Leider nein", "Hallo Handtücher fehlen, danke",
        "Prima, wie viel kostet das",
    ),
    "fr": ("Merci, mais la douche est cassée", "Non merci", "Oui", "Oui merci", "Merci d'avance", "D'accord, à quelle heure ?", "Merci de nous apporter des serviettes", "S'il vous plaît", "Merci, il manque une serviette", "Pas de problème", "Parfait, et le petit déjeuner", "Merci, chambre douze", "Ok mais pas ce soir", "Merci de votre retour rapide demain"),
    "es": ("Gracias, pero no funciona", "No, gracias", "Sí", "Sí, por favor", "Vale, ¿a qué hora?", "Gracias de antemano", "Gracias, necesitamos toallas", "Perfecto, y el desayuno", "De acuerdo, mañana", "Todavía no", "Gracias, hace frío", "Vale pero sin ruido", "No hay problema"),
    "it": ("Grazie, ma la doccia non funziona", "No grazie", "Sì", "Sì grazie", "Va bene, a che ora?", "Grazie in anticipo", "Grazie, ci servono asciugamani", "Perfetto, e la colazione", "Non ancora", "Grazie, fa freddo", "Va bene domani", "Non c'è problema", "Per favore"),
    "nl": ("Bedankt, maar de douche is kapot", "Nee bedankt", "Ja", "Ja graag", "Oké, hoe laat?", "Alvast bedankt", "Bedankt, we hebben handdoeken nodig", "Nog niet", "Prima, en het ontbijt", "Geen probleem", "Bedankt, het is koud"),
    "pt": ("Obrigado, mas não funciona", "Não, obrigado", "Sim", "Sim, por favor", "Ok, a que horas?", "Desde já obrigado", "Obrigada, precisamos de toalhas", "Ainda não", "Perfeito, e o pequeno-almoço", "Sem problema", "Obrigado, está frio"),
    "pl": ("Dziękuję, ale prysznic nie działa", "Nie, dziękuję", "Tak, poproszę", "Ok, o której?", "Z góry dziękuję", "Dziękuję, potrzebujemy ręczników", "Jeszcze nie", "Dobrze, a śniadanie", "Nie ma problemu"),
    "sv": ("Tack, men duschen är trasig", "Nej tack", "Ja", "Ja tack", "Ok, när?", "Tack på förhand", "Tack, vi behöver handdukar", "Inte ännu", "Inga problem", "Bra, och frukosten"),
    "da": ("Tak, men bruseren virker ikke", "Nej tak", "Ja", "Ja tak", "Ok, hvornår?", "På forhånd tak", "Tak, vi mangler håndklæder", "Ikke endnu", "Fint, og morgenmaden"),
    "no": ("Takk, men dusjen virker ikke", "Nei takk", "Ja", "Ja takk", "Ok, når?", "Takk på forhånd", "Takk, vi trenger håndklær", "Ikke ennå", "Flott, og frokosten"),
    "fi": ("Kiitos, mutta suihku on rikki", "Ei kiitos", "Kyllä", "Kyllä kiitos", "Ok, milloin?", "Kiitos etukäteen", "Kiitos, tarvitsemme pyyhkeitä", "Ei vielä", "Hienoa, entä aamiainen"),
    "cs": ("Děkuji, ale sprcha nefunguje", "Ne, děkuji", "Ano", "Ano, prosím", "Dobře, kdy?", "Předem děkuji", "Děkuji, potřebujeme ručníky", "Ještě ne", "Výborně, a snídaně"),
    "ru": ("Спасибо, но душ не работает", "Нет, спасибо", "Да", "Да, пожалуйста", "Хорошо, когда?", "Заранее спасибо", "Спасибо, нам нужны полотенца", "Ещё нет", "Отлично, а завтрак", "Не за что", "Спасибо, холодно"),
    "ja": ("ありがとうございます。でもシャワーが壊れています。", "はい", "はい、お願いします", "いいえ、結構です", "いつですか？", "了解しました。何時ですか", "タオルをお願いします。ありがとうございます。", "まだです", "ご確認よろしくお願いします。ありがとうございます", "ありがとうございます。あと毛布も", "こんにちは", "お湯が出ません"),
    "zh": ("谢谢，但是淋浴还是坏的", "不用了，谢谢", "不好", "好的，几点？", "谢谢，我们需要毛巾", "还没有", "你好毛巾，谢谢", "确认，谢谢", "通知大家，谢谢", "是的", "可以", "好的，明天", "请尽快，谢谢", "收到了吗", "你好"),
    "signs": ("👎", "😡", "thanks 😡", "ok 😞", "?", "!", "...", "", "   \n", "👍?", "ok 12", "+1", "ok ₤", "👍 room 12", "ok :(", "thanks :-/", "😊", "1", "ok, 8pm", "१"),
    "mixed": ("Merci, the towels please", "Ok, gracias, mañana", "Danke, but no", "Thanks, wo ist der Schlüssel", "Grazie, when"),
}  # fmt: skip
