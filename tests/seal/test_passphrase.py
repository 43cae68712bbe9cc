"""Passphrases: drawn from our words, read back however they are typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.seal.errors import KeyWrong
from jikimi.seal.passphrase import LENGTH, new_passphrase, normal_passphrase
from jikimi.seal.words import COUNT, words
from jikimi.seal.wrapped import unwrap


def test_the_words_are_many_distinct_and_plain() -> None:
    assert len(words()) == len(set(words())) == COUNT >= 2048
    assert all(re.fullmatch("[a-z]{4,8}", word) for word in words())
    assert not {"victim", "abuse", "naked", "shame", "rape", "blame", "suicide"}.intersection(words())


def test_every_passphrase_is_another_and_uses_the_whole_list() -> None:
    drawn = [new_passphrase() for _ in range(4000)]
    assert len(set(drawn)) == 4000
    # 28,000 draws leave about 4 of 4,096 words out; 60 would mean a part of the list is never drawn.
    assert len({word for passphrase in drawn for word in passphrase.split()}) > COUNT - 60


@given(
    st.lists(st.sampled_from(words()), min_size=LENGTH, max_size=LENGTH),
    st.sampled_from([" ", "-", "\n", ", "]),
)
def test_how_it_is_typed_does_not_matter(chosen: list[str], between: str) -> None:
    assert normal_passphrase(f"  {between.join(chosen).title()}\n") == " ".join(chosen)


@pytest.mark.parametrize("typed", ["", "abacus", "abacus " * 6, "abacus " * 8])
def test_too_few_or_too_many_words_are_counted(typed: str) -> None:
    with pytest.raises(KeyWrong, match=f"has 7 words; {len(typed.split())} were given"):
        normal_passphrase(typed)


def test_a_misspelt_word_is_named_by_its_place_only() -> None:
    with pytest.raises(KeyWrong, match="Word 3") as refusal:
        normal_passphrase("abacus abacus abakus abacus abacus abacus abacus")
    assert "abakus" not in str(refusal.value)


@given(st.binary(max_size=300))
def test_nonsense_instead_of_a_locked_key_is_refused(wrapped: bytes) -> None:
    with pytest.raises(KeyWrong):
        unwrap(wrapped, " ".join(words()[:7]))
