"""Harris' measure of a corner, as OpenCV's ORB takes it: from the slopes of the 7 x 7 pixels around."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import float32, int32, int64, njit, uint8
from numba.core import types
from numba.extending import intrinsic

from jikimi.fingerprint.points import U8
from jikimi.fingerprint.vectors import load, place_of, store

I32 = npt.NDArray[np.int32]

REACH = 3
SHARE = np.float32(0.04)
SCALE = np.float32(1) / np.float32(4 * 7 * 255.0)
SCALE_4 = SCALE * SCALE * SCALE * SCALE

_ROW = 8
"""Pixels looked at together; the last of them does not count."""

_BYTES = ir.VectorType(ir.IntType(8), _ROW)
_WORDS = ir.VectorType(ir.IntType(32), _ROW)
_COUNTS = ir.Constant(_WORDS, [-1] * (_ROW - 1) + [0])


@intrinsic
def _slopes(_typing: Any, pixels: Any, at: Any, stride: Any, sums: Any) -> Any:
    """Into `sums` (3), over the 7 x 7 pixels around place `at`: Sobel's slope across squared, that down
    squared, and one times the other."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kinds = signature.args

        def row(y: int, x: int) -> Any:
            step = builder.mul(arguments[2], ir.IntType(64)(y))
            place = builder.add(builder.add(arguments[1], step), ir.IntType(64)(x - REACH))
            where = place_of(context, builder, kinds[0], arguments[0], place, _BYTES)
            return builder.zext(load(builder, where), _WORDS)

        def smooth(one: Any, middle: Any, other: Any) -> Any:
            return builder.add(builder.add(one, other), builder.add(middle, middle))

        rows = [[row(y, x) for x in (-1, 0, 1)] for y in range(-REACH - 1, REACH + 2)]
        rising = [builder.sub(right, left) for left, _, right in rows]
        smoothed = [smooth(left, middle, right) for left, middle, right in rows]
        totals: list[Any] = [None, None, None]
        for y in range(1, len(rows) - 1):
            across = builder.and_(smooth(rising[y - 1], rising[y], rising[y + 1]), _COUNTS)
            down = builder.sub(smoothed[y + 1], smoothed[y - 1])
            for number, (one, other) in enumerate(((across, across), (down, down), (across, down))):
                product = builder.mul(one, other)
                before = totals[number]
                totals[number] = product if before is None else builder.add(before, product)
        totals[1] = builder.and_(totals[1], _COUNTS)
        name = f"llvm.vector.reduce.add.v{_ROW}i32"
        added = builder.module.globals.get(name) or ir.Function(
            builder.module, ir.FunctionType(ir.IntType(32), [_WORDS]), name
        )
        for number, total in enumerate(totals):
            place = place_of(context, builder, kinds[3], arguments[3], ir.IntType(64)(number), ir.IntType(32))
            store(builder, builder.call(added, [total]), place, 4)
        return context.get_dummy_value()

    return types.void(pixels, types.intp, types.intp, sums), generate


@njit(float32(uint8[::1], int64, int64, int32[::1]), cache=True, nogil=True)
def harris(pixels: U8, at: int, stride: int, sums: I32) -> np.float32:
    """How much of a corner the pixel at that place is. `sums` is room for three numbers."""
    _slopes(pixels, at, stride, sums)  # type: ignore[call-arg]
    a, b, c = np.float32(sums[0]), np.float32(sums[1]), np.float32(sums[2])
    return (a * b - c * c - SHARE * (a + b) * (a + b)) * SCALE_4
