"""What is kept of a file that may move: its key frames, each with the second at which it is shown.

Version 1, little-endian. Header, 8 bytes: `JKM` and the version, number of frames u8, whole u8 (0 or 1), 2
bytes of zero. Then per frame: milliseconds from the beginning u32 (4294967295: it has no time, it is a still
picture), length u32, and a fingerprint as `record.py` writes it.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from jikimi.fingerprint import record
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.pdq import distance
from jikimi.fingerprint.record import BadRecord

MAGIC = b"JKM"
VERSION = 1
HEADER = struct.Struct("<3sBBB2x")
FRAME = struct.Struct("<II")
MOST_FRAMES = 24
MOST_REMEMBERED = 8
MOST_BYTES = HEADER.size + MOST_FRAMES * (FRAME.size + record.MOST_BYTES)
MOST_MILLISECONDS = 2**32 - 2
_STILL = 2**32 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a file. `second` counts from its beginning; None for a picture that stands still."""

    second: float | None
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """A file's key frames in the order of time; a photograph is a film of one frame without a second.

    `whole` is False where a stretch of more than two seconds was not looked at: the file is too long, too
    heavy, or damaged.
    """

    frames: tuple[Frame, ...]
    whole: bool = True

    @property
    def moves(self) -> bool:
        return any(frame.second is not None for frame in self.frames)

    def at(self, second: float | None) -> Frame:
        """The frame nearest to that second; without one, the first that has none either."""
        if second is None:
            return next((frame for frame in self.frames if frame.second is None), self.frames[0])
        moving = [frame for frame in self.frames if frame.second is not None] or self.frames
        return min(moving, key=lambda frame: abs((frame.second or 0.0) - second))


def still(fingerprint: Fingerprint) -> Film:
    """A photograph."""
    return Film((Frame(None, fingerprint),))


def film_to_bytes(film: Film, write: Callable[[Fingerprint], bytes] = record.to_bytes) -> bytes:
    """The film in version 1."""
    parts = [HEADER.pack(MAGIC, VERSION, len(film.frames), film.whole)]
    for frame in film.frames:
        body = write(frame.fingerprint)
        parts += [FRAME.pack(_milliseconds(frame.second), len(body)), body]
    return b"".join(parts)


def film_from_bytes(data: bytes) -> Film:
    """The film in these bytes, which may come from anywhere. Errors: BadRecord."""
    if not HEADER.size < len(data) <= MOST_BYTES:
        raise BadRecord("The film is shorter or longer than any can be.")
    magic, version, count, whole = HEADER.unpack_from(data)
    if magic != MAGIC or version != VERSION or data[6:8] != b"\0\0":
        raise BadRecord("This is not a film of a version that this program reads.")
    if not 0 < count <= MOST_FRAMES or whole > 1:
        raise BadRecord("The film's numbers contradict one another.")
    frames, at = [], HEADER.size
    for _ in range(count):
        if at + FRAME.size > len(data):
            raise BadRecord("The film is cut off.")
        time, length = FRAME.unpack_from(data, at)
        at += FRAME.size + length
        if at > len(data):
            raise BadRecord("The film is cut off.")
        second = None if time == _STILL else time / 1000
        frames.append(Frame(second, record.from_bytes(data[at - length : at])))
    if at != len(data):
        raise BadRecord("There is something behind the film.")
    return Film(tuple(frames), bool(whole))


def remembered(film: Film) -> bytes:
    """What is kept of something seen: 3,958 bytes for a photograph, as much for each of 8 frames at most."""
    if not film.moves and len(film.frames) == 1:
        return record.compact(film.frames[0].fingerprint)
    return film_to_bytes(Film(_most_different(film.frames), film.whole), record.compact)


def from_remembered(data: bytes) -> Film:
    """The film, or the photograph, that was remembered. Errors: BadRecord."""
    return film_from_bytes(data) if data.startswith(MAGIC) else still(record.from_bytes(data))


def _most_different(frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """Each next one is the one whose PDQ lies farthest from those that were chosen, the first frame first."""
    chosen = [0]
    nearest = [256] * len(frames)
    while len(chosen) < min(MOST_REMEMBERED, len(frames)):
        last = frames[chosen[-1]].fingerprint.pdq[0]
        nearest = [min(d, distance(f.fingerprint.pdq[0], last)) for f, d in zip(frames, nearest, strict=True)]
        chosen.append(max((i for i in range(len(frames)) if i not in chosen), key=nearest.__getitem__))
    return tuple(frames[i] for i in sorted(chosen))


def _milliseconds(second: float | None) -> int:
    return _STILL if second is None else max(0, min(round(second * 1000), MOST_MILLISECONDS))
