"""The scan itself: posts in, what was found out, in order and with bounded memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from typing import Protocol

from jikimi.fingerprint.decode.pool import DecoderPool, DecoderUnavailable
from jikimi.fingerprint.decode.sscd_pool import SscdPool
from jikimi.fingerprint.sscd_model import CannotUse, ModelFile
from jikimi.service.plain_errors import CouldNot
from jikimi.service.scan.for_matrix import ForMatrix
from jikimi.service.scan.look import Looked, Looker, OnceMore
from jikimi.service.scan.place import Place, opened
from jikimi.service.scan.protected import Protected, protect_folder
from jikimi.service.scan.second_looks import SecondLooks
from jikimi.service.scan.tally import Tally
from jikimi.service.scan.with_sscd import WithSscd
from jikimi.sources.base import Post, SourceError, SourceUnavailable
from jikimi.watch.in_order import in_order

_WINDOW_PER_PROCESS = 6
_BATCH = 16
_TRIES = 5
_LONGEST_WAIT = 60.0


class Show(Protocol):
    """Whoever tells the helper."""

    def ready(self, protected: Protected, unit: str) -> None: ...
    def looked(self, looked: Looked) -> None: ...
    def progress(self, tally: Tally, share: float | None) -> None: ...
    def waiting(self, why: str, seconds: float) -> None: ...


async def scan(
    place: str,
    photos: Path,
    *,
    processes: int,
    matrix: ForMatrix,
    show: Show,
    tally: Tally,
    sscd_model: Path | None = None,
) -> None:
    """Look through `place`, tell `show` as it goes and count in `tally`, whatever happens.

    Errors: CouldNot and ConfigError, before anything was looked at. What stops it later is in
    `tally.stopped`.
    """
    try:
        file = await asyncio.to_thread(ModelFile.at, sscd_model) if sscd_model else None
        async with AsyncExitStack() as held:
            at = await held.enter_async_context(opened(place, matrix))
            pool = await held.enter_async_context(DecoderPool(processes))
            sscd = await _with_sscd(file, processes, held, tally)
            tally.unit = at.unit
            protected = await protect_folder(photos, pool, sscd)
            tally.photos, tally.refused_photos = len(protected.matcher), protected.refused
            tally.weak_photos = protected.weak
            show.ready(protected, at.unit)
            if not tally.photos:
                raise CouldNot("There is no photo to look for: none of those in --photos could be used.")
            with ThreadPoolExecutor(max(1, processes // 2), "jikimi-match") as threads:
                looker = Looker(pool, protected.matcher, threads, sscd)
                await _look_through(at, looker, processes, show, tally)
    except CannotUse as why:
        raise CouldNot(str(why)) from None
    except DecoderUnavailable as broken:
        raise CouldNot(f"Pictures cannot be read on this machine. {broken}") from None


async def _with_sscd(
    file: ModelFile | None, processes: int, held: AsyncExitStack, tally: Tally
) -> WithSscd | None:
    """SSCD's workers, with the model loaded, until `held` ends. Errors: CannotUse."""
    if file is None:
        return None
    sscd = WithSscd(await held.enter_async_context(SscdPool(file, processes)))
    tally.sscd = sscd.counts
    return sscd


async def _look_through(place: Place, looker: Looker, processes: int, show: Show, tally: Tally) -> None:
    posts = _patiently(place, show)
    window = _WINDOW_PER_PROCESS * processes
    later = SecondLooks(looker, show, tally, window)
    try:
        async with aclosing(in_order(posts, looker.look, window=window, batch=_BATCH)) as looked:
            async for batch in looked:
                for post in batch:
                    tally.posts += 1
                    for file in post:
                        if isinstance(file, OnceMore):
                            later.put(file)
                            continue
                        tally.add(file)
                        show.looked(file)
                if later.is_full:
                    await later.look()
                show.progress(tally, place.share_done(tally.posts))
        await later.look()
    except SourceError as ended:
        tally.stopped = str(ended)
    finally:
        later.give_up()
        tally.hidden = getattr(place.source, "hidden", 0)
        tally.previews += getattr(place.source, "previews", 0)


async def _patiently(place: Place, show: Show) -> AsyncIterator[Post]:
    """The place's posts. One that stops answering midway is asked again from where it stopped."""
    cursor: str | None = None
    tries_left = _TRIES
    while True:
        try:
            async for post in place.source.posts(place.room, cursor):
                yield post
                if post.cursor:
                    cursor, tries_left = post.cursor, _TRIES
            return
        except SourceUnavailable as trouble:
            tries_left -= 1
            if cursor is None or not tries_left:
                raise
            wait = min(trouble.retry_after, _LONGEST_WAIT)
            show.waiting(str(trouble), wait)
            await asyncio.sleep(wait)
