"""What is sealed opens only under its key, in its place, and unchanged."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.seal.box import OVERHEAD, seal, unseal
from jikimi.seal.engine_key import EngineKey
from jikimi.seal.errors import KeyWrong, SealBroken
from jikimi.seal.lookup import lookup

KEY, OTHER = EngineKey.new(), EngineKey.new()
PLACE = "watch.Post.address"


@given(st.binary(max_size=5000))
def test_what_is_sealed_opens_again_and_costs_few_bytes(value: bytes) -> None:
    sealed = seal(KEY, value, PLACE)
    assert unseal(KEY, sealed, PLACE) == value
    assert len(sealed) == len(value) + OVERHEAD
    assert OVERHEAD <= 96  # a post's 4,000 bytes stay under 4 KB


@given(st.binary(max_size=200), st.data())
def test_any_changed_byte_is_noticed(value: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(KEY, value, PLACE))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises((SealBroken, KeyWrong)):
        unseal(KEY, bytes(sealed), PLACE)


@given(st.binary(max_size=200), st.data())
def test_any_cut_is_noticed(value: bytes, data: st.DataObject) -> None:
    sealed = seal(KEY, value, PLACE)
    with pytest.raises(SealBroken):
        unseal(KEY, sealed[: data.draw(st.integers(0, len(sealed) - 1))], PLACE)


def test_a_value_does_not_open_in_another_place() -> None:
    with pytest.raises(SealBroken, match="moved"):
        unseal(KEY, seal(KEY, b"x", PLACE), "watch.Room.address")


def test_another_key_is_told_apart_from_damage() -> None:
    with pytest.raises(KeyWrong, match="another engine key"):
        unseal(OTHER, seal(KEY, b"x", PLACE), PLACE)


def test_equal_values_do_not_look_equal_at_rest() -> None:
    assert len({seal(KEY, b"x", PLACE) for _ in range(100)}) == 100


@given(st.text(max_size=50), st.text(max_size=20), st.text(max_size=50), st.text(max_size=20))
def test_look_ups_agree_exactly_for_the_same_value_and_purpose(a: str, p: str, b: str, q: str) -> None:
    assert (lookup(KEY, a, p) == lookup(KEY, b, q)) == ((a, p) == (b, q))
    assert lookup(KEY, a, p) != lookup(OTHER, a, p)


def test_the_subkeys_have_nothing_in_common() -> None:
    assert len({KEY.sealing, KEY.lookup, KEY.commitment}) == 3


def test_a_key_does_not_show_itself() -> None:
    shown = f"{KEY!r} {KEY!s} {[KEY]}"
    assert KEY.to_text().strip().removeprefix("JIKIMI-ENGINE-KEY-1:") not in shown
    with pytest.raises(TypeError):
        pickle.dumps(KEY)


@pytest.mark.parametrize(
    "text", ["", "secret", "JIKIMI-ENGINE-KEY-1:", "JIKIMI-ENGINE-KEY-1:!!!!", "JIKIMI-ENGINE-KEY-1:AAAA"]
)
def test_what_is_not_a_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(KeyWrong) as refusal:
        EngineKey.from_text(text)
    assert "AAAA" not in str(refusal.value)


def test_a_key_reads_back_from_its_text() -> None:
    assert EngineKey.from_text(KEY.to_text()).sealing == KEY.sealing
