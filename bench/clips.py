"""Clips with one photograph in them, disguised as people disguise them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import av
import cv2
import numpy as np
from av.video.stream import VideoStream

from bench.edits import RGB, screen_photo

WIDE, TALL = 640, 360
RATE = 12
SECONDS = 30
SHOWN = 2
SCENE = 4
"""Seconds for which each of the clip's other pictures is panned over."""

COMPILED = 40


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
