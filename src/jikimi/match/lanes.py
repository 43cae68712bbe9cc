"""Many small numbers compared at once inside compiled loops."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic
from numba.np import arrayobj

LANES = 32
"""16-bit numbers looked at together: what one line of the processor's cache holds."""

_MANY = ir.VectorType(ir.IntType(16), LANES)


def _in_every_lane(builder: Any, value: Any) -> Any:
    """The low 16 bits of a number, in each lane."""
    unset, places = ir.Constant(_MANY, ir.Undefined), ir.VectorType(ir.IntType(32), LANES)
    one = builder.insert_element(unset, builder.trunc(value, ir.IntType(16)), ir.IntType(32)(0))
    return builder.shuffle_vector(one, unset, ir.Constant(places, [0] * LANES))


@intrinsic
def alike(_typing: Any, rows: Any, at: Any, asked: Any, most: Any) -> Any:
    """Which of the 32 numbers of `rows` (16 bits each) from place `at` on differ from `asked` by at most
    `most` bits: one bit each, the first one's lowest. The array must be as long as that."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = arrayobj.make_array(signature.args[0])(  # type: ignore[no-untyped-call]
            context, builder, arguments[0]
        )
        address = builder.gep(array.data, [arguments[1]])
        numbers = builder.load(builder.bitcast(address, _MANY.as_pointer()))
        numbers.align = 2
        name = f"llvm.ctpop.v{LANES}i16"
        count = builder.module.globals.get(name) or ir.Function(
            builder.module, ir.FunctionType(_MANY, [_MANY]), name
        )
        apart = builder.call(count, [builder.xor(numbers, _in_every_lane(builder, arguments[2]))])
        near = builder.icmp_unsigned("<=", apart, _in_every_lane(builder, arguments[3]))
        return builder.zext(builder.bitcast(near, ir.IntType(LANES)), ir.IntType(64))

    return types.uint64(rows, types.intp, types.intp, types.intp), generate


SIDE_BY_SIDE = 8
"""Rows of 256 bits compared with one at a time: a line of the cache for each of their four words."""

_WORDS = ir.VectorType(ir.IntType(64), SIDE_BY_SIDE)


@intrinsic
def two_lowest(  # noqa: PLR0917
    _typing: Any, columns: Any, at: Any, length: Any, asked: Any, row: Any, kept: Any
) -> Any:
    """Compares row `row` of `asked` (n, 4) with eight others, whose words lie in four `columns` of `length`
    each from place `at` on. A key is the bits between, times 65536, plus the place. `kept` holds, lane by
    lane, the lowest key so far (8) and the next one (8)."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        wide = ir.IntType(64)

        def held(number: int, place: Any, kind: Any = _WORDS) -> Any:
            array = arrayobj.make_array(signature.args[number])(  # type: ignore[no-untyped-call]
                context, builder, arguments[number]
            )
            return builder.bitcast(builder.gep(array.data, [place]), kind.as_pointer())

        def everywhere(value: Any) -> Any:
            unset, places = ir.Constant(_WORDS, ir.Undefined), ir.VectorType(ir.IntType(32), SIDE_BY_SIDE)
            one = builder.insert_element(unset, value, ir.IntType(32)(0))
            return builder.shuffle_vector(one, unset, ir.Constant(places, [0] * SIDE_BY_SIDE))

        def called(name: str, *given: Any) -> Any:
            full = f"llvm.{name}.v{SIDE_BY_SIDE}i64"
            function = builder.module.globals.get(full) or ir.Function(
                builder.module, ir.FunctionType(_WORDS, [_WORDS] * len(given)), full
            )
            return builder.call(function, given)

        bits = None
        for word in range(4):
            place = builder.add(arguments[1], builder.mul(arguments[2], wide(word)))
            others = builder.load(held(0, place))
            others.align = 8
            own = builder.load(held(3, builder.add(builder.mul(arguments[4], wide(4)), wide(word)), wide))
            apart = called("ctpop", builder.xor(others, everywhere(own)))
            bits = apart if bits is None else builder.add(bits, apart)
        places = builder.add(everywhere(arguments[1]), ir.Constant(_WORDS, list(range(SIDE_BY_SIDE))))
        keys = builder.or_(builder.shl(bits, ir.Constant(_WORDS, [16] * SIDE_BY_SIDE)), places)
        first, next_one = held(5, wide(0)), held(5, wide(SIDE_BY_SIDE))
        lowest_so_far, next_so_far = builder.load(first), builder.load(next_one)
        lowest_so_far.align = next_so_far.align = 8
        loser = called("umax", lowest_so_far, keys)
        builder.store(called("umin", lowest_so_far, keys), first).align = 8
        builder.store(called("umin", next_so_far, loser), next_one).align = 8
        return context.get_dummy_value()

    return types.void(columns, types.intp, types.intp, asked, types.intp, kept), generate


@intrinsic
def lowest(_typing: Any, _word: Any) -> Any:
    """The place of the lowest set bit of a 64-bit word that is not zero."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.IntType(1)(1))

    return types.intp(types.uint64), generate
