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


@intrinsic
def lowest(_typing: Any, _word: Any) -> Any:
    """The place of the lowest set bit of a 64-bit word that is not zero."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.IntType(1)(1))

    return types.intp(types.uint64), generate
