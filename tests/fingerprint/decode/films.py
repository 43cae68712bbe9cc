"""Benign films made of still pictures, in every form that is read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

import av
import numpy as np
from PIL import Image

SIZE = (320, 240)
FORMS = {
    "mp4": ("libx264", "yuv420p"),
    "webm": ("libvpx", "yuv420p"),
    "vp9": ("libvpx-vp9", "yuv420p"),
    "hevc": ("libx265", "yuv420p"),
    "av1": ("libsvtav1", "yuv420p"),
    "mpeg4": ("mpeg4", "yuv420p"),
    "gif": ("gif", "rgb8"),
}
_CONTAINERS = {"vp9": "webm", "av1": "webm", "hevc": "mp4", "mpeg4": "mp4"}
_HOW = {
    "libx264": {"preset": "ultrafast", "g": "250"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"},
    "libvpx": {"deadline": "realtime", "cpu-used": "-16"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"},
    "libsvtav1": {"preset": "12", "svtav1-params": "lp=1"},
}


def film(
    scenes: Sequence[tuple[Image.Image, float]],
    form: str = "mp4",
    *,
    rate: int = 8,
    size: tuple[int, int] = SIZE,
    late_by: float = 0.0,
    in_pieces: bool = False,
    **options: str,
) -> bytes:
    """Each picture for so many seconds. With `late_by`, the last frame claims to come so much later.

    `in_pieces`, an MP4 has an index for every part of it, and not one at its end.
    """
    codec, pixels = FORMS[form]
    held = io.BytesIO()
    container_options = {"movflags": "frag_keyframe+empty_moov"} if in_pieces else {}
    with av.open(held, "w", format=_CONTAINERS.get(form, form), options=container_options) as container:
        stream = container.add_stream(codec, rate=rate, options=_HOW.get(codec, {}) | options)
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        shown = [picture for picture, seconds in scenes for _ in range(round(seconds * rate))]
        for number, picture in enumerate(shown):
            frame = av.VideoFrame.from_ndarray(np.asarray(_fitted(picture, size)), format="rgb24")
            frame.pts = number + (round(late_by * rate) if number == len(shown) - 1 else 0)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return held.getvalue()


def sound_only(form: str) -> bytes:
    """A second of silence."""
    held = io.BytesIO()
    with av.open(held, "w", format=form) as container:
        stream = container.add_stream("aac" if form == "mp4" else "libopus", rate=48_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 48_000), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 48_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return held.getvalue()


_fitted_before: dict[tuple[int, tuple[int, int]], Image.Image] = {}


def _fitted(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    key = (id(picture), size)
    if key not in _fitted_before:
        _fitted_before[key] = picture.convert("RGB").resize(size)
    return _fitted_before[key]


@cache
def noise(seed: int) -> Image.Image:
    """Something that is like nothing else."""
    rough = np.random.default_rng(seed).integers(0, 255, (12, 16, 3), np.uint8)
    return Image.fromarray(rough).resize(SIZE, Image.Resampling.BICUBIC)
