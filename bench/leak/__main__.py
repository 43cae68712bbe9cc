"""How much of a photograph its fingerprint gives away: bench.leak [--photos DIR --others DIR].

For each photograph and each kind of fingerprint: the correlation of the rebuilt picture with the photograph
(grey, 64 x 64), with every other photograph, and whether its own is the most alike of all. A lower bound,
from a simple attack: nothing here shows that a better one does not get more.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.edits import RGB
from bench.leak.from_pdq import from_pdq, usual_strengths
from bench.leak.from_points import Dictionary, from_points
from bench.pictures import load
from bench.results_folder import FOLDER, keep, plot_style
from bench.vectors.pictures import carried
from jikimi.fingerprint.decode.pixels import canonical_pixels
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.lacks import TooLittleToRecognise
from jikimi.fingerprint.points import F32, U8
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.record import compact, from_bytes, to_bytes
from jikimi.fingerprint.seen import fingerprint_seen, grey_of

MOST_PHOTOS, MOST_OTHERS = 30, 160
POINTS_A_PICTURE = 350
SIDE = 64
WAYS = {
    "pdq": "PDQ alone (what platforms hold)",
    "remembered": "102 points (what is remembered of a post)",
    "protected": "1,750 points (what is kept of a protected photograph)",
}


@dataclass(frozen=True)
class Attacker:
    """Knows the format, and pictures that have nothing to do with those that are attacked."""

    strengths: F32
    dictionary: Dictionary

    @classmethod
    def with_pictures(cls, others: list[RGB]) -> Attacker:
        greys = [grey_of(other) for other in others]
        return cls(usual_strengths(greys), Dictionary(greys, POINTS_A_PICTURE))

    def rebuilt(self, way: str, photo: RGB) -> F32:
        if way == "pdq":
            return from_pdq(_kept(photo).pdq[0], self.strengths)
        held = _kept(photo) if way == "protected" else from_bytes(compact(fingerprint_seen(photo)))
        return from_points(held.points, held.width, held.height, self.dictionary)


def _kept(photo: RGB) -> Fingerprint:
    return from_bytes(to_bytes(protect(photo)))


def _alike(one: F32 | U8, other: F32 | U8) -> float:
    """Correlation of two pictures brought to one small size."""
    small = [
        cv2.resize(p.astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_AREA) for p in (one, other)
    ]
    return float(np.corrcoef(small[0].ravel(), small[1].ravel())[0, 1])


def measure(photos: list[RGB], rebuild: Callable[[RGB], F32]) -> dict[str, Any]:
    """Correlations of what is rebuilt with its own photograph and with the others; how often its own wins."""
    table = np.array([[_alike(made, grey_of(photo)) for photo in photos] for made in map(rebuild, photos)])
    own, others = np.diag(table), table[~np.eye(len(photos), dtype=bool)]
    return {
        "own_mean": round(float(own.mean()), 3),
        "own_lowest": round(float(own.min()), 3),
        "own_highest": round(float(own.max()), 3),
        "others_mean": round(float(others.mean()), 3),
        "others_highest": round(float(others.max()), 3),
        "picks_its_own": int((table.argmax(axis=1) == np.arange(len(photos))).sum()),
        "own": [round(float(one), 3) for one in own],
        "others": np.quantile(others, np.linspace(0, 1, 101)).round(3).tolist(),
    }


def plot(numbers: dict[str, Any], example: RGB, rebuilt: dict[str, F32]) -> None:
    """One example in pictures; below, how alike what is rebuilt is to its own and to other photographs."""
    plot_style()
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(7.2, 4.6))
    grid = figure.add_gridspec(2, 4, height_ratios=[1, 1.3])
    shown: dict[str, F32 | U8] = {
        "the photograph": grey_of(example),
        **{way.split("(")[0]: rebuilt[key] for key, way in WAYS.items()},
    }
    for place, (title, picture) in enumerate(shown.items()):
        axes = figure.add_subplot(grid[0, place])
        small = cv2.resize(picture, (150, 100), interpolation=cv2.INTER_AREA)
        axes.imshow(small, cmap="gray")
        axes.set_title(title, fontsize=8)
        axes.axis("off")
    axes = figure.add_subplot(grid[1, :])
    for row, (key, way) in enumerate(WAYS.items()):
        told = numbers["ways"][key]
        axes.scatter(
            told["others"], np.full(101, row - 0.15), s=6, color="#9a9184", label="another photograph"
        )
        axes.scatter(
            told["own"], np.full(len(told["own"]), row + 0.15), s=10, color="#0f6b6b", label="its own"
        )
        picked = f"picks its own of {numbers['photographs']}: {told['picks_its_own']}"
        axes.text(1.02, row, picked, va="center", fontsize=8)
        axes.text(-0.6, row + 0.32, way, fontsize=8)
    axes.set_xlim(-0.6, 1)
    axes.set_ylim(-0.4, 2.7)
    axes.set_yticks([])
    axes.set_xlabel("correlation of what was rebuilt with the photograph (64 x 64, grey); a lower bound")
    axes.legend(
        *(one[:2] for one in axes.get_legend_handles_labels()), fontsize=8, loc="upper right", frameon=False
    )
    figure.tight_layout()
    figure.savefig(FOLDER / "leak.svg", metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--others", type=Path)
    parser.add_argument("--portraits", type=Path, help="also attack the first 30 of these (p*.jpg)")
    folders = parser.parse_args()
    cv2.setNumThreads(1)
    sets = load(folders.photos, folders.others, MOST_PHOTOS, MOST_OTHERS)
    photos = [photo for photo in sets.photos if _can_be_protected(photo)]
    attacker = Attacker.with_pictures(sets.others)
    numbers: dict[str, Any] = {
        "pictures": sets.source,
        "photographs": len(photos),
        "dictionary_pictures": len(sets.others),
        "dictionary_patches": len(attacker.dictionary),
        "ways": attacked(attacker, photos),
    }
    if folders.portraits is not None:
        faces = _read(folders.portraits)
        numbers["portraits"] = {"photographs": len(faces), "ways": attacked(attacker, faces)}
    keep("leak", numbers)
    cat = carried("chelsea")
    plot(numbers, cat, {way: attacker.rebuilt(way, cat) for way in WAYS})


def attacked(attacker: Attacker, photos: list[RGB]) -> dict[str, dict[str, Any]]:
    """What each kind of fingerprint gives away of these photographs."""
    numbers = {}
    for way, meaning in WAYS.items():
        told = measure(photos, partial(attacker.rebuilt, way))
        print(f"{meaning}: {told['own_mean']} with its own, {told['others_mean']} with another; ", end="")
        print(f"{told['picks_its_own']} of {len(photos)} pick their own", flush=True)
        numbers[way] = told
    return numbers


def _read(folder: Path) -> list[RGB]:
    pictures = [canonical_pixels(file.read_bytes()) for file in sorted(folder.glob("p*.jpg"))]
    return [picture for picture in pictures if _can_be_protected(picture)][:MOST_PHOTOS]


def _can_be_protected(photo: RGB) -> bool:
    try:
        protect(photo)
    except TooLittleToRecognise:
        return False
    return True


if __name__ == "__main__":
    main()
