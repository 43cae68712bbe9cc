"""Strangers' pictures to SSCD's vectors, by workers of their own behind the same walls."""

from __future__ import annotations

import asyncio

from jikimi.fingerprint.decode import limits
from jikimi.fingerprint.decode.crew import Crew
from jikimi.fingerprint.decode.crews import Crews
from jikimi.fingerprint.decode.protocol import Purpose
from jikimi.fingerprint.decode.slot import Slot
from jikimi.fingerprint.decode.trade import sscd
from jikimi.fingerprint.decode.worker_process import DecoderUnavailable
from jikimi.fingerprint.sscd_model import CannotUse, ModelFile
from jikimi.fingerprint.sscd_vectors import Vectors

_AHEAD = 4
"""Pictures that may wait for each process."""


class SscdPool(Crews):
    """`processes` workers, each with the model loaded. Use as `async with SscdPool(file, 2) as pool`."""

    def __init__(
        self, file: ModelFile, processes: int = 1, *, seconds: float = limits.SECONDS_PER_SSCD
    ) -> None:
        trade = sscd(str(file.path), file.sha256.hex())
        self._crew = Crew(
            processes,
            lambda crew: Slot(
                crew.jobs,
                seconds=seconds,
                pictures=limits.PICTURES_PER_WORKER,
                ended=crew.slot_ended,
                trade=trade,
            ),
        )
        self._turn = asyncio.Semaphore(_AHEAD * processes)
        super().__init__(self._crew)

    def start(self) -> None:
        """Wait until every worker has the model loaded. Errors: CannotUse."""
        try:
            super().start()
        except DecoderUnavailable as failed:
            raise CannotUse(str(failed)) from None

    async def vectors(self, data: bytes) -> Vectors:
        """Of one picture; of an animation, of its first frame. Errors: CouldNotRead, DecoderUnavailable."""
        async with self._turn:
            return await asyncio.wrap_future(self._put(self._crew, data, Purpose.SEEN))

    def vectors_now(self, data: bytes) -> Vectors:
        """As `vectors`, for scripts and threads."""
        found: Vectors = self._put(self._crew, data, Purpose.SEEN).result()
        return found
