"""What to do about something that got stuck, by its kind, in a sentence."""

from __future__ import annotations

from web.languages import N_
from workflow.values import DeadlineKind, EffectKind

_MAIL_TO_MEMBER = N_("Look at the member’s address and at the mail relay, then try again.")
_TWILIO = N_("Press “Ask Twilio” on the number’s page under Settings, Channels; then try again.")
_FILES = N_("Look at the file store and the check of files (bellhop doctor), then try again.")
_BY_HAND = N_("Do it by hand in the ticket and drop this, or try again.")
_OF_THE_HOUSE = N_("Try again. If it comes back, whoever runs Bellhop finds the cause with bellhop doctor.")
_ALARM = N_("Somebody may not have been woken: look at the ticket first.")

EFFECT_ADVICE = {
    EffectKind.PROCESS_INBOX: N_("Look whether a guest is waiting in this mail, then read it again."),
    EffectKind.SEND_ANSWER: N_("The guest has not got it: try again, or reach the guest another way."),
    EffectKind.SEND_WHATSAPP: N_("The guest has not got it: try again, or reach the guest another way."),
    EffectKind.RECONCILE_WHATSAPP: _TWILIO,
    EffectKind.APPLY_REPORT: _OF_THE_HOUSE,
    EffectKind.CHECK_FILE: _FILES,
    EffectKind.REMOVE_FILE: _FILES,
    EffectKind.FETCH_MEDIA: N_("Try again; if it fails once more, ask the guest to send the file anew."),
    EffectKind.CHECK_NUMBER: _TWILIO,
    EffectKind.SEND_COPY: N_("This participant has not got the copy: look at the address, then try again."),
    EffectKind.SEND_NOTICE: _MAIL_TO_MEMBER,
    EffectKind.SEND_RECEIPT: _MAIL_TO_MEMBER,
    EffectKind.SEND_HANDOVER: _MAIL_TO_MEMBER,
    EffectKind.SEND_ACCOUNT_MAIL: _MAIL_TO_MEMBER,
    EffectKind.SEND_ALARM: _ALARM,
    EffectKind.SEND_ALARM_WHATSAPP: _ALARM,
    EffectKind.SEND_PROBE: N_("Look at the mail relay, then make the live test again."),
    EffectKind.SEND_WEBHOOK: N_("Ask whoever runs the other program, then try again."),
    EffectKind.SEND_ENDPOINT_OFF: _MAIL_TO_MEMBER,
}
_OF_TICKETS = (
    DeadlineKind.RESOLVE_WAITING,
    DeadlineKind.CLOSE_RESOLVED,
    DeadlineKind.REMIND_WAITING,
    DeadlineKind.SNOOZE_ENDS,
    DeadlineKind.HELD_EXPIRES,
)
DEADLINE_ADVICE = {kind: _BY_HAND if kind in _OF_TICKETS else _OF_THE_HOUSE for kind in DeadlineKind} | {
    DeadlineKind.EMERGENCY: _ALARM,
    DeadlineKind.RECONCILE_WHATSAPP: _TWILIO,
}
