"""Reads one small film of every kind, so that all code is loaded before the walls close."""

from __future__ import annotations

import io
from typing import cast

import av
import numpy as np
from av.codec import Codec
from av.video.stream import VideoStream

from jikimi.fingerprint.decode.film_kinds import CODECS
from jikimi.fingerprint.decode.protocol import MOMENT, Purpose
from jikimi.fingerprint.decode.serving import Answer

_FORMS = (("mp4", "libx264", "yuv420p"), ("webm", "libvpx-vp9", "yuv420p"), ("gif", "gif", "rgb8"))
_SIDE = 96
_FRAMES = 4


def warm_up(answer: Answer) -> None:
    """Call `answer` on each kind. What it answers does not matter."""
    av.logging.set_level(None)
    for codec in CODECS:
        Codec(codec, "r")
    for form, codec, pixels in _FORMS:
        data = _film(form, codec, pixels)
        for cut in (data, data[:-200]):
            answer(0, Purpose.SEEN_FILM, cut)
            answer(0, Purpose.PROTECT_FRAME, MOMENT.pack(0) + cut)


def _film(form: str, codec: str, pixels: str) -> bytes:
    held = io.BytesIO()
    dots = np.random.default_rng(1).integers(0, 255, (_FRAMES, _SIDE, _SIDE, 3), np.uint8)
    with av.open(held, "w", format=form) as container:
        stream = cast(VideoStream, container.add_stream(codec, rate=4))
        stream.width = stream.height = _SIDE
        stream.pix_fmt = pixels
        stream.codec_context.thread_count = 1
        for picture in dots:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    return held.getvalue()
