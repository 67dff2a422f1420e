"""The outside, played on loopback by real listeners: a mail relay, Twilio, hook receivers."""
