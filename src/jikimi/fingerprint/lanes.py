"""Many pixels at once inside compiled loops: what the processor does to a whole line of its cache.

Each function here becomes a handful of machine instructions. Arrays are flat and must reach LANES pixels
beyond what is asked for.
"""

from __future__ import annotations

from typing import Any

import cv2
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from jikimi.fingerprint.vectors import (
    BYTES,
    FEW_BYTES,
    FEW_LANES,
    FLOATS,
    LANES,
    SHORTS,
    WORDS,
    everywhere,
    load,
    pairwise,
    place_of,
    store,
    the_same,
)

TAPS = 9
"""Pixels side by side on which one pixel of 32 that are made together may rest."""

BLUR = tuple(float(weight) for weight in cv2.getGaussianKernel(7, 2, cv2.CV_32F)[:4, 0])
"""The weights of ORB's blur, from the rim to the middle."""

CIRCLE = (
    (0, 3), (1, 3), (2, 2), (3, 1), (3, 0), (3, -1), (2, -2), (1, -3),
    (0, -3), (-1, -3), (-2, -2), (-3, -1), (-3, 0), (-3, 1), (-2, 2), (-1, 3),
)  # fmt: skip
"""x, y of the 16 pixels around one that FAST compares with it."""

HALF_ROWS = (15, 15, 15, 15, 14, 14, 14, 13, 13, 12, 11, 10, 9, 8, 6, 3)
"""Half the width of the disc of 31 pixels by which a point's direction is found, from its middle row on."""


@intrinsic
def corner_scores(  # noqa: PLR0917
    _typing: Any, pixels: Any, at: Any, stride: Any, bar: Any, scores: Any, to: Any
) -> Any:
    """FAST's scores of the 64 pixels from place `at` of rows `stride` long, written to `scores` from `to` on.

    A pixel's score is the most by which nine neighbours on its circle are all brighter than it, or all
    darker; 0 where that is `bar` grey levels or less. (OpenCV counts one less, which changes no order.)
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kinds = signature.args
        least, most, less = (pairwise(builder, name) for name in ("umin", "umax", "usub.sat"))
        bar_everywhere = everywhere(builder, arguments[3], BYTES)
        middle = load(builder, place_of(context, builder, kinds[0], arguments[0], arguments[1], BYTES))

        def around(number: int) -> Any:
            x, y = CIRCLE[number]
            step = builder.mul(arguments[2], ir.IntType(64)(y))
            place = builder.add(builder.add(arguments[1], step), ir.IntType(64)(x))
            return load(builder, place_of(context, builder, kinds[0], arguments[0], place, BYTES))

        def reaches(levels: list[Any]) -> Any:
            """Of nine neighbours in a row at least one lies in each opposite pair."""
            pairs = least(most(levels[0], levels[2]), most(levels[1], levels[3]))
            return builder.icmp_unsigned(">", pairs, bar_everywhere)

        quarters = [around(number) for number in (0, 4, 8, 12)]
        hopeful = builder.or_(
            reaches([less(one, middle) for one in quarters]), reaches([less(middle, one) for one in quarters])
        )
        some = builder.icmp_unsigned("!=", builder.bitcast(hopeful, ir.IntType(LANES)), ir.IntType(LANES)(0))
        target = place_of(context, builder, kinds[4], arguments[4], arguments[5], BYTES)
        store(builder, the_same(BYTES, 0), target)
        with builder.if_then(some):
            circle = [around(number) for number in range(16)]

            def nine_in_a_row(low: Any, high: Any) -> Any:
                """The highest level that nine neighbours in a row reach (or the other way round)."""
                best = None
                two = {k: low(circle[k], circle[(k + 1) % 16]) for k in range(1, 16, 2)}
                four = {k: low(two[k], two[(k + 2) % 16]) for k in two}
                for k, begun in four.items():
                    eight = low(begun, four[(k + 4) % 16])
                    nine = low(eight, high(circle[k - 1], circle[(k + 8) % 16]))
                    best = nine if best is None else high(best, nine)
                return best

            brighter = less(nine_in_a_row(least, most), middle)
            darker = less(middle, nine_in_a_row(most, least))
            score = most(brighter, darker)
            is_corner = builder.icmp_unsigned(">", score, bar_everywhere)
            store(builder, builder.select(is_corner, score, the_same(BYTES, 0)), target)
        return context.get_dummy_value()

    return types.void(pixels, types.intp, types.intp, types.intp, scores, types.intp), generate


@intrinsic
def peaks(_typing: Any, scores: Any, above: Any, at: Any, below: Any) -> Any:
    """Which of the 64 scores from place `at` on are higher than all eight around them: one bit each, the
    first one's lowest. `above` and `below` are the places of the same columns in the neighbouring rows."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        most = pairwise(builder, "umax")

        def row(start: Any, shift: int) -> Any:
            place = builder.add(start, ir.IntType(64)(shift))
            return load(builder, place_of(context, builder, signature.args[0], arguments[0], place, BYTES))

        own = row(arguments[2], 0)
        around = most(row(arguments[2], -1), row(arguments[2], 1))
        for start in (arguments[1], arguments[3]):
            for shift in (-1, 0, 1):
                around = most(around, row(start, shift))
        return builder.bitcast(builder.icmp_unsigned(">", own, around), ir.IntType(64))

    return types.uint64(scores, types.intp, types.intp, types.intp), generate


