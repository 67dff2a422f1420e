"""How mail servers say that a mail did not arrive: data only, no rules. All lower case."""

from __future__ import annotations

DAEMONS = (
    "mailer-daemon", "mailerdaemon", "mail-daemon", "maildaemon", "mdaemon", "postmaster", "mail.delivery.system", "mail-delivery",
    "bounce", "bounces", "ndr", "smtp-gateway", "mailadm", "mailsystem", "mail_system", "mail_admin", "mail-admin", "mailmaster",
)  # fmt: skip
DAEMON_NAMES = (
    "mail delivery",
    "mail system",
    "delivery subsystem",
    "mailer-daemon",
    "mailer daemon",
    "system administrator",
    "postmaster",
)

# What such a subject begins with or, for a daemon, contains.
SUBJECTS = (
    "undeliverable", "undelivered mail", "undelivered message", "undelivered:", "delivery status notification", "delivery failure",
    "delivery failed", "delivery notification", "delivery report", "delivery problem", "delivery error", "failure notice",
    "failure delivery", "failed mail", "failed delivery", "failed:", "returned mail", "returned email", "returned message",
    "returned to sender", "mail delivery", "mail not delivered", "mail could not be delivered", "message not delivered",
    "message delivery failure", "mail failed", "mail failure", "mail error", "mail system error", "non-delivery", "non delivery",
    "nondeliverable", "not delivered", "permanent delivery failure", "processing error", "email delivery failure",
    "automatically rejected mail", "rejected:", "user unknown", "address not found", "message blocked", "mailbox full",
    "warning: could not send message", "warning: message", "message delayed", "delayed mail", "delivery delayed", "mail delivery warning",
    "could not be delivered", "has not yet been delivered", "unzustellbar", "nicht zustellbar", "unzustellbare", "zustellung fehlgeschlagen",
    "zustellungsfehler", "nachricht konnte nicht zugestellt werden", "fehler bei der zustellung", "non remis", "échec de remise",
    "échec de la remise", "message non distribué", "non distribuable", "avis de non-remise", "no se puede entregar", "no se pudo entregar",
    "no entregado", "correo no entregado", "error de entrega", "fallo de entrega", "non recapitabile", "mancato recapito",
    "mancata consegna", "messaggio non consegnato", "onbestelbaar", "niet bezorgd", "kan niet worden bezorgd", "aflevering mislukt",
    "não entregue", "não é possível entregar", "falha na entrega", "mensagem não entregue", "niedostarczone", "nie można dostarczyć",
    "niedostarczona", "zwrot wiadomości", "kan inte levereras", "olevererat", "gick inte att leverera", "kan ikke leveres",
    "levering mislykkedes", "kunne ikke leveres", "levering mislyktes", "ei voitu toimittaa", "toimitus epäonnistui",
    "viestiä ei voitu", "nedoručitelné", "nedoručeno", "nelze doručit", "не доставлено", "недоставленное", "не удалось доставить",
    "недоставка", "配信不能", "配信できません", "配信エラー", "送信エラー", "退信", "无法送达", "无法投递", "传输失败", "未送达", "投递失败",
    "無法傳遞", "無法投遞", "郵件無法", "utilisateur non recensé",
    "발송실패", "발송 실패", "전송 실패", "전송되지 못했습니다", "반송된 메일", "배달되지 않음", "teslim edilemedi", "iletilemedi", "kézbesíthetetlen", "nem kézbesíthető", "nelivrat",
    "nu a putut fi livrat", "δεν παραδόθηκε", "αδυναμία παράδοσης", "не доставлений", "не доставлено", "неможливо доставити", "לא נמסרה", "כשל במסירה", "تعذر التسليم", "فشل التسليم",
    "недоставено", "nije isporučen", "nije dostavljen", "ni bilo mogoče dostaviti", "nedoručiteľné", "nedoručená", "nepristatytas", "tidak terkirim", "không gửi được", "no s'ha pogut lliurar",
)  # fmt: skip

