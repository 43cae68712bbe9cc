"""Supporters of a transform are those that comparing each protected point with each seen one gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jikimi.fingerprint.points import Points
from jikimi.match.support import F64, FARTHEST, FINEST, MOST_DEGREES, REACH, SIZE_RATIO, Seen


def _one_by_one(protected: Points, seen: Seen, model: F64) -> dict[int, tuple[int, int]]:
    """Protected point -> its copy and the bits between: the nearest, of equals the first, each given once to
    the protected point that it is nearest to, of equals the first."""
    scale = float(np.sqrt(abs(np.linalg.det(model[:, :2]))))
    turn = float(np.degrees(np.arctan2(model[1, 0], model[0, 0])))
    best: dict[int, tuple[int, int]] = {}
    for point, (x, y) in enumerate(protected.xy @ model[:, :2].T + model[:, 2]):
        reach = REACH * max(1.0, scale * protected.size[point] / FINEST)
        near = (seen.xy[:, 0] - x) ** 2 + (seen.xy[:, 1] - y) ** 2 <= reach**2
        ratio = seen.size / (protected.size[point] * scale)
        near &= (ratio <= SIZE_RATIO) & (ratio * SIZE_RATIO >= 1)
        off = (seen.angle - protected.angle[point] - turn + 540.0) % 360.0 - 180.0
        near &= np.abs(off) <= MOST_DEGREES
        differ = np.bitwise_count(seen.descriptors ^ protected.descriptors[point]).sum(axis=1)
        near &= differ <= FARTHEST
        if near.any():
            copy = int(np.argmin(np.where(near, differ, 999)))
            best[point] = copy, int(differ[copy])
    given: dict[int, int] = {}
    for point, (copy, bits) in best.items():
        if copy not in given or bits < best[given[copy]][1]:
            given[copy] = point
    return {point: best[point] for point in given.values()}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.2, 0.9, 1.0, 3.0]), st.sampled_from([0.0, 14.0, -80.0]))
def test_as_comparing_each_with_each(seed: int, scale: float, turn: float) -> None:
    rng = np.random.default_rng(seed)
    n = 60
    xy = rng.uniform(0, 400, (n, 2))
    descriptors = rng.integers(0, 256, (n, 32), np.uint8)
    size = 31 * 1.2 ** rng.integers(0, 8, n)
    angle = rng.uniform(0, 360, n)
    protected = Points(xy.astype(np.float32), size.astype(np.float32), angle.astype(np.float32), descriptors)
    cos, sin = scale * np.cos(np.radians(turn)), scale * np.sin(np.radians(turn))
    model = np.array([[cos, -sin, 30.0], [sin, cos, -70.0]])
    several = np.repeat(np.arange(n), 4)
    moved = (xy @ model[:, :2].T + model[:, 2])[several] + rng.normal(0, 3, (4 * n, 2))
    flips = np.packbits(rng.random((4 * n, 256)) < 0.02 * rng.integers(0, 9, (4 * n, 1)), axis=1)
    flips[::3] = flips[1::3]  # so that some are as near as others
    seen = Seen(
        Points(
            moved.astype(np.float32),
            (size[several] * scale).astype(np.float32),
            ((angle[several] + turn + rng.uniform(-30, 30, 4 * n)) % 360).astype(np.float32),
            descriptors[several] ^ flips,
        )
    )
    which, copies, bits = seen.supports(protected, model)
    told = {p: (c, b) for p, c, b in zip(which.tolist(), copies.tolist(), bits.tolist(), strict=True)}
    expected = _one_by_one(protected, seen, model)
    assert told == expected
    assert len(told) > n // 3


def test_a_transform_that_is_none_supports_nothing() -> None:
    rng = np.random.default_rng(1)
    points = Points(
        rng.uniform(0, 400, (9, 2)).astype(np.float32),
        np.full(9, 31, np.float32),
        np.zeros(9, np.float32),
        rng.integers(0, 256, (9, 32), np.uint8),
    )
    for nonsense in (np.nan, np.inf, 1e300):
        assert not len(Seen(points).supports(points, np.full((2, 3), nonsense))[0])
