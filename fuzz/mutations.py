"""Changes to bytes without a fuzzing engine, the same each time: for the ordinary tests."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

_ODD = (0, 1, 2, 3, 8, 9, 24, 25, 64, 127, 128, 254, 255)


def mutations(seeds: Sequence[bytes], count: int, seed: int = 0) -> Iterator[bytes]:
    """The seeds themselves, then `count` changed ones."""
    yield from seeds
    rng = random.Random(seed)
    for _ in range(count):
        data = bytearray(rng.choice(seeds))
        # Most readers know the length beforehand: two of three keep it.
        ways = 3 if rng.random() < 0.67 else 6
        for _ in range(rng.randint(1, 3)):
            _change(data, rng.randrange(ways), rng, seeds)
        yield bytes(data)


def _change(data: bytearray, way: int, rng: random.Random, seeds: Sequence[bytes]) -> None:
    # Many changes are made where headers are.
    at = rng.randrange(min(len(data), 24) or 1) if rng.random() < 0.3 else rng.randrange(len(data) or 1)
    match way:
        case 0:
            data[at : at + 1] = bytes([rng.choice(_ODD)]) * len(data[at : at + 1])
        case 1:
            data[at : at + 2] = rng.randbytes(len(data[at : at + 2]))
        case 2:
            data[at : at + 4] = bytes([rng.choice((0, 255))]) * len(data[at : at + 4])
        case 3:
            del data[at : at + rng.randint(1, 40)]
        case 4:
            data[at:at] = data[at : at + rng.randint(1, 40)]
        case _:
            other = rng.choice(seeds)
            data[at:] = other[rng.randrange(len(other) or 1) :]
