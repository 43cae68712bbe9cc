"""Vectors of numbers inside compiled loops: loaded, stored and filled.

LLVM splits them for processors that are less wide.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba.np import arrayobj

LANES = 64
"""Pixels looked at together for corners."""

FEW_LANES = 32
"""Pixels blurred or shrunk together."""

BYTES = ir.VectorType(ir.IntType(8), LANES)
FEW_BYTES = ir.VectorType(ir.IntType(8), FEW_LANES)
SHORTS = ir.VectorType(ir.IntType(16), FEW_LANES)
WORDS = ir.VectorType(ir.IntType(32), FEW_LANES)
FLOATS = ir.VectorType(ir.FloatType(), FEW_LANES)


def place_of(  # noqa: PLR0917
    context: Any, builder: Any, kind: Any, array: Any, at: Any, vector: Any
) -> Any:
    held = arrayobj.make_array(kind)(context, builder, array)  # type: ignore[no-untyped-call]
    return builder.bitcast(builder.gep(held.data, [at]), vector.as_pointer())


def load(builder: Any, place: Any, align: int = 1) -> Any:
    loaded = builder.load(place)
    loaded.align = align
    return loaded


def store(builder: Any, value: Any, place: Any, align: int = 1) -> None:
    builder.store(value, place).align = align


def pairwise(builder: Any, name: str) -> Callable[[Any, Any], Any]:
    """One of LLVM's functions of two vectors of bytes, such as umin."""
    full = f"llvm.{name}.v{LANES}i8"
    called = builder.module.globals.get(full) or ir.Function(
        builder.module, ir.FunctionType(BYTES, [BYTES, BYTES]), full
    )
    return lambda one, other: builder.call(called, [one, other])


def the_same(vector: Any, value: float) -> Any:
    return ir.Constant(vector, [value] * vector.count)


def everywhere(builder: Any, value: Any, vector: Any) -> Any:
    """The low bits of a number, in each lane."""
    unset, places = ir.Constant(vector, ir.Undefined), ir.VectorType(ir.IntType(32), vector.count)
    one = builder.insert_element(unset, builder.trunc(value, vector.element), ir.IntType(32)(0))
    return builder.shuffle_vector(one, unset, ir.Constant(places, [0] * vector.count))
