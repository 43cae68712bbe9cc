"""What a match is, in numbers that a person can be shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """`match`: above the measured bar. `look`: the band below it, a person must decide."""

    MATCH = "match"
    LOOK = "look"


class Kind(StrEnum):
    """What was done with the photograph."""

    SAME = "same"
    ALTERED = "altered"
    EMBEDDED = "embedded"


@dataclass(frozen=True, slots=True)
class Transform:
    """How the protected photograph lies in the picture that was seen.

    `turned` is in degrees clockwise, `scale` in seen pixels per protected pixel, `region` is the protected
    photograph's part that was found and `seen_region` where it lies in what was seen: both (left, top,
    right, bottom) as shares of the width and height, 0 to 1.
    """

    turned: float
    mirrored: bool
    scale: float
    region: tuple[float, float, float, float]
    seen_region: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Match:
    """One protected photograph found in one picture.

    `key` is whatever the bank was given for the photograph. `signals` holds what each signal said:
    `pdq_distance` (bits, 0-256) where PDQ found it; `score`, `inliers`, `support` (points), `residual`
    (pixels), `on_heads` and `photographed` (shares of points) where geometry was verified; `sscd` (a cosine)
    where SSCD had proposed it, which no verdict rests on. `transform` is None, and `region_map` empty, where
    only PDQ spoke.
    `region_map` says of the photograph's 6 x 6 cells, row by row, whether they are k(ept), r(eplaced),
    o(utside what was seen) or ? (too little in them to know).
    """

    key: str
    verdict: Verdict
    kind: Kind
    signals: dict[str, float]
    transform: Transform | None
    region_map: str = ""
