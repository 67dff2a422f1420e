"""The guest's own pages: what a QR code opens, the page behind it, the public form (R-QR-4 to R-QR-6)."""
