"""The process that opens strangers' videos: `python -m jikimi.fingerprint.decode.film_worker PARENT`.

Apart from the one for pictures, which has so much less code that a stranger could try, and which must not
wait while a long film is read. Otherwise it lives and answers as `worker.py` does.
"""

from __future__ import annotations

import contextlib
import os

from jikimi.fingerprint.decode import lean, protocol  # noqa: F401 (first of all)
from jikimi.fingerprint.decode.film_kinds import film_kind_of
from jikimi.fingerprint.decode.film_warm_up import warm_up
from jikimi.fingerprint.decode.key_frames import key_frames
from jikimi.fingerprint.decode.kinds import HEAD
from jikimi.fingerprint.decode.limits import SECONDS_PER_FILM, SHORTEST_SIDE
from jikimi.fingerprint.decode.pixels import canonical_pixels
from jikimi.fingerprint.decode.protocol import MOMENT, Purpose
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason
from jikimi.fingerprint.decode.serving import or_the_reason, serve
from jikimi.fingerprint.film import Film, Frame, film_to_bytes
from jikimi.fingerprint.points import U8
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.record import to_bytes
from jikimi.fingerprint.seen import fingerprint_seen

_POLITE = 5
"""Pictures and the rest of the machine go first."""

Moment = tuple[float | None, U8]


def _answer(number: int, purpose: Purpose, data: bytes) -> bytes:
    if purpose is Purpose.PROTECT_FRAME:
        (milliseconds,) = MOMENT.unpack(data[: MOMENT.size])
        frames, _ = _frames(data[MOMENT.size :])
        _, pixels = min(frames, key=lambda frame: abs((frame[0] or 0.0) - milliseconds / 1000))
        return protocol.record_frame(number, to_bytes(protect(pixels)))
    frames, whole = _frames(data)
    seen = tuple(Frame(second, fingerprint_seen(pixels)) for second, pixels in frames)
    return protocol.film_frame(number, film_to_bytes(Film(seen, whole)))


def _frames(data: bytes) -> tuple[list[Moment], bool]:
    """At least one, each with its second, and whether that is all of it. A still GIF is one without."""
    kind = film_kind_of(data[:HEAD])
    if kind is None:
        raise CouldNotRead(Reason.OTHER_VIDEO)
    frames: list[Moment]
    try:
        found = key_frames(data, kind)
        frames, whole = [(kept.second, kept.pixels) for kept in found.frames], found.whole
        if kind == "gif" and found.opened == 1:
            frames = [(None, canonical_pixels(data))]
    except (CouldNotRead, OSError, ValueError):
        if kind != "gif":
            raise
        # What a viewer would show of a damaged GIF: perhaps only where it begins.
        frames, whole = [(None, canonical_pixels(data))], False
    frames = [frame for frame in frames if min(frame[1].shape[:2]) >= SHORTEST_SIDE]
    if not frames:
        raise CouldNotRead(Reason.TOO_SMALL)
    return frames, whole


answer_to = or_the_reason(_answer)


if __name__ == "__main__":
    with contextlib.suppress(OSError):
        os.nice(_POLITE)
    serve(answer_to, warm_up, SECONDS_PER_FILM)
