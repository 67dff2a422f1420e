"""The mail server's door: SMTP and LMTP. It translates only; keeping a mail is workflow/services/inbox."""
