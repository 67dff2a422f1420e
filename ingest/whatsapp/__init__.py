"""The webhook door: WhatsApp from Twilio. It translates only; keeping is workflow/services/hooks."""
