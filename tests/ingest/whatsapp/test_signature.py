"""Signatures, by the vectors of Twilio's own SDKs and by odd ones of ours (R-WA-1)."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from ingest.whatsapp.signature import is_signed
from workflow.settings import environment


def test_every_vector_of_twilios_sdks_comes_out_as_stated() -> None:
    """R-WA-1"""
    corpus = environment().get("BELLHOP_CORPUS")
    if not corpus:
        pytest.skip("BELLHOP_CORPUS is not set")
    lines = (Path(corpus) / "vectors" / "twilio_signature.jsonl").read_text().splitlines()
    vectors = [json.loads(line) for line in lines]
    found = {
        vector["id"]: is_signed(
            vector["url"],
            MultiDict([tuple(pair) for pair in vector.get("params") or []]),
            vector.get("body") or "",
            vector["signature"],
            token=vector["auth_token"],
        )
        for vector in vectors
    }
    assert len(found) > 40
    assert found == {vector["id"]: vector["valid"] for vector in vectors}


@given(st.text(), st.dictionaries(st.text(), st.text(), max_size=4), st.text(), st.text())
def test_nothing_odd_is_believed_or_raises(url: str, form: dict[str, str], body: str, header: str) -> None:
    """R-WA-1: a missing or odd header is a refusal, never a fault."""
    assert not is_signed(url, MultiDict(form), body, header, token="12345")
    assert not is_signed("https://x.example:nan/", MultiDict(form), body, header, token="12345")


def test_without_a_token_nothing_is_believed() -> None:
    assert not is_signed(
        "https://x.example/", MultiDict(), "", "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d", token=""
    )
