"""Opening a video's container with everything shut that could reach beyond its bytes or swell."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from jikimi.fingerprint.decode.film_kinds import CODECS, READERS
from jikimi.fingerprint.decode.limits import MAX_FILM_PIXELS
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason

_MOST_STREAMS = 16
_CONTAINER = {
    "format_whitelist": ",".join(READERS.values()) + ",mov,mp4,m4a,3gp,3g2,mj2,matroska,webm",
    "codec_whitelist": ",".join(CODECS),
    "protocol_whitelist": "none",
    "max_streams": str(_MOST_STREAMS),
    "probesize": str(2**20),
    "analyzeduration": "2000000",
}
_DECODER = {"max_pixels": str(MAX_FILM_PIXELS), "threads": "1", "codec_whitelist": ",".join(CODECS)}


@contextmanager
def opened(data: bytes, kind: str) -> Iterator[tuple[InputContainer, VideoStream]]:
    """The container and its moving picture, ready to be decoded on one thread.

    Errors: CouldNotRead, and whatever PyAV raises.
    """
    with av.open(
        io.BytesIO(data),
        format=READERS[kind],
        container_options=_CONTAINER,
        stream_options=[_DECODER] * _MOST_STREAMS,  # type: ignore[list-item]
        metadata_errors="ignore",
    ) as container:
        moving = [s for s in container.streams.video if not _is_cover(s)]
        if not moving:
            raise CouldNotRead(Reason.NO_FRAMES)
        stream = moving[0]
        context = stream.codec_context
        if context is None or context.name not in CODECS:
            raise CouldNotRead(Reason.OTHER_CODEC)
        if context.width * context.height > MAX_FILM_PIXELS:
            raise CouldNotRead(Reason.TOO_MANY_PIXELS)
        context.options = _DECODER
        context.thread_count = 1
        yield container, stream  # type: ignore[misc]


def _is_cover(stream: VideoStream) -> bool:
    """A still picture that stands for a piece of music."""
    return bool(stream.disposition & av.stream.Disposition.attached_pic)
