"""What a fingerprint gives away is measured by an attack that works, and told as it was measured."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from bench.leak.__main__ import WAYS, Attacker, measure
from bench.results_folder import FOLDER
from tests.pictures import PROTECTED, photograph, unrelated

MODEL = (Path(__file__).parents[2] / "docs" / "threat-model.md").read_text()


@pytest.fixture(scope="module")
def attacker() -> Attacker:
    return Attacker.with_pictures(unrelated())


def test_pictures_come_back_even_with_nine_to_learn_from(attacker: Attacker) -> None:
    photos = [photograph(name) for name in PROTECTED[:4]]
    by_way = {way: measure(photos, lambda photo, way=way: attacker.rebuilt(way, photo)) for way in WAYS}  # type: ignore[misc]
    for way, told in by_way.items():
        assert told["own_mean"] > told["others_mean"] + 0.1, way
    assert by_way["protected"]["own_mean"] > by_way["remembered"]["own_mean"]
    assert by_way["protected"]["picks_its_own"] >= 3


def test_what_has_no_points_gives_a_blank(attacker: Attacker) -> None:
    flat = attacker.rebuilt("remembered", np.full((300, 400, 3), 90, np.uint8))
    assert flat.shape == (150, 200)
    assert not flat.any()


def test_the_threat_model_says_what_was_measured() -> None:
    kept = json.loads((FOLDER / "leak.json").read_text())
    rows = re.findall(r"^\| (?:PDQ alone|[\d,]+ points) .+?\| (.+) \|$", MODEL, re.MULTILINE)
    assert len(rows) == len(WAYS)
    for row, way in zip(rows, WAYS, strict=True):
        told, faces = kept["ways"][way], kept["portraits"]["ways"][way]
        portraits = f"{faces['own_mean']}; {faces['picks_its_own']}"
        own = [str(told[name]) for name in ("own_mean", "others_mean", "picks_its_own")]
        assert row.split(" | ") == [*own, portraits]
    assert kept["photographs"] == kept["portraits"]["photographs"] == 30