@intrinsic
def blur_across(_typing: Any, pixels: Any, at: Any, sums: Any, to: Any) -> Any:
    """32 weighted sums of seven pixels side by side, the first from `at` to `at` + 6, written to `sums`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        def column(shift: int) -> Any:
            place = builder.add(arguments[1], ir.IntType(64)(shift))
            where = place_of(context, builder, signature.args[0], arguments[0], place, FEW_BYTES)
            return builder.zext(load(builder, where), WORDS)

        total = _weighed(builder, [column(shift) for shift in range(7)], builder.add, in_floats=False)
        where = place_of(context, builder, signature.args[2], arguments[2], arguments[3], FLOATS)
        store(builder, total, where, 4)
        return context.get_dummy_value()

    return types.void(pixels, types.intp, sums, types.intp), generate


@intrinsic
def blur_down(_typing: Any, sums: Any, at: Any, stride: Any, pixels: Any, to: Any) -> Any:
    """32 blurred pixels from seven rows of sums, the first from place `at` on, rows `stride` apart."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        def row(number: int) -> Any:
            place = builder.add(arguments[1], builder.mul(arguments[2], ir.IntType(64)(number)))
            where = place_of(context, builder, signature.args[0], arguments[0], place, FLOATS)
            return load(builder, where, 4)

        total = _weighed(builder, [row(number) for number in range(7)], builder.fadd, in_floats=True)
        near = builder.fadd(total, the_same(FLOATS, 0.5))
        rounded = builder.trunc(builder.fptosi(near, WORDS), FEW_BYTES)
        where = place_of(context, builder, signature.args[3], arguments[3], arguments[4], FEW_BYTES)
        store(builder, rounded, where)
        return context.get_dummy_value()

    return types.void(sums, types.intp, types.intp, pixels, types.intp), generate


def _weighed(builder: Any, seven: list[Any], plus: Any, *, in_floats: bool) -> Any:
    """The sum of seven vectors as the Gaussian weighs them, in floats."""
    total = None
    for place in (3, 2, 1, 0):
        both = seven[3] if place == 3 else plus(seven[place], seven[6 - place])
        as_floats = both if in_floats else builder.sitofp(both, FLOATS)
        weighed = builder.fmul(as_floats, the_same(FLOATS, BLUR[place]))
        total = weighed if total is None else builder.fadd(total, weighed)
    return total