# What such a text says in its first lines; sentences that nobody writes by hand.
SENTENCES = (
    "message that you sent could not be delivered", "message that you have sent could not be delivered",
    "message that you sent has not yet been delivered", "could not be delivered to", "could not deliver your message",
    "could not deliver message", "unable to deliver", "not able to deliver", "wasn't able to deliver", "was not delivered",
    "has not been delivered", "not yet been delivered", "delivery to the following recipient", "delevery to the following recipient",
    "did not reach the following", "did not reach some or all", "were undeliverable", "this message was undeliverable",
    "message was undeliverable", "undeliverable to", "undeliverable address", "delivery has failed", "delivery failed",
    "mail delivery failed", "the following address", "following recipients did not receive", "following recipients could not",
    "failed recipients", "failed recipient:", "non-delivery report", "permanent fatal", "fatal delivery errors", "delivery problems",
    "invalid final delivery", "error-for:", "returned to you", "has been returned", "message undeliverable", "not be delivered",
    "your message couldn't be delivered", "wasn't delivered to", "couldn't be delivered", "recipient address rejected",
    "was automatically rejected", "no such user here", "user unknown", "unknown user", "problem with the e-mail address", "no mailbox here",
    "message could not be", "host not found", "mailbox unavailable", "mailbox is full", "has been postponed", "has been delayed",
    "message not delivered", "was rejected by", "did not exactly match", "konnte nicht zugestellt werden", "nicht zugestellt werden",
    "zustellung fehlgeschlagen", "n'a pas pu être remis", "n'a pas pu etre delivre", "n'a pas été remis", "échec de la remise",
    "no se ha podido entregar", "no pudo ser entregado", "no se pudo entregar", "non è stato possibile recapitare",
    "non è stato consegnato", "impossibile recapitare", "kon niet worden bezorgd", "kan niet worden bezorgd", "não pôde ser entregue",
    "não foi possível entregar", "nie mogła zostać dostarczona", "nie można dostarczyć", "nie została dostarczona",
    "kunde inte levereras", "gick inte att leverera", "kunne ikke leveres", "ei voitu toimittaa", "nebylo možné doručit",
    "nemohla být doručena", "nelze doručit", "невозможно доставить", "не может быть доставлен", "не было доставлено",
    "не удалось доставить", "配信できません", "送信できません", "配信に失敗", "邮件无法", "无法送达", "投递失败", "無法傳遞", "無法投遞", "發生永久性錯誤",
    "전송 실패", "발송 실패", "전송하지 못했습니다", "전송되지 못했습니다", "존재하지 않는 메일", "teslim edilemedi", "iletilemedi", "nem sikerült kézbesíteni", "nem kézbesíthető",
    "nu a putut fi livrat", "nu a fost livrat", "δεν ήταν δυνατή η παράδοση", "δεν παραδόθηκε", "не вдалося доставити", "не може бути доставлен", "לא נמסרה", "לא ניתן למסור",
    "تعذر تسليم", "لم يتم تسليم", "не беше доставен", "nije isporučena", "ni bilo mogoče dostaviti", "nebolo možné doručiť", "nepavyko pristatyti", "tidak dapat dikirim", "không thể gửi",
)  # fmt: skip
# Strong enough for a sender who does not look like a server.
OPENINGS = (
    "this is an automatically generated delivery status notification", "this message was created automatically by mail delivery",
    "this is the mail system at host", "this is the postfix program", "this is the qmail-send program", "hi. this is the",
    "your message could not be delivered", "your message did not reach", "your message was not delivered", "your message to",
    "mail delivery failed", "the following message could not be delivered", "the following mail could not be delivered", "delivery to the following",
    "failed recipients", "non-delivery report", "could not deliver message to the following", "unable to deliver message",
    "votre message n'a pas", "diese nachricht wurde automatisch", "ihre nachricht konnte nicht", "su mensaje no", "il messaggio non",
    "delivery has failed to these recipients", "delivery of email to this address", "a message could not be delivered to", "your message with subject",
    "sorry, we were unable to deliver", "we're writing to let you know that the group you tried to contact",
)  # fmt: skip
TEMPORARY = (
    "delayed", "not yet been delivered", "will be retried", "still being retried", "has been postponed", "warning message only",
    "this is just a warning", "will continue to attempt", "delivery attempts will continue", "continue to try", "will keep trying",
    "do not need to resend", "wird weiter versucht", "nouvelles tentatives", "se seguirá intentando", "verzögert", "retardé", "retrasado",
)  # fmt: skip
# Below these lines stands the mail that bounced.
ORIGINAL_BELOW = (
    "this is a copy of", "copy of the message", "original message", "below this line", "below the next line", "returned message",
    "returned mail", "message header follows", "original message follows", "included is a copy", "unsent message below", "your message reads",
    "message headers follow", "-- the header and top", "mensaje original", "ursprüngliche nachricht", "message d'origine", "original headers",
    "copia del mensaje", "the first 50 lines", "summary of the undelivered message", "原信件", "копия сообщения",
)  # fmt: skip
