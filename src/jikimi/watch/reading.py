"""Looking at one file of a post: its bytes into memory, a fingerprint out of it, the bytes forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from jikimi.fingerprint.decode.pool import CouldNotRead, DecoderUnavailable, Reason
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.sources.base import ByteStream, MediaGone, SourceError, SourceUnavailable

# A picture larger than this is not one that a chat shows; the source has its own, usually lower, bound.
LARGEST_FILE = 64 * 1024 * 1024
LONGEST_READ_S = 120.0

# These may come of a machine that was too busy at that moment.
_PERHAPS_OURS = frozenset({Reason.TOO_SLOW, Reason.CRASHED, Reason.BAD_ANSWER})


For = Literal["seen", "protect"]


class Pictures(Protocol):
    """What a decoder pool offers."""

    async def fingerprint(self, data: bytes, purpose: For) -> Fingerprint: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of it: a fingerprint, or a sentence why there is none and whether it is worth another try."""

    fingerprint: Fingerprint | None = None
    unread_reason: str = ""
    try_again: bool = False


async def read_file(
    open_file: Callable[[], ByteStream], pictures: Pictures, purpose: For = "seen"
) -> Reading:
    """Never raises for what a place or a file does: a bad file must not stop the room it lies in.

    Errors: DecoderUnavailable, when nothing at all can be read at the moment.
    """
    try:
        async with asyncio.timeout(LONGEST_READ_S):
            data = await _bytes_of(open_file)
        return Reading(await pictures.fingerprint(data, purpose))
    except MediaGone:
        return Reading(unread_reason="The file was not served any more when it was to be read.")
    except (SourceUnavailable, TimeoutError):
        return Reading(unread_reason="The place did not give the file in time.", try_again=True)
    except SourceError as refused:
        return Reading(unread_reason=str(refused)[:300])
    except CouldNotRead as refused:
        return Reading(unread_reason=str(refused)[:300], try_again=refused.reason in _PERHAPS_OURS)
    except DecoderUnavailable:
        raise
    except Exception as unforeseen:
        return Reading(unread_reason=f"It could not be read ({type(unforeseen).__name__}).", try_again=True)


async def _bytes_of(open_file: Callable[[], ByteStream]) -> bytes:
    data = bytearray()
    async with open_file() as pieces:
        async for piece in pieces:
            data += piece
            if len(data) > LARGEST_FILE:
                raise SourceError("The file is larger than anything we read.")
    return bytes(data)
