"""docs/fingerprint-format.md and the code say the same."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.vectors.records import film_said, records, said
from jikimi.fingerprint import drawn, film, grid, orb_numbers, pdq, person, protect, record, repeating, seen
from jikimi.fingerprint.decode import size_rule
from jikimi.fingerprint.film import film_from_bytes, film_to_bytes
from jikimi.fingerprint.record import BadRecord, from_bytes, to_bytes
from tests.fingerprint import by_the_book

DOCUMENT = (Path(__file__).parents[2] / "docs" / "fingerprint-format.md").read_text()
MODULES = {
    module.__name__.rsplit(".", 1)[-1].removesuffix("_numbers"): module
    for module in (record, film, person, drawn, pdq, orb_numbers, seen, protect, grid, repeating, size_rule)
}
_BEGINNINGS_AND_FORMS = {"MAGIC", "READ", "HEADER", "HEAD", "FRAME"}
"""Told in the document's tables, and held to it by the second reader."""


def _table() -> dict[str, str]:
    return dict(re.findall(r"^\| `(\w+\.[A-Z_]+)` \| (.+) \|$", DOCUMENT, re.MULTILINE))


def _constants(module: ModuleType) -> set[str]:
    tree = ast.parse(Path(str(module.__file__)).read_text())
    named = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    names = {name.id for target in named for name in ast.walk(target) if isinstance(name, ast.Name)}
    return {name for name in names if re.fullmatch(r"[A-Z][A-Z_]+", name)} - _BEGINNINGS_AND_FORMS


def test_each_constant_has_its_value_in_the_document() -> None:
    told = _table()
    held = {f"{short}.{name}": module for short, module in MODULES.items() for name in _constants(module)}
    assert set(told) == set(held), "a constant is told that there is not, or one is not told"
    for name, module in held.items():
        assert told[name] == str(getattr(module, name.split(".")[1])), name


def _dumps() -> list[bytes]:
    dumps = []
    for block in re.findall(r"```hex\n(.*?)```", DOCUMENT, re.DOTALL):
        data = b""
        for line in block.splitlines():
            place, _, rest = line.partition("  ")
            assert int(place, 16) == len(data), f"this line is not at its place: {line}"
            data += bytes.fromhex(rest.partition("|")[0])
        dumps.append(data)
    return dumps


def test_the_example_record_says_what_stands_beside_it() -> None:
    data = _dumps()[0]
    example = from_bytes(data)
    assert (example.width, example.height, example.pdq_quality) == (64, 48, 70)
    assert example.pdq[0].hex().startswith("0008101820")
    np.testing.assert_allclose(example.points.xy, [[10.5, 20.25], [63, 0]])
    np.testing.assert_allclose(example.points.size, [31, 37.05], atol=0.005)
    np.testing.assert_allclose(example.points.angle, [90, 270])
    assert example.points.descriptors.tolist() == [[0] * 32, list(range(32))]
    assert example.mirrored is None
    assert example.heads == ((8, 4, 40, 44),)
    assert to_bytes(example) == data


def test_the_example_film_says_what_stands_beside_it() -> None:
    data = _dumps()[1]
    example = film_from_bytes(data)
    (frame,) = example.frames
    assert (frame.second, example.whole) == (1.5, True)
    assert (frame.fingerprint.width, frame.fingerprint.pdq, len(frame.fingerprint.points)) == (
        8,
        (bytes(32),),
        0,
    )
    assert film_to_bytes(example) == data


KNOWN = [
    bytes.fromhex(one["hex"])
    for kind in ("records", "films", "refused")
    for one in records()[kind]
    if one["hex"]
]


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_two_readers_accept_refuse_and_understand_the_same(data: st.DataObject) -> None:
    known = bytearray(data.draw(st.sampled_from(KNOWN)))
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, min(len(known), 300) - 1))
        known[at] = data.draw(st.sampled_from([0, 1, 2, 8, 9, 80, 81, 100, 101, 255]))
    bytes_read = bytes(known[: len(known) - data.draw(st.sampled_from([0, 0, 0, 1, 40]))])
    agree(bytes_read)


@pytest.mark.parametrize("at", range(16))
def test_two_readers_agree_on_every_value_of_each_byte_of_the_header(at: int) -> None:
    for known in (_dumps()[0], *_dumps()[1:]):
        for value in range(256):
            agree(known[:at] + bytes([value]) + known[at + 1 :])


def agree(data: bytes) -> None:
    is_film = data[:3] == b"JKM"
    try:
        first = film_said(film_from_bytes(data)) if is_film else said(from_bytes(data))
    except BadRecord:
        first = None
    try:
        second = by_the_book.read_remembered(data)
    except by_the_book.Refused:
        second = None
    assert first == second
