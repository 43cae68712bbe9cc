"""The portraits that are measured with: from a folder of one's own, or drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.edits import RGB
from bench.negatives.studio import sitting
from bench.pictures import canonical, packaged
from jikimi.fingerprint.decode.pixels import canonical_pixels

DRAWN = 24
MOST_BESIDE = 24


@dataclass(frozen=True)
class Portraits:
    """Portraits of different people, pairs of portraits of one person, and pictures without any of them that
    edits lay beside and under."""

    people: list[RGB]
    of_one: list[tuple[RGB, RGB]]
    beside: list[RGB]
    source: str

    def held_back(self) -> list[int]:
        """Numbers of the half that no bar was chosen on: those that leave 2 or 3 when divided by four."""
        return [number for number in range(len(self.people)) if number % 4 >= 2]


def load_portraits(folder: Path | None, photos: Path | None) -> Portraits:
    """`p*.jpg` in the folder show different people; `same_person/*_a.jpg` and `*_b.jpg` are pairs of one."""
    beside = _read(sorted(photos.glob("*.jpg"))[:MOST_BESIDE]) if photos else packaged()
    if folder is None:
        people = [canonical(sitting(np.random.default_rng(number))) for number in range(DRAWN)]
        return Portraits(people, [], beside, f"{DRAWN} drawn sitters before one backdrop")
    firsts = sorted((folder / "same_person").glob("*_a.jpg"))
    pairs = [(first, first.with_name(first.name.replace("_a.", "_b."))) for first in firsts]
    of_one = [(one, other) for one, other in (_read(pair) for pair in pairs)]
    return Portraits(_read(sorted(folder.glob("p*.jpg"))), of_one, beside, "folder given")


def _read(files: Sequence[Path]) -> list[RGB]:
    return [canonical_pixels(file.read_bytes()) for file in files]
