"""The bytes of one file, no more of it than is needed to see that it is one that can be read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from jikimi.fingerprint.decode.film_kinds import film_kind_of
from jikimi.fingerprint.decode.kinds import HEAD, is_video, kind_of
from jikimi.fingerprint.decode.limits import MAX_BYTES
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason
from jikimi.sources.base import Media

LARGE = 8 * 2**20
"""Files above this wait for one another, in bytes, so that a few huge ones do not fill the memory."""


async def read_picture(media: Media) -> bytes:
    """The whole file. Errors: SourceError, CouldNotRead for what does not begin as a picture."""
    return await _read(media, _refuse_all_but_pictures, None)


async def read_file(media: Media, when_large: Callable[[], Awaitable[object]]) -> bytes:
    """The whole file. `when_large` is awaited once before more than LARGE bytes are held.

    Errors: SourceError, CouldNotRead for what begins neither as a picture nor as a video that is read.
    """
    return await _read(media, _refuse_other_kinds, when_large)


async def _read(
    media: Media,
    refuse_other_kinds: Callable[[bytes], None],
    when_large: Callable[[], Awaitable[object]] | None,
) -> bytes:
    data = bytearray()
    known = large = False
    async with media.open() as pieces:
        async for piece in pieces:
            data += piece
            if not known and len(data) >= HEAD:
                refuse_other_kinds(bytes(data[:HEAD]))
                known = True
            if len(data) > MAX_BYTES:
                raise CouldNotRead(Reason.TOO_MANY_BYTES)
            if len(data) > LARGE and not large and when_large:
                large = True
                await when_large()
    refuse_other_kinds(bytes(data[:HEAD]))
    return bytes(data)


def _refuse_all_but_pictures(head: bytes) -> None:
    if not head:
        raise CouldNotRead(Reason.EMPTY)
    if kind_of(head) is None:
        raise CouldNotRead(Reason.VIDEO if is_video(head) else Reason.UNKNOWN_KIND)


def _refuse_other_kinds(head: bytes) -> None:
    if film_kind_of(head) is not None:
        return
    if head and is_video(head):
        raise CouldNotRead(Reason.OTHER_VIDEO)
    _refuse_all_but_pictures(head)
