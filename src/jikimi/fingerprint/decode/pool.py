"""Strangers' pictures and videos to fingerprints, by warm, walled-in workers that are thrown away in time."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from typing import Literal

from jikimi.fingerprint.decode import limits
from jikimi.fingerprint.decode.crew import Crew
from jikimi.fingerprint.decode.crews import Crews
from jikimi.fingerprint.decode.film_kinds import film_kind_of
from jikimi.fingerprint.decode.kinds import HEAD, is_video
from jikimi.fingerprint.decode.protocol import MOMENT, Purpose
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason
from jikimi.fingerprint.decode.slot import Slot
from jikimi.fingerprint.decode.trade import FILMS, PICTURES
from jikimi.fingerprint.decode.worker_process import DecoderUnavailable
from jikimi.fingerprint.film import MOST_MILLISECONDS, Film, still
from jikimi.fingerprint.fingerprint import Fingerprint

__all__ = ["CouldNotRead", "DecoderPool", "DecoderUnavailable", "Reason"]

For = Literal["seen", "protect"]
_PURPOSES = {"seen": Purpose.SEEN, "protect": Purpose.PROTECT}
_FILMS_AHEAD = 2


class DecoderPool(Crews):
    """`processes` workers behind one queue, first come, first served, from any thread or event loop.

    Videos have a queue and workers of their own, at most as many, each started when the first video needs it.
    At most `backlog` pictures (64, or four for each process) wait inside, and two videos for each process;
    further callers wait outside.
    Use as `async with DecoderPool(2) as pool` or, in scripts, `with DecoderPool(2) as pool`.
    """

    def __init__(
        self,
        processes: int = 2,
        *,
        backlog: int | None = None,
        seconds: float = limits.SECONDS_PER_PICTURE,
        pictures_per_worker: int = limits.PICTURES_PER_WORKER,
        seconds_a_film: float = limits.SECONDS_PER_FILM,
    ) -> None:
        backlog = max(64, 4 * processes) if backlog is None else backlog
        if processes < 1 or backlog < processes * PICTURES.depth:
            raise ValueError("A pool needs at least one process, and a backlog of two pictures for each.")
        self._pictures = Crew(
            processes,
            lambda crew: Slot(
                crew.jobs, seconds=seconds, pictures=pictures_per_worker, ended=crew.slot_ended
            ),
        )
        self._films = Crew(
            processes,
            lambda crew: Slot(
                crew.jobs,
                seconds=seconds_a_film,
                pictures=limits.FILMS_PER_WORKER,
                ended=crew.slot_ended,
                trade=FILMS,
            ),
        )
        self._turn = asyncio.Semaphore(backlog)
        self._film_turn = asyncio.Semaphore(_FILMS_AHEAD * processes)
        self._thread_turn = threading.Semaphore(backlog)
        super().__init__(self._pictures, self._films)

    def submit(self, data: bytes, purpose: For = "seen") -> Future[Fingerprint]:
        """Begin with one picture; waits while the backlog is full. For threads, not for event loops."""
        self._thread_turn.acquire()
        future = self._put(self._pictures, data, _PURPOSES[purpose])
        future.add_done_callback(lambda _: self._thread_turn.release())
        return future

    def fingerprint_now(self, data: bytes, purpose: For = "seen") -> Fingerprint:
        """The fingerprint of one picture, for scripts. Errors: CouldNotRead, DecoderUnavailable."""
        return self.submit(data, purpose).result()

    async def fingerprint(self, data: bytes, purpose: For = "seen") -> Fingerprint:
        """The fingerprint of one picture. Errors: CouldNotRead, DecoderUnavailable."""
        async with self._turn:
            return await asyncio.wrap_future(self._put(self._pictures, data, _PURPOSES[purpose]))

    def look_now(self, data: bytes) -> Film:
        """As `look`, for scripts and threads."""
        if film_kind_of(data[:HEAD]):
            waiting: Future[Film] = self._put(self._films, data, Purpose.SEEN_FILM)
            return waiting.result()
        _refuse_other_videos(data)
        return still(self.fingerprint_now(data))

    async def look(self, data: bytes) -> Film:
        """The key frames of a video (MP4, WebM, GIF), each with its second; a picture as a film of one frame.

        Errors: CouldNotRead, DecoderUnavailable.
        """
        if film_kind_of(data[:HEAD]):
            async with self._film_turn:
                return await asyncio.wrap_future(self._put(self._films, data, Purpose.SEEN_FILM))
        _refuse_other_videos(data)
        return still(await self.fingerprint(data))

    async def protect_frame(self, data: bytes, second: float | None) -> Fingerprint:
        """To be protected: what a video shows at about that second; with no second, the picture itself.

        Errors: CouldNotRead, DecoderUnavailable.
        """
        if second is None or not film_kind_of(data[:HEAD]):
            return await self.fingerprint(data, "protect")
        at = max(0, min(round(second * 1000), MOST_MILLISECONDS))
        async with self._film_turn:
            return await asyncio.wrap_future(
                self._put(self._films, data, Purpose.PROTECT_FRAME, before=MOMENT.pack(at))
            )


def _refuse_other_videos(data: bytes) -> None:
    if is_video(data[:HEAD]):
        raise CouldNotRead(Reason.OTHER_VIDEO)
