"""What filters write into a mail (R-MAIL-13), as a table."""

import pytest

from workflow.reading import read
from workflow.spam_headers import spam_sign


@pytest.mark.parametrize(
    ("header", "is_spam"),
    [
        ("X-Spam-Flag: YES", True),
        ("X-Spam-Flag: NO", False),
        ("X-Spam-Status: Yes, score=8.1 required=5.0", True),
        ("X-Spam-Status: No, score=-1.2 required=5.0", False),
        ("X-Spam: Yes", True),
        ("X-Spam-Result: yes", True),
        ("X-DSPAM-Result: Spam", True),
        ("X-DSPAM-Result: Innocent", False),
        ("X-Bogosity: Spam, tests=bogofilter", True),
        ("X-Bogosity: Ham, tests=bogofilter", False),
        ("X-Rspamd-Action: add header", True),
        ("X-Rspamd-Action: no action", False),
        ("X-Rspamd-Action: greylist", False),
        ("X-Spamd-Result: default: True [16.20 / 15.00]", True),
        ("X-Spamd-Result: default: False [1.20 / 15.00]", False),
        ("X-Forefront-Antispam-Report: CIP:1.2.3.4;SFV:SPM;H:x", True),
        ("X-Forefront-Antispam-Report: CIP:1.2.3.4;SFV:NSPM;H:x", False),
        ("X-MS-Exchange-Organization-SCL: 6", True),
        ("X-MS-Exchange-Organization-SCL: 1", False),
        ("X-MS-Exchange-Organization-SCL: -1", False),
        ("X-Spam-Level: ******", False),
        ("X-Spam-Flag: NO\r\nX-Spam-Flag: YES", True),
        ("X-Other: YES", False),
    ],
)
def test_a_filters_word(header: str, is_spam: bool) -> None:
    mail = read(f"From: eve@offers.example\r\n{header}\r\n\r\nCheap towels!\r\n".encode())
    assert bool(spam_sign(mail)) is is_spam
