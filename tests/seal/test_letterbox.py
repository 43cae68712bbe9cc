"""What is put into the letterbox, only the engine's key takes out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikimi.seal.bech32 import bech32
from jikimi.seal.engine_key import EngineKey
from jikimi.seal.errors import KeyMissing, SealBroken
from jikimi.seal.letterbox import LARGEST, put_in, recipient_of, take_out

KEY, OTHER = EngineKey.new(), EngineKey.new()


@settings(max_examples=20)
@given(st.binary(max_size=2000))
def test_what_is_put_in_comes_out_and_for_nobody_else(content: bytes) -> None:
    sealed = put_in(recipient_of(KEY), content)
    assert take_out(KEY, sealed) == content
    with pytest.raises(SealBroken):
        take_out(OTHER, sealed)


@settings(max_examples=20)
@given(st.binary(max_size=300))
def test_rubbish_is_refused(rubbish: bytes) -> None:
    with pytest.raises(SealBroken):
        take_out(KEY, rubbish)


def test_the_recipient_stays_the_same_and_says_nothing_of_the_key() -> None:
    assert recipient_of(KEY) == recipient_of(KEY) != recipient_of(OTHER)
    assert recipient_of(KEY).startswith("age1")
    assert KEY.letterbox != KEY.sealing


@pytest.mark.parametrize("recipient", ["", "age1", "nonsense"])
def test_without_a_recipient_nothing_is_put_in(recipient: str) -> None:
    with pytest.raises(KeyMissing, match="not ready"):
        put_in(recipient, b"words")


def test_too_much_is_refused() -> None:
    with pytest.raises(ValueError, match="too much"):
        put_in(recipient_of(KEY), b"x" * (LARGEST + 1))


def test_bech32_as_its_authors_wrote_it() -> None:
    """BIP 173's own test vector."""
    vector = bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df")
    assert bech32("abcdef", vector) == "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"
