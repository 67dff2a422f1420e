"""The corpora of signed and forged mail, where BELLHOP_CORPUS says they lie (R-MAIL-12).

Their domains publish nothing here, so what counts is that every mail gets an answer, in time, and none is believed. Where
a row states what DMARC found, that is compared too.
"""

import json
import os
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.worker.authenticity.conftest import ANA, PEER, settings_for
from tests.worker.authenticity.stub_dns import StubDns
from worker.authenticity import make_verifier
from worker.authenticity.dkim import signing_domains
from workflow import clock
from workflow.authenticity import Origin, Trust, Verdict, told
from workflow.reading import read

CORPUS = os.environ.get("BELLHOP_CORPUS", "")
NAMES = ("authheaders", "mailauth", "stalwart_auth")


@pytest.mark.skipif(not CORPUS, reason="BELLHOP_CORPUS is not set: no mails of other projects were checked")
@pytest.mark.parametrize("name", NAMES)
def test_every_mail_of_the_corpus_gets_an_answer(dns: StubDns, name: str) -> None:
    """R-MAIL-12: hostile and broken signatures, foreign Authentication-Results."""
    folder = Path(CORPUS) / name
    verify = make_verifier(settings_for(dns), seconds=5)
    verdicts: Counter[str] = Counter()
    signed = stated = right = 0
    slowest = 0.0
    for row in map(json.loads, (folder / "expected.jsonl").read_text("utf-8").splitlines()):
        raw = (folder / row["file"]).read_bytes()
        origin = Origin(raw, read(raw).from_address, "smtp", PEER, "mx.example", ANA, clock.now())
        began = time.process_time()
        finding = verify(origin)
        slowest = max(slowest, time.process_time() - began)
        assert finding.verdict is not Verdict.PASS, row["file"]
        assert finding.reason
        pinned = told(origin, Trust(authserv_id="mx.aurora.example"))
        assert pinned is not None
        assert pinned.verdict is Verdict.NONE, row["file"]
        verdicts[finding.verdict] += 1
        signed += bool(signing_domains(raw))
        if "dmarc" in row:
            stated += 1
            right += row["dmarc"] == finding.verdict
    print(
        f"\n{name}: {verdicts.total()} mails, {signed} signed, {dict(verdicts)}, slowest {slowest * 1000:.0f} ms;"
        f" {right} of {stated} stated DMARC results"
    )
    assert slowest < 5
    assert right == stated
