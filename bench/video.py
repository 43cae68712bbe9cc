"""A protected photograph for two of a clip's thirty seconds: found, at the right second? bench.video."""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, cast

import av
import cv2
import numpy as np
from av.video.stream import VideoStream

from bench.edits import RGB, screen_photo
from bench.results_folder import FOLDER, keep, plot_style
from jikimi.fingerprint.decode.pixels import canonical_pixels
from jikimi.fingerprint.decode.pool import DecoderPool
from jikimi.fingerprint.protect import TooLittleToRecognise, protect
from jikimi.match.film import find_in_film, second_of
from jikimi.match.matcher import Matcher
from jikimi.match.sighting import Verdict

WIDE, TALL = 640, 360
RATE = 12
SECONDS = 30
SHOWN = 2
SCENE = 4
"""Seconds for which each of the clip's other pictures is panned over."""

SLACK = 0.6
"""Seconds by which a second may lie outside and still be right: a viewer who goes there sees it."""

MOST_PHOTOS = 6
MOST_BESIDE = 12
COMPILED = 40
WITH_SCIKIT_IMAGE = ("astronaut", "chelsea", "coffee", "rocket", "camera", "immunohistochemistry")
BESIDE = ("hubble_deep_field", "coins", "gravel", "page", "grass", "brick", "retina", "moon")


@dataclass(frozen=True)
class Clip:
    """A finished file, and between which seconds of it the photograph is shown."""

    data: bytes
    begins: float
    ends: float


def fitted(picture: RGB, *, letterboxed: bool = False) -> RGB:
    """The picture in the clip's frame: cut to fill it, or whole between black bars."""
    factors = TALL / picture.shape[0], WIDE / picture.shape[1]
    factor = min(factors) if letterboxed else max(factors)
    size = round(picture.shape[1] * factor), round(picture.shape[0] * factor)
    scaled = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    if letterboxed:
        frame = np.zeros((TALL, WIDE, 3), np.uint8)
        top, left = (TALL - size[1]) // 2, (WIDE - size[0]) // 2
        frame[top : top + size[1], left : left + size[0]] = scaled
        return frame
    top, left = (size[1] - TALL) // 2, (size[0] - WIDE) // 2
    return np.ascontiguousarray(scaled[top : top + TALL, left : left + WIDE])


def frames(photo: RGB, beside: Sequence[RGB], begins: int, *, letterboxed: bool = True) -> Iterator[RGB]:
    """Thirty seconds: pictures that are panned over, and the photograph for two."""
    shown = fitted(photo, letterboxed=letterboxed)
    grounds = [np.asarray(cv2.resize(fitted(one), (WIDE * 5 // 4, TALL)), np.uint8) for one in beside]
    for number in range(SECONDS * RATE):
        second = number / RATE
        if begins <= second < begins + SHOWN:
            yield shown
        else:
            scene, along = divmod(second, SCENE)
            left = int(along / SCENE * WIDE / 4)
            yield grounds[int(scene) % len(grounds)][:, left : left + WIDE]


def from_a_screen(of: Iterator[RGB], seed: int) -> Iterator[RGB]:
    """Every frame as a telephone records it from a screen, held in an unsteady hand."""
    hand = np.random.default_rng(seed)
    recorded: RGB | None = None
    for number, frame in enumerate(of):
        if number % RATE == 0 or recorded is None:
            made = screen_photo.apply(np.ascontiguousarray(frame), np.random.default_rng(seed), [])
            recorded = np.asarray(cv2.resize(made, (WIDE, TALL)), np.uint8)
        shift = np.array([[1, 0, hand.normal(0, 1.5)], [0, 1, hand.normal(0, 1.5)]])
        moved = cv2.warpAffine(recorded, shift, (WIDE, TALL), borderMode=cv2.BORDER_REPLICATE)
        yield np.asarray(moved, np.uint8)


def written(shown: Iterator[RGB], form: str, rate: int = RATE, size: tuple[int, int] = (WIDE, TALL)) -> bytes:
    """The frames as a file: mp4 (H.264), webm (VP9) or gif."""
    codec, pixels, how = {
        "mp4": ("libx264", "yuv420p", {"preset": "superfast", "crf": "28"}),
        "webm": ("libvpx-vp9", "yuv420p", {"deadline": "realtime", "cpu-used": "8"}),
        "gif": ("gif", "rgb8", {}),
    }[form]
    held = io.BytesIO()
    with av.open(held, "w", format=form) as container:
        stream = cast(VideoStream, container.add_stream(codec, rate=rate, options=how))
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        for picture in shown:
            small = picture if size == (WIDE, TALL) else np.asarray(cv2.resize(picture, size), np.uint8)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(small), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return held.getvalue()


Make = Callable[[RGB, Sequence[RGB], int, str, int], Clip]


def plain(photo: RGB, beside: Sequence[RGB], begins: int, form: str, seed: int) -> Clip:
    return Clip(written(frames(photo, beside, begins, letterboxed=False), form), begins, begins + SHOWN)


def letterboxed(photo: RGB, beside: Sequence[RGB], begins: int, form: str, seed: int) -> Clip:
    return Clip(written(frames(photo, beside, begins), form), begins, begins + SHOWN)


def sped_up(photo: RGB, beside: Sequence[RGB], begins: int, form: str, seed: int) -> Clip:
    """Twice as fast: fifteen seconds, the photograph for one."""
    half = (frame for number, frame in enumerate(frames(photo, beside, begins)) if number % 2 == 0)
    return Clip(written(half, form), begins / 2, (begins + SHOWN) / 2)


def mirrored(photo: RGB, beside: Sequence[RGB], begins: int, form: str, seed: int) -> Clip:
    turned = (np.ascontiguousarray(frame[:, ::-1]) for frame in frames(photo, beside, begins))
    return Clip(written(turned, form), begins, begins + SHOWN)


def recorded_from_a_screen(photo: RGB, beside: Sequence[RGB], begins: int, form: str, seed: int) -> Clip:
    return Clip(written(from_a_screen(frames(photo, beside, begins), seed), form), begins, begins + SHOWN)


def as_gif(photo: RGB, beside: Sequence[RGB], begins: int, form: str, seed: int) -> Clip:
    """A third as many frames, 320 x 180, 256 colours."""
    few = (frame for number, frame in enumerate(frames(photo, beside, begins)) if number % 3 == 0)
    data = written(few, "gif", RATE // 3, (WIDE // 2, TALL // 2))
    return Clip(data, begins, begins + SHOWN)


def compilation(photo: RGB, beside: Sequence[RGB], begins: int, form: str, seed: int) -> Clip:
    """Forty different pictures, each for three quarters of a second: more than the frames that are kept."""
    order = np.random.default_rng(seed)
    parts = [part for one in beside for part in _quarters(one)]
    chosen = [parts[int(i)] for i in order.permutation(len(parts))[: COMPILED - 1]]
    place = int(order.integers(len(chosen) + 1))
    chosen.insert(place, photo)
    each = SECONDS / COMPILED
    shown = (frame for one in chosen for frame in [fitted(one)] * round(each * RATE))
    return Clip(written(shown, form), place * each, (place + 1) * each)


def _quarters(picture: RGB) -> list[RGB]:
    tall, wide = picture.shape[0] // 2, picture.shape[1] // 2
    return [picture[y : y + tall, x : x + wide] for y in (0, tall) for x in (0, wide)]


DISGUISES: tuple[Make, ...] = (
    plain,
    letterboxed,
    sped_up,
    mirrored,
    recorded_from_a_screen,
    as_gif,
    compilation,
)


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