@intrinsic
def shrink_across(  # noqa: PLR0917
    _typing: Any, pixels: Any, at: Any, weights: Any, weights_at: Any, sums: Any, to: Any
) -> Any:
    """32 pixels of a narrower row: of the pixels from `at` on, `TAPS` neighbours, weighed in 256ths."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kinds = signature.args
        total = None
        for tap in range(TAPS):
            place = builder.add(arguments[1], ir.IntType(64)(tap))
            few = load(builder, place_of(context, builder, kinds[0], arguments[0], place, FEW_BYTES))
            place = builder.add(arguments[3], ir.IntType(64)(tap * FEW_LANES))
            weight = load(builder, place_of(context, builder, kinds[2], arguments[2], place, SHORTS), 2)
            weighed = builder.mul(builder.zext(few, SHORTS), weight)
            total = weighed if total is None else builder.add(total, weighed)
        store(builder, total, place_of(context, builder, kinds[4], arguments[4], arguments[5], SHORTS), 2)
        return context.get_dummy_value()

    return types.void(pixels, types.intp, weights, types.intp, sums, types.intp), generate


@intrinsic
def shrink_down(  # noqa: PLR0917
    _typing: Any, sums: Any, one: Any, other: Any, share: Any, pixels: Any, to: Any
) -> Any:
    """32 pixels between two rows of sums: `share` of 256 of the other one."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kinds = signature.args
        total = the_same(WORDS, 1 << 15)
        rest = builder.sub(ir.IntType(64)(256), arguments[3])
        for place, part in ((arguments[1], rest), (arguments[2], arguments[3])):
            row = load(builder, place_of(context, builder, kinds[0], arguments[0], place, SHORTS), 2)
            weight = everywhere(builder, part, WORDS)
            total = builder.add(total, builder.mul(builder.zext(row, WORDS), weight))
        rounded = builder.trunc(builder.lshr(total, the_same(WORDS, 16)), FEW_BYTES)
        store(builder, rounded, place_of(context, builder, kinds[4], arguments[4], arguments[5], FEW_BYTES))
        return context.get_dummy_value()

    return types.void(sums, types.intp, types.intp, types.intp, pixels, types.intp), generate


@intrinsic
def darker(_typing: Any, ones: Any, others: Any, at: Any) -> Any:
    """Which of 64 pixels are darker than 64 others: one bit each, the first one's lowest."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        one, other = (
            load(builder, place_of(context, builder, kind, array, arguments[2], BYTES))
            for kind, array in zip(signature.args[:2], arguments[:2], strict=True)
        )
        return builder.bitcast(builder.icmp_unsigned("<", one, other), ir.IntType(64))

    return types.uint64(ones, others, types.intp), generate


@intrinsic
def balance(_typing: Any, pixels: Any, middle: Any, stride: Any, sums: Any) -> Any:
    """Into `sums` (2): the pixels of a disc of 31, each times how far right it lies of the middle, and each
    times how far below."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kinds, radius = signature.args, len(HALF_ROWS) - 1
        columns, heights = the_same(SHORTS, 0), the_same(SHORTS, 0)
        for y in range(-radius, radius + 1):
            step = builder.mul(arguments[2], ir.IntType(64)(y))
            place = builder.add(builder.add(arguments[1], step), ir.IntType(64)(-radius))
            row = load(builder, place_of(context, builder, kinds[0], arguments[0], place, FEW_BYTES))
            inside = [-1 if abs(x - radius) <= HALF_ROWS[abs(y)] else 0 for x in range(FEW_LANES)]
            levels = builder.zext(builder.and_(row, ir.Constant(FEW_BYTES, inside)), SHORTS)
            columns = builder.add(columns, levels)
            heights = builder.add(heights, builder.mul(levels, the_same(SHORTS, y)))
        lies_at = ir.Constant(WORDS, [x - radius for x in range(FEW_LANES)])
        across = builder.mul(builder.zext(columns, WORDS), lies_at)
        for number, vector in enumerate((across, builder.sext(heights, WORDS))):
            name = f"llvm.vector.reduce.add.v{FEW_LANES}i32"
            total = builder.module.globals.get(name) or ir.Function(
                builder.module, ir.FunctionType(ir.IntType(32), [WORDS]), name
            )
            place = place_of(context, builder, kinds[3], arguments[3], ir.IntType(64)(number), ir.IntType(32))
            builder.store(builder.call(total, [vector]), place)
        return context.get_dummy_value()

    return types.void(pixels, types.intp, types.intp, sums), generate


@intrinsic
def lowest(_typing: Any, _word: Any) -> Any:
    """The place of the lowest set bit of a 64-bit word that is not zero."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.IntType(1)(1))

    return types.intp(types.uint64), generate
