"""The test vectors in docs/vectors/ are what this implementation makes, and what the document describes."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from bench.vectors.__main__ import FOLDER, written
from bench.vectors.drawings import Drawing
from bench.vectors.pictures import canonical, pdqs, sizes
from bench.vectors.points import DRAWING, orb
from bench.vectors.records import film_said, is_refused, records, said
from jikimi.fingerprint.film import film_from_bytes, film_to_bytes
from jikimi.fingerprint.pdq import distance, one_size
from jikimi.fingerprint.record import from_bytes, to_bytes
from tests.fingerprint import by_the_book

ANEW = "python -m bench.vectors"


def kept(name: str) -> dict[str, Any]:
    vectors: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return vectors


def test_bytes_and_whole_numbers_are_as_kept() -> None:
    for name, made in (("sizes", sizes()), ("records", records())):
        assert written(made) == (FOLDER / f"{name}.json").read_text(), f"{ANEW} writes it anew"


def test_pdqs_are_as_kept() -> None:
    vectors = kept("pdq")
    for old, new in zip(vectors["pictures"], pdqs()["pictures"], strict=True):
        assert {k: v for k, v in old.items() if k not in ("pdqs", "quality")} == {
            k: v for k, v in new.items() if k not in ("pdqs", "quality")
        }
        assert abs(old["quality"] - new["quality"]) <= vectors["tolerance"]["quality"]
        for one, other in zip(old["pdqs"], new["pdqs"], strict=True):
            assert distance(bytes.fromhex(one), bytes.fromhex(other)) <= vectors["tolerance"]["bits"]


@pytest.mark.parametrize("which", ["seen", "protected", "protected_mirrored"])
def test_points_are_as_kept(which: str) -> None:
    vectors = kept("orb")
    assert vectors["drawing"] == DRAWING.said()
    near = vectors["tolerance"]
    for old, new in (
        (vectors[which], MADE[which]),
        (vectors[which][:102], MADE[which][:102]),
    ):
        partners = sum(
            any(
                abs(one[0] - other[0]) <= near["pixels"]
                and abs(one[1] - other[1]) <= near["pixels"]
                and distance(bytes.fromhex(one[4]), bytes.fromhex(other[4])) <= near["bits"]
                for other in new
            )
            for one in old
        )
        assert partners >= near["share"] * len(old), ANEW
        assert abs(len(old) - len(new)) <= (1 - near["share"]) * len(old)


MADE = orb()


def test_what_is_remembered_of_the_drawing_is_its_points_in_the_formats_steps() -> None:
    vectors = kept("orb")
    read = by_the_book.read_record(bytes.fromhex(vectors["seen_remembered"]))
    assert len(read["points"]) == 102
    for (x, y, size, angle, bits), point in zip(read["points"], vectors["seen"], strict=False):
        assert abs(x / 64 - point[0]) < 1 / 64
        assert abs(y / 64 - point[1]) < 1 / 64
        assert abs(31 * 1.02**size / point[2] - 1) < 0.011
        assert abs((angle * 360 / 256 - point[3] + 180) % 360 - 180) < 0.72
        assert bits == point[4]


@pytest.mark.parametrize("one", kept("records")["records"], ids=lambda one: one["name"])
def test_records_mean_what_they_say(one: dict[str, Any]) -> None:
    data = bytes.fromhex(one["hex"])
    assert said(from_bytes(data)) == one["says"] == by_the_book.read_record(data)
    assert to_bytes(from_bytes(data))[4:] == data[4:], "written again it is the same but for the version"


@pytest.mark.parametrize("one", kept("records")["films"], ids=lambda one: one["name"])
def test_films_mean_what_they_say(one: dict[str, Any]) -> None:
    data = bytes.fromhex(one["hex"])
    assert film_said(film_from_bytes(data)) == one["says"] == by_the_book.read_film(data)
    assert film_to_bytes(film_from_bytes(data)) == data


@pytest.mark.parametrize("one", kept("records")["refused"], ids=lambda one: one["why"])
def test_what_must_be_refused_is(one: dict[str, Any]) -> None:
    data = bytes.fromhex(one["hex"])
    assert is_refused(data)
    with pytest.raises(by_the_book.Refused):
        by_the_book.read_remembered(data)


SMALL = [one for one in kept("pdq")["pictures"] if "drawing" in one and one["drawing"]["width"] <= 320]


@pytest.mark.parametrize("one", SMALL, ids=lambda one: str(one["drawing"]["width"]))
def test_pdq_by_the_document_is_the_vectors(one: dict[str, Any]) -> None:
    drawn = by_the_book.draw(**one["drawing"])
    assert drawn == Drawing(**one["drawing"]).picture().tolist()
    hashed, quality = by_the_book.pdq(drawn)
    assert distance(hashed, bytes.fromhex(one["pdqs"][0])) <= 2
    assert abs(quality - one["quality"]) <= 1


def test_the_size_rule_and_the_area_means_are_the_documents() -> None:
    """A drawing beyond 800 and one beyond 512 pixels, shrunk as the document says in plain numbers."""
    large = Drawing(901, 603, 5, 20).picture()
    shrunk = _bilinear(large, 800, 535)
    assert np.abs(shrunk - canonical(large)).max() <= 1
    hashed = one_size(canonical(large))
    assert hashed.shape == (342, 512)
    assert np.abs(_areas(canonical(large), 512, 342) - hashed).max() <= 0.51


def _bilinear(picture: np.ndarray, width: int, height: int) -> np.ndarray:
    def along(length: int, target: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        at = ((np.arange(target) + 0.5) * length / target - 0.5).clip(0, length - 1)
        low = np.floor(at).astype(int)
        return low, np.minimum(low + 1, length - 1), at - low

    (top, below, down), (left, right, across) = along(len(picture), height), along(len(picture[0]), width)
    wide = picture[:, left] * (1 - across) + picture[:, right] * across
    return np.asarray(wide[top] * (1 - down)[:, None] + wide[below] * down[:, None])


def _areas(picture: np.ndarray, width: int, height: int) -> np.ndarray:
    def along(length: int, target: int) -> np.ndarray:
        step, cells = length / target, np.arange(target)[:, None]
        begin, end = cells * step, (cells + 1) * step
        pixels = np.arange(length)[None, :]
        return np.asarray((np.minimum(end, pixels + 1) - np.maximum(begin, pixels)).clip(0) / step)

    return np.asarray(along(len(picture), height) @ picture @ along(len(picture[0]), width).T)
