"""WhatsApp as Twilio speaks it: forms to values, texts to parts, reports to states, the 24-hour window. Pure."""
