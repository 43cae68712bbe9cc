"""Pictures to protect and pictures to ask with that have no source in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.edits import RGB, all_edits
from bench.edits._tools import filled, middle
from bench.negatives import all_families
from bench.pictures import canonical, load, packaged

MOST_OTHERS = 900
DRAWN_EVERY = 8
"""One in so many of what is asked is drawn."""

FRAME = (640, 360)
Way = Callable[[RGB, np.random.Generator, Sequence[RGB]], RGB]


@dataclass(frozen=True)
class Halves:
    """Sources of what is protected and of what is asked."""

    protected: list[RGB]
    asked: list[RGB]
    source: str


@dataclass(frozen=True)
class Asked:
    """One picture to ask with: what was done, to which source (None where it is drawn)."""

    what: str
    source: int | None
    picture: RGB


def load_halves(photos: Path | None, others: Path | None, *, small: bool = False) -> Halves:
    """The photographs are protected, the other pictures asked. Splitting one collection in two would not do:
    its series (a chessboard from ten sides, a wallpaper in three colours) would lie on both sides."""
    if small:
        every = packaged()
        return Halves(every[::2], every[1::2], "what scikit-image carries")
    sets = load(photos, others, MOST_OTHERS, MOST_OTHERS)
    beside = [one for one in sets.carriers if not any(one is other for other in sets.others)]
    return Halves([*sets.photos, *beside], sets.others, sets.source)


def to_protect(number: int, halves: Halves) -> RGB:
    """Each source whole, then cuts of a quarter to six tenths of them, again and again."""
    picture = halves.protected[number % len(halves.protected)]
    if number < len(halves.protected):
        return picture
    rng = np.random.default_rng(number)
    return middle(picture, float(rng.uniform(0.25, 0.6)), rng)


def ways() -> list[tuple[str, Way]]:
    """What is done to the asked half: nothing, every edit, tiles, frames of a film that pans over it."""
    edits = [(edit.name, edit.apply) for edit in all_edits()]
    tiles: list[tuple[str, Way]] = [(f"tile {i}", _tile) for i in range(4)]
    frames: list[tuple[str, Way]] = [(f"frame {i}", _frame) for i in range(4)]
    return [("whole", lambda picture, rng, others: picture), *tiles, *frames, *edits]


def to_ask(number: int, halves: Halves) -> Asked:
    """The picture of that number; round after round every source in another way, between them drawings."""
    rng = np.random.default_rng([7, number])
    turn, drawn = divmod(number, DRAWN_EVERY)
    if drawn == DRAWN_EVERY - 1:
        families = all_families()
        family = families[turn % len(families)]
        picture, _ = family.pair(rng, halves.asked)
        return Asked(f"drawn: {family.name}", None, canonical(picture))
    at = number - turn
    every = ways()
    lap, source = divmod(at, len(halves.asked))
    # Sources begin at different ways, so that a short run has asked in every way.
    name, way = every[(lap + source) % len(every)]
    beside = [one for i, one in enumerate(halves.asked[:40]) if i != source]
    return Asked(name, source, canonical(way(halves.asked[source], rng, beside)))


def _tile(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    return middle(picture, float(rng.uniform(0.1, 0.5)), rng)


def _frame(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    return filled(middle(picture, float(rng.uniform(0.4, 0.9)), rng), *FRAME)
