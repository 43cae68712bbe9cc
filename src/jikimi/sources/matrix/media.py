"""The bytes of one file, through the homeserver that showed it, as a stream with a bound."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

from jikimi.net.errors import FetchFailed, FetchRefused, FetchTooLarge
from jikimi.net.response import FetchResponse
from jikimi.sources.base import ByteStream, MediaGone, SourceError, SourceRefused, SourceUnavailable
from jikimi.sources.matrix.answer import Answer, read_json
from jikimi.sources.matrix.client import HomeserverClient, Waits
from jikimi.sources.matrix.ids import read_mxc
from jikimi.sources.matrix.refusals import need_account

MIB: Final = 1024 * 1024
# The second is what servers had before files were kept for accounts; a server knows at least one of them.
PLACES: Final = ("/_matrix/client/v1/media/download", "/_matrix/media/v3/download")
# A file may be announced before it is there. The server need not wait for it: we come again.
_QUERY: Final = {"timeout_ms": "1000"}
_LONGEST_REFUSAL: Final = 64 * 1024


class FileTooLarge(SourceRefused):
    """It is served, but larger than we read."""


@asynccontextmanager
async def open_media(
    clients: Sequence[HomeserverClient], mxc: str, max_bytes: int
) -> AsyncIterator[AsyncIterator[bytes]]:
    """The file from the first of `clients` that serves it.

    Errors: MediaGone (none serves it any more), SourceRefused, SourceUnavailable; while reading:
    SourceRefused past `max_bytes`, SourceUnavailable where the connection breaks.
    """
    named = read_mxc(mxc)
    if named is None or not clients:
        raise SourceRefused("This is not the address of a Matrix file that we may read.")
    async with AsyncExitStack() as stack:
        yield _bounded(await _first_served(stack, clients, "/".join(named), max_bytes), max_bytes)


def refusing(sentence: str) -> Callable[[], ByteStream]:
    """Stands for a file that cannot be had at all."""

    @asynccontextmanager
    async def open_nothing() -> AsyncIterator[AsyncIterator[bytes]]:
        raise SourceRefused(sentence)
        yield

    return open_nothing


async def _first_served(
    stack: AsyncExitStack, clients: Sequence[HomeserverClient], name: str, max_bytes: int
) -> FetchResponse:
    troubles: list[SourceError] = []
    for client in clients:
        try:
            return await _served(stack, client, name, max_bytes)
        except SourceError as trouble:
            troubles.append(trouble)
    # "Not now" from one server outweighs "not here" from another.
    raise next((trouble for trouble in troubles if isinstance(trouble, SourceUnavailable)), troubles[-1])


async def _served(
    stack: AsyncExitStack, client: HomeserverClient, name: str, max_bytes: int
) -> FetchResponse:
    answer = Answer(0, {})
    needs_account = False
    for place in PLACES:
        served, answer = await ask_for_file(stack, client, f"{place}/{name}", max_bytes)
        if served is not None:
            return served
        needs_account = needs_account or answer.status == 401
        if answer.errcode == "M_NOT_FOUND" and not needs_account:
            raise MediaGone("This file is not served (any more).")
    if needs_account:
        raise need_account(client)
    raise SourceRefused(f"The homeserver does not give this file ({answer.words}).")


async def ask_for_file(
    stack: AsyncExitStack, client: HomeserverClient, path: str, max_bytes: int
) -> tuple[FetchResponse | None, Answer]:
    """The open answer if it is the file, else None; and what the server said.

    Errors: SourceUnavailable, SourceRefused (larger than `max_bytes`, or not to be asked).
    """
    waits = Waits(client.patience)
    while True:
        attempt = AsyncExitStack()
        try:
            async with attempt:
                response = await attempt.enter_async_context(
                    client.fetcher.stream(
                        "GET", client.url(path, _QUERY), headers=client.headers, max_bytes=max_bytes
                    )
                )
                if response.status == 200:
                    stack.push_async_exit(attempt.pop_all())
                    return response, Answer(200, {})
                answer = await _refusal(response)
        except FetchTooLarge:
            raise _too_large(max_bytes) from None
        except FetchRefused as refused:
            raise SourceRefused(str(refused)) from None
        except FetchFailed:
            await waits.stumbled()
            continue
        if answer.errcode == "M_NOT_YET_UPLOADED":
            raise SourceUnavailable("The file was announced but is not there yet.", retry_after=30.0)
        if answer.status == 429:
            await waits.told_to_wait(answer.retry_after)
        elif answer.status >= 500 or answer.status < 400:
            await waits.stumbled()
        else:
            return None, answer


async def _refusal(response: FetchResponse) -> Answer:
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > _LONGEST_REFUSAL:
            break
    said = read_json(bytes(body))
    return Answer(
        response.status, said if isinstance(said, dict) else {}, response.headers.get("retry-after", "")
    )


async def _bounded(response: FetchResponse, max_bytes: int) -> AsyncIterator[bytes]:
    try:
        async for piece in response.aiter_bytes():
            yield piece
    except FetchTooLarge:
        raise _too_large(max_bytes) from None
    except FetchFailed:
        raise SourceUnavailable("The homeserver broke off in the middle of the file.") from None


def _too_large(max_bytes: int) -> FileTooLarge:
    return FileTooLarge(f"The file is larger than {max_bytes // MIB} MB, so it was not read.")
