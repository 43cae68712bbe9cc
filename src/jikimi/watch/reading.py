"""Looking at one file of a post: its bytes into memory, what they show out of it, the bytes forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from jikimi.fingerprint.decode.pool import CouldNotRead, DecoderUnavailable
from jikimi.fingerprint.film import Film
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.sources.base import ByteStream, Media, MediaGone, SourceError, SourceUnavailable

# A file larger than this is not one that a chat shows; the source has its own, usually lower, bound.
LARGEST_FILE = 64 * 1024 * 1024
LONGEST_READ_S = 120.0
# Files above this wait for one another, so that a few huge videos do not fill the memory.
LARGE_FILE = 8 * 1024 * 1024

IN_PART = "Only parts of this video were looked at: it is too long, or damaged."

T = TypeVar("T")


class Pictures(Protocol):
    """What a decoder pool offers."""

    async def look(self, data: bytes) -> Film: ...

    async def protect_frame(self, data: bytes, second: float | None) -> Fingerprint: ...


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What came of it: `read`, or a sentence why there is nothing and whether it is worth another try.

    Of a video, both may be there: what was read of it, and why that is not the whole.
    """

    read: T | None = None
    unread_reason: str = ""
    try_again: bool = False


async def read_file(
    open_file: Callable[[], ByteStream],
    look: Callable[[bytes], Awaitable[T]],
    large: asyncio.Semaphore,
) -> Reading[T]:
    """Never raises for what a place or a file does: a bad file must not stop the room it lies in.

    `large` is held while a file is that is larger than LARGE_FILE. Errors: DecoderUnavailable, when nothing
    at all can be read at the moment.
    """
    try:
        async with AsyncExitStack() as held:
            return Reading(await look(await _bytes_of(open_file, held, large)))
    except MediaGone:
        return Reading(unread_reason="The file was not served any more when it was to be read.")
    except (SourceUnavailable, TimeoutError):
        return Reading(unread_reason="The place did not give the file in time.", try_again=True)
    except SourceError as refused:
        return Reading(unread_reason=str(refused)[:300])
    except CouldNotRead as refused:
        return Reading(unread_reason=str(refused)[:300], try_again=refused.reason.perhaps_ours)
    except DecoderUnavailable:
        raise
    except Exception as unforeseen:
        return Reading(unread_reason=f"It could not be read ({type(unforeseen).__name__}).", try_again=True)


async def look_at(media: Media, pictures: Pictures, large: asyncio.Semaphore) -> Reading[Film]:
    """The file, and the preview that its place shows for it, as one. Errors: DecoderUnavailable."""
    file = await read_file(media.open, pictures.look, large)
    if file.read is not None and not file.read.whole:
        file = Reading(file.read, IN_PART)
    if media.preview is None:
        return file
    preview = await read_file(media.preview.open, pictures.look, large)
    if preview.read is None:
        why = file.unread_reason or f"Its preview could not be read: {preview.unread_reason}"
        return Reading(file.read, why[:300], file.try_again)
    if file.read is None:
        return Reading(preview.read, file.unread_reason, file.try_again)
    both = Film((*file.read.frames, *preview.read.frames[:1]), file.read.whole)
    return Reading(both, file.unread_reason)


async def _bytes_of(
    open_file: Callable[[], ByteStream], held: AsyncExitStack, large: asyncio.Semaphore
) -> bytes:
    clock = asyncio.get_running_loop()
    data = bytearray()
    is_large = False
    async with asyncio.timeout(LONGEST_READ_S) as limit, open_file() as pieces:
        async for piece in pieces:
            data += piece
            if len(data) > LARGEST_FILE:
                raise SourceError("The file is larger than anything we read.")
            if len(data) > LARGE_FILE and not is_large:
                is_large = True
                # Waiting for our own other files is not the place's fault.
                limit.reschedule(None)
                await held.enter_async_context(large)
                limit.reschedule(clock.time() + LONGEST_READ_S)
    return bytes(data)
