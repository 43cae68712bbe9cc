"""A protected photograph for two of a clip's thirty seconds: found, at the right second? bench.video."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.clips import DISGUISES, RATE, SECONDS, SHOWN, fitted, written
from bench.edits import RGB
from bench.results_folder import FOLDER, keep, plot_style
from jikimi.fingerprint.decode.pixels import canonical_pixels
from jikimi.fingerprint.decode.pool import DecoderPool
from jikimi.fingerprint.lacks import TooLittleToRecognise
from jikimi.fingerprint.protect import protect
from jikimi.match.film import find_in_film, second_of
from jikimi.match.matcher import Matcher
from jikimi.match.sighting import Verdict

SLACK = 0.6
"""Seconds by which a second may lie outside and still be right: a viewer who goes there sees it."""

MOST_PHOTOS = 6
MOST_BESIDE = 12
WITH_SCIKIT_IMAGE = ("astronaut", "chelsea", "coffee", "rocket", "camera", "immunohistochemistry")
BESIDE = ("hubble_deep_field", "coins", "gravel", "page", "grass", "brick", "retina", "moon")


def pictures(folder: Path | None) -> tuple[list[RGB], list[RGB], str]:
    """Photographs to protect, others to lie before and after them, and where they come from."""
    if folder is None:
        from skimage import data

        def named(name: str) -> RGB:
            raw = np.asarray(getattr(data, name)(), np.uint8)
            return raw if raw.ndim == 3 else np.repeat(raw[:, :, None], 3, axis=2)

        return [named(n) for n in WITH_SCIKIT_IMAGE], [named(n) for n in BESIDE], "scikit-image"
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in {".jpg", ".jpeg", ".png"}]
    step = max(1, len(files) // (MOST_PHOTOS + MOST_BESIDE))
    chosen = [canonical_pixels(path.read_bytes()) for path in files[::step]]
    return chosen[::3][:MOST_PHOTOS], [*chosen[1::3], *chosen[2::3]][:MOST_BESIDE], "folder given"


def measure(photos: Sequence[RGB], beside: Sequence[RGB]) -> dict[str, Any]:
    """Every photograph in every disguise, through the product's own decoder and matcher."""
    matcher = Matcher()
    kept: list[RGB] = []
    for photo in photos:
        try:
            matcher.add(str(len(kept)), protect(canonical(photo)))
        except TooLittleToRecognise:
            continue
        kept.append(photo)
    rows = []
    with DecoderPool(1) as pool:
        pool.look_now(written(iter([fitted(kept[0])] * RATE), "mp4"))  # the worker is there, and warm
        for make in DISGUISES:
            for number, photo in enumerate(kept):
                rng = np.random.default_rng(number)
                ground = [beside[int(i)] for i in rng.permutation(len(beside))]
                form = ("mp4", "mp4", "webm")[number % 3]
                clip = make(photo, ground, int(rng.integers(1, SECONDS - SHOWN)), form, number)
                begun = time.perf_counter()
                film = pool.look_now(clip.data)
                found = find_in_film(matcher.find, film)
                took = time.perf_counter() - begun
                own = next((match for match in found if match.key == str(number)), None)
                second = second_of(own) if own else None
                rows.append(
                    {
                        "disguise": make.__name__,
                        "verdict": own.verdict.value if own else "nothing",
                        "second_right": second is not None
                        and clip.begins - SLACK <= second <= clip.ends + SLACK,
                        "seconds": took,
                        "frames": len(film.frames),
                        "false": [match.verdict.value for match in found if match.key != str(number)],
                        "bytes": len(clip.data),
                    }
                )
            print(
                make.__name__,
                [row["verdict"] for row in rows if row["disguise"] == make.__name__],
                flush=True,
            )
    return {"protected": len(kept), **summed(rows)}


def canonical(photo: RGB) -> RGB:
    _, data = cv2.imencode(".png", photo[:, :, ::-1])
    return canonical_pixels(data.tobytes())


def summed(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Shares and medians for each disguise and for all."""
    disguises = {}
    for name, group in groupby(rows, key=lambda row: row["disguise"]):
        some = list(group)
        found = [row for row in some if row["verdict"] != "nothing"]
        disguises[name] = {
            "clips": len(some),
            "match": round(sum(row["verdict"] == Verdict.MATCH for row in some) / len(some), 3),
            "match_or_look": round(len(found) / len(some), 3),
            "second_right_of_found": sum(row["second_right"] for row in found) / max(1, len(found)),
            "seconds_a_file": round(float(np.median([row["seconds"] for row in some])), 2),
            "frames_compared": float(np.median([row["frames"] for row in some])),
            "kilobytes": round(float(np.median([row["bytes"] for row in some])) / 1000),
        }
    false = [verdict for row in rows for verdict in row["false"]]
    return {
        "clips": len(rows),
        "seconds_of_clip": SECONDS,
        "seconds_shown": SHOWN,
        "disguises": disguises,
        "false_matches": false.count("match"),
        "false_looks": false.count("look"),
    }


def plot(numbers: dict[str, Any]) -> None:
    """A bar a disguise, with how many of those found name the right second and how long a file takes."""
    import matplotlib.pyplot as plt

    plot_style()
    names = list(reversed(numbers["disguises"]))
    of = [numbers["disguises"][name] for name in names]
    figure, axes = plt.subplots(figsize=(7, 0.34 * len(names) + 1.2))
    at = np.arange(len(names))
    axes.barh(at, [one["match"] for one in of], height=0.66, label="match")
    look = [one["match_or_look"] - one["match"] for one in of]
    axes.barh(at, look, left=[one["match"] for one in of], height=0.66, label="look")
    right = [one["second_right_of_found"] * one["match_or_look"] for one in of]
    axes.plot(right, at, "o", mfc="#f2c14e", mec="#222222", ms=5, label="names the right second")
    for place, one in zip(at, of, strict=True):
        axes.text(1.03, float(place), f"{one['seconds_a_file']:.1f} s a file", va="center", fontsize=7.5)
    axes.set_yticks(at, [name.replace("_", " ") for name in names])
    axes.set_xlim(0, 1.02)
    axes.set_xlabel(
        f"share found: {numbers['protected']} photographs, each {SHOWN} s of a clip of {SECONDS} s, "
        f"{numbers['false_matches']} false matches"
    )
    figure.legend(loc="upper center", ncol=3, frameon=False, fontsize=8)
    figure.tight_layout(rect=(0, 0, 0.98, 0.93))
    figure.savefig(FOLDER / "video.svg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, help="a third of some are protected, the others lie beside")
    parser.add_argument("--others", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    begun = time.monotonic()
    photos, beside, source = pictures(asked.photos)
    numbers = {"pictures": source, **measure(photos, beside)}
    keep("video", {**numbers, "seconds": round(time.monotonic() - begun)})
    plot(numbers)
    print(numbers)


if __name__ == "__main__":
    main()
