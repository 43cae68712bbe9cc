"""The reader of large JSON says what `json` says, however the file is cut into pieces."""

from __future__ import annotations

import contextlib
import io
import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.sources.telegram_export import json_stream
from jikimi.sources.telegram_export.json_stream import BadElement, CutOff, JsonStream

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


class Slow(io.BytesIO):
    """Gives a few bytes at a time, whatever is asked for."""

    def __init__(self, data: bytes, step: int) -> None:
        super().__init__(data)
        self._step = step

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(self._step, size if size and size > 0 else self._step))


def outline(stream: JsonStream, skip: frozenset[str] = frozenset()) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for key in stream.members():
        if key in skip:
            stream.pass_over()
        elif stream.peek() == "[":
            whole[key] = [stream.take() for _ in stream.elements()]
        else:
            whole[key] = stream.take()
    return whole


@given(
    st.dictionaries(st.text(max_size=6), values | st.lists(values, max_size=5), max_size=6),
    st.integers(1, 40),
    st.booleans(),
    st.sampled_from([None, 1]),
)
def test_reads_what_json_reads(
    whole: dict[str, Any], step: int, ascii_only: bool, indent: int | None
) -> None:
    data = json.dumps(whole, ensure_ascii=ascii_only, indent=indent).encode("utf-8", "replace")
    assert outline(JsonStream(Slow(data, step))) == json.loads(data)


@given(st.dictionaries(st.text(max_size=6), values, min_size=1, max_size=6), st.integers(1, 40), st.data())
def test_what_is_passed_over_leaves_the_rest_alone(
    whole: dict[str, Any], step: int, data: st.DataObject
) -> None:
    skip = frozenset(data.draw(st.sets(st.sampled_from(sorted(whole)))))
    text = json.dumps(whole).encode()
    assert outline(JsonStream(Slow(text, step)), skip) == {k: v for k, v in whole.items() if k not in skip}


def take_all(stream: JsonStream, into: list[Any]) -> None:
    for _ in stream.members():
        for _ in stream.elements():
            into.append(stream.take())


@given(st.lists(values, min_size=1, max_size=6), st.data())
def test_everything_before_a_cut_is_given(elements: list[Any], data: st.DataObject) -> None:
    text = json.dumps({"messages": elements}).encode()
    cut = data.draw(st.integers(0, len(text) - 1))
    got: list[Any] = []
    with pytest.raises(CutOff):
        take_all(JsonStream(Slow(text[:cut], 7)), got)
    assert got == elements[: len(got)]


@pytest.mark.parametrize(
    "bad", ["{nonsense}", "[" * 5000 + "]" * 5000, '{"a": 1 2}', '{"x": ' + "1" * 5000 + "}"]
)
def test_a_bad_element_costs_itself_alone(bad: str) -> None:
    stream = JsonStream(Slow(f'[1, {bad}, {{"b": "}}]"}}]'.encode(), 50))
    got: list[Any] = []
    for _ in stream.elements():
        try:
            got.append(stream.take())
        except BadElement:
            got.append("bad")
    assert got == [1, "bad", {"b": "}]"}]


def test_an_element_beyond_the_bound_is_passed_over_without_being_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(json_stream, "LARGEST_ELEMENT", 2**18)
    stream = JsonStream(io.BytesIO(b'[{"a": "' + b"x" * 2**24 + b'"}, 2]'))
    tracemalloc.start()
    got: list[Any] = []
    for _ in stream.elements():
        try:
            got.append(stream.take())
        except BadElement:
            got.append("bad")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert got == ["bad", 2]
    assert peak < 2**23


@given(st.binary(max_size=200))
def test_nonsense_ends(noise: bytes) -> None:
    stream = JsonStream(Slow(noise, 9))
    with contextlib.suppress(CutOff, BadElement):
        outline(stream)
