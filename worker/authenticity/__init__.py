"""Whether a mail comes from whom it says: SPF, DKIM and DMARC, asked of DNS within a few seconds (R-MAIL-12).

What the answer is worth is workflow/authenticity's; why these parts are our own: docs/decisions/authenticity.md.
"""

from worker.authenticity.verifier import make_verifier

__all__ = ["make_verifier"]
