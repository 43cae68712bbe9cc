"""One decoded frame as the picture that a viewer shows, and as the small one that frames are compared by."""

from __future__ import annotations

import cv2
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from jikimi.fingerprint.decode.limits import MAX_FILM_PIXELS
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason
from jikimi.fingerprint.decode.scenes import SMALL
from jikimi.fingerprint.decode.size_rule import canonical_size
from jikimi.fingerprint.points import U8

_ROUGH = 4 * SMALL
_WIDEST_PIXEL = 4.0


class Painter:
    """Keeps the tables for one film's size from frame to frame. `aspect` is a pixel's width by its height."""

    def __init__(self, aspect: float) -> None:
        self._aspect = aspect if 1 / _WIDEST_PIXEL <= aspect <= _WIDEST_PIXEL else 1.0
        self._to_small = VideoReformatter()
        self._to_canonical = VideoReformatter()

    def small(self, frame: VideoFrame) -> U8:
        """(32, 32, 3), whatever the frame's shape."""
        _refuse_too_large(frame)
        rough = self._to_small.reformat(frame, _ROUGH, _ROUGH, "rgb24", interpolation="FAST_BILINEAR")
        return np.asarray(
            cv2.resize(rough.to_ndarray(), (SMALL, SMALL), interpolation=cv2.INTER_AREA), np.uint8
        )

    def canonical(self, frame: VideoFrame) -> U8:
        """(height, width, 3), longest side at most 800, upright, with square pixels."""
        shown = (max(1, round(frame.width * self._aspect)), frame.height)
        width, height = canonical_size(shown)
        made = self._to_canonical.reformat(frame, width, height, "rgb24", interpolation="AREA")
        return np.ascontiguousarray(np.rot90(made.to_ndarray(), round(frame.rotation / 90)))


def _refuse_too_large(frame: VideoFrame) -> None:
    """A film may change its size as it goes on."""
    if frame.width * frame.height > MAX_FILM_PIXELS:
        raise CouldNotRead(Reason.TOO_MANY_PIXELS)
