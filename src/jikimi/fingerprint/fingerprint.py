"""What is kept of a picture instead of the picture."""

from __future__ import annotations

from dataclasses import dataclass

from jikimi.fingerprint.person import MOST_HEADS, Box
from jikimi.fingerprint.points import Points

PDQ_BYTES = 32
TURNS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """A picture's signals.

    `width` and `height` are those of the canonical picture (longest side 800 at most), in pixels.
    `pdq` holds one PDQ (256 bits) for something seen, or eight (the picture's turns and mirrors, itself
    first) for something protected; `pdq_quality` is Meta's 0-100. `points` are ORB points; `mirrored` those
    of the picture seen in a mirror, only for something protected. `heads` are boxes where people's heads are,
    only for something protected.
    """

    width: int
    height: int
    pdq: tuple[bytes, ...]
    pdq_quality: int
    points: Points
    mirrored: Points | None = None
    heads: tuple[Box, ...] = ()

    def __post_init__(self) -> None:
        if len(self.pdq) not in (1, TURNS) or any(len(p) != PDQ_BYTES for p in self.pdq):
            raise ValueError("A fingerprint holds one PDQ or eight, of 32 bytes each.")
        if len(self.heads) > MOST_HEADS:
            raise ValueError("A fingerprint holds at most eight heads.")
