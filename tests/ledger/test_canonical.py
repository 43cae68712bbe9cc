"""One value, one way to write it; two values, two ways."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.ledger.canonical import LARGEST, Canonical, NotCanonical, canonical
from jikimi.ledger.commitment import commitment

_leaves = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.text(max_size=8)
values = st.recursive(
    _leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def _same(a: object, b: object) -> bool:
    """Equality that keeps True and 1 apart."""
    return json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True)


@given(values)
def test_it_is_json_that_reads_back(value: Canonical) -> None:
    assert _same(json.loads(canonical(value)), value)


@given(values, values)
def test_different_values_are_written_differently(a: Canonical, b: Canonical) -> None:
    assert (canonical(a) == canonical(b)) == _same(a, b)


@given(st.dictionaries(st.text(max_size=4), _leaves, min_size=2, max_size=6))
def test_the_order_in_which_names_were_set_does_not_matter(value: dict[str, Canonical]) -> None:
    assert canonical(value) == canonical(dict(reversed(value.items())))


def test_the_example_of_rfc_8785_without_its_floats() -> None:
    given_value: Canonical = {
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\u002f",
        "literals": [None, True, False],
    }
    expected = '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    assert canonical(given_value).decode() == expected


def test_names_are_sorted_as_rfc_8785_sorts_them() -> None:
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    written = json.loads(canonical(dict.fromkeys(names, None)))
    assert list(written) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_letters_that_only_look_the_same_stay_different() -> None:
    assert canonical("\u00e9") != canonical("e\u0301")


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), b"x", {1: "x"}, LARGEST + 1, -LARGEST - 1, "\ud800", {"\udfff": 1}, {1, 2}, object()],
)
def test_what_has_no_single_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical({"details": [value]})


def test_what_is_nested_too_deep_is_refused() -> None:
    deep: Canonical = None
    for _ in range(40):
        deep = [deep]
    with pytest.raises(NotCanonical, match="deep"):
        canonical(deep)


@given(values, values)
def test_a_commitment_binds_its_details_its_place_and_its_key(a: Canonical, b: Canonical) -> None:
    bound = commitment(b"key", seq=1, verb="v", subject="s", details=a)
    assert (bound == commitment(b"key", seq=1, verb="v", subject="s", details=b)) == _same(a, b)
    assert bound != commitment(b"key", seq=2, verb="v", subject="s", details=a)
    assert bound != commitment(b"other", seq=1, verb="v", subject="s", details=a)
