"""What is served at a file's own address: this picture, another one, or nothing."""

from __future__ import annotations

import asyncio
from typing import Protocol

from jikimi.fingerprint.decode.pool import CouldNotRead, DecoderUnavailable
from jikimi.fingerprint.film import Film
from jikimi.sources.web.ask import Answer
from jikimi.sources.web.known import Known
from jikimi.sources.web.seen import FileGlance, FileSeen, PageSeen
from jikimi.sources.web.what_page import what_page

_BY_STATUS = {
    404: FileSeen.GONE,
    410: FileSeen.GONE,
    451: FileSeen.COUNTRY,
    401: FileSeen.LOGIN,
    407: FileSeen.LOGIN,
}
_PAGE_INSTEAD = {
    PageSeen.SAYS_GONE: FileSeen.GONE,
    PageSeen.LOGIN: FileSeen.LOGIN,
    PageSeen.COUNTRY: FileSeen.COUNTRY,
}


class Pictures(Protocol):
    """What a decoder pool offers: the bytes go in, fingerprints of the frames come out, nothing stays."""

    async def look(self, data: bytes) -> Film: ...


async def what_file(
    answer: Answer, asked: str, known: Known, pictures: Pictures, *, named: bool
) -> FileGlance:
    """From the answer to the question for `asked`. `named`: a person named this address as the picture's own.

    A picture at a named address is taken for the one as long as nobody knows what was there.
    """
    if answer.status in _BY_STATUS:
        return _glance(_BY_STATUS[answer.status], answer, asked)
    if answer.status != 200 or not answer.body:
        return _glance(FileSeen.UNKNOWN, answer, asked, answer.trouble or "No file was served.")
    if answer.is_page:
        glance = what_page(answer, asked)
        why = glance.why or "A page came instead of the file."
        return _glance(_PAGE_INSTEAD.get(glance.seen, FileSeen.UNKNOWN), answer, asked, why)
    return await _compared(answer, asked, known, pictures, named=named)


async def _compared(
    answer: Answer, asked: str, known: Known, pictures: Pictures, *, named: bool
) -> FileGlance:
    try:
        film = await pictures.look(answer.body)
    except CouldNotRead as refused:
        return _glance(FileSeen.UNKNOWN, answer, asked, str(refused))
    except DecoderUnavailable:
        return _glance(FileSeen.UNKNOWN, answer, asked, "Pictures cannot be read at the moment.")
    if named and not known.was_seen:
        return FileGlance(FileSeen.SAME, asked, answer.status, len(answer.body), film)
    seen = await asyncio.to_thread(known.judge_film, film)
    return FileGlance(seen, asked, answer.status, len(answer.body), film)


def _glance(seen: FileSeen, answer: Answer, asked: str, why: str = "") -> FileGlance:
    return FileGlance(seen, asked, answer.status, len(answer.body), why=why)
