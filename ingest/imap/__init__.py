"""The IMAP door: polls mailboxes and keeps what came, for desks whose mail lies at a provider."""
