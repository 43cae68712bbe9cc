"""Counting bits inside compiled loops."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import njit
from numba.core import types
from numba.extending import intrinsic
from numba.np import arrayobj

U64 = npt.NDArray[np.uint64]
WORDS = 4
"""64-bit words in 256 bits."""


@intrinsic
def ones(_typing: Any, word: Any) -> Any:
    """How many bits of a 64-bit word are set, in one machine instruction."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


@intrinsic
def fetch_ahead(_typing: Any, rows: Any, at: Any) -> Any:
    """Ask memory for `rows[at]` of a contiguous array now, so that it is there when its turn comes."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = arrayobj.make_array(signature.args[0])(  # type: ignore[no-untyped-call]
            context, builder, arguments[0]
        )
        place = builder.mul(arguments[1], builder.extract_value(array.strides, 0))
        byte = ir.IntType(8).as_pointer()
        address = builder.gep(builder.bitcast(array.data, byte), [place])
        small = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, small, small, small])
        prefetch = builder.module.globals.get("llvm.prefetch.p0i8") or ir.Function(
            builder.module, kind, "llvm.prefetch.p0i8"
        )
        builder.call(prefetch, [address, small(0), small(3), small(1)])
        return context.get_dummy_value()

    return types.void(rows, types.intp), generate


@njit(cache=True, nogil=True, inline="always")
def differing(one: U64, other: U64) -> int:
    """Bits that differ between two rows of four words."""
    count = np.uint64(0)
    for word in range(WORDS):
        count += ones(one[word] ^ other[word])  # type: ignore[call-arg]
    return np.int64(count)  # type: ignore[return-value]


def as_words(rows: npt.NDArray[np.uint8]) -> U64:
    """(n, 32) bytes as (n, 4) words."""
    return np.ascontiguousarray(rows).view(np.uint64).reshape(-1, WORDS)
