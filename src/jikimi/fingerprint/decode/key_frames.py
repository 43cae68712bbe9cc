"""A film from its bytes to the few frames that stand for it.

What a film says of its own length and times is a claim. What counts is how much of the time for one film is
used: its first part is looked at twice a second; when half of the time is gone, only the frames that stand on
their own are opened, spread over what is left of the file.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from jikimi.fingerprint.decode.film_container import opened
from jikimi.fingerprint.decode.frame_pixels import Painter
from jikimi.fingerprint.decode.limits import SECONDS_APART, SECONDS_OF_DECODING, SECONDS_UNSEEN
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason
from jikimi.fingerprint.decode.scenes import Kept, Scenes
from jikimi.fingerprint.film import MOST_FRAMES

if TYPE_CHECKING:
    FilmPacket = Packet[VideoStream]

_DENSE = 0.5
"""Share of the time after which only frames that stand on their own are opened."""

_MOST_HELD = 32
_MOST_PASSED = 15
"""Packets held, and frames passed over, whatever the times say that they claim."""

_MOST_DAMAGED = 1_000


@dataclass(frozen=True, slots=True)
class KeyFrames:
    """`frames` in the order of time, `opened` of how many; `whole` as in `Film`."""

    frames: list[Kept]
    opened: int
    whole: bool


def key_frames(data: bytes, kind: str) -> KeyFrames:
    """Errors: CouldNotRead, MemoryError, and whatever PyAV raises for what it cannot open."""
    with opened(data, kind) as (container, stream):
        return _Walk(container, stream, len(data), every_frame=kind == "gif").to_the_end()


class _Walk:
    def __init__(
        self, container: InputContainer, stream: VideoStream, file_bytes: int, *, every_frame: bool
    ) -> None:
        self._container, self._stream, self._context = container, stream, stream.codec_context
        self._file_bytes = max(1, file_bytes)
        self._every_frame = every_frame
        self._begun = time.process_time()
        self._painter = Painter(float(stream.sample_aspect_ratio or 1))
        self._tick = stream.time_base
        self._first = stream.start_time or 0
        self._rate = max(1.0, min(float(stream.average_rate or 25), 240.0))
        self._scenes = Scenes(MOST_FRAMES)
        self._opened = self._passed = self._bytes = self._damaged = 0
        self._last_seen: float | None = None
        self._skipped_to: float | None = None
        self._whole = True

    def to_the_end(self) -> KeyFrames:
        if not self._every_frame:
            self._context.skip_frame = "NONREF"
        try:
            for packet in self._wanted(self._packets()):
                self._open(packet)
            self._open(None)
        except (FFmpegError, EOFError):
            self._whole = False
        if self._skipped_to is not None and abs(self._skipped_to - (self._last_seen or 0)) > SECONDS_UNSEEN:
            self._whole = False
        if not self._opened:
            raise CouldNotRead(Reason.BROKEN if self._damaged or not self._whole else Reason.NO_FRAMES)
        return KeyFrames(self._scenes.chosen(), self._opened, self._whole and not self._damaged)

    def _packets(self) -> Iterator[FilmPacket]:
        """Until the file, or the time for it, is at its end."""
        for packet in self._container.demux(self._stream):
            self._bytes += packet.size
            if self._used() > 1 or self._damaged > _MOST_DAMAGED:
                self._whole = False
                return
            if packet.size:
                yield packet

    def _wanted(self, packets: Iterator[FilmPacket]) -> Iterator[FilmPacket]:
        """Of a short group of frames the one it begins with; of a long one, all."""
        held: list[FilmPacket] = []
        in_full = False
        for packet in packets:
            if self._every_frame:
                yield packet
            elif self._used() > _DENSE:
                held, in_full = [], False
                if packet.is_keyframe and self._used() <= self._pace():
                    yield packet
                else:
                    self._skipped_to = self._second_of(packet)
            elif packet.is_keyframe:
                yield from held[:1]
                held, in_full = [packet], False
            elif in_full:
                yield packet
            else:
                held.append(packet)
                if len(held) > _MOST_HELD or _apart(held[0], packet) >= SECONDS_APART:
                    yield from held
                    held, in_full = [], True
        yield from held

    def _used(self) -> float:
        return (time.process_time() - self._begun) / SECONDS_OF_DECODING

    def _pace(self) -> float:
        """How much of the time may be used at this place in the file."""
        return _DENSE + (1 - _DENSE) * min(1.0, self._bytes / self._file_bytes)

    def _open(self, packet: FilmPacket | None) -> None:
        try:
            frames = self._context.decode(packet)
        except EOFError:
            return
        except FFmpegError:
            self._damaged += 1
            return
        for frame in frames:
            self._opened += 1
            self._look(frame)

    def _look(self, frame: VideoFrame) -> None:
        at = self._second_of(frame)
        if self._last_seen is not None:
            since = abs(at - self._last_seen)
            self._passed += 1
            if not self._every_frame and since < SECONDS_APART and self._passed < _MOST_PASSED:
                return
            if self._skipped_to is not None and since > SECONDS_UNSEEN:
                self._whole = False
        self._last_seen, self._passed, self._skipped_to = at, 0, None
        self._scenes.offer(at, self._painter.small(frame), lambda: self._painter.canonical(frame))

    def _second_of(self, frame: VideoFrame | FilmPacket) -> float:
        if frame.pts is None or self._tick is None:
            return self._opened / self._rate
        # Not `frame.time`: the frames that come last, out of the decoder's memory, are all at 0 there.
        return max(0.0, float((frame.pts - self._first) * self._tick))


def _apart(first: FilmPacket, last: FilmPacket) -> float:
    one, other = (packet.pts if packet.pts is not None else packet.dts for packet in (first, last))
    if one is None or other is None or last.time_base is None:
        return 0.0
    return float(abs(other - one) * last.time_base)
