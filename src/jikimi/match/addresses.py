"""Reading rows that lie somewhere in memory, inside compiled loops.

The index of points looks at rows of some hundred thousand photographs, each in a piece of memory of its own.
An address is a whole number; who asks must hold what lies there.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit
from numba.core import types
from numba.extending import intrinsic

from jikimi.match.bits import U64, WORDS, ones

ROW_BYTES = 8 * WORDS


@intrinsic
def word_at(_typing: Any, address: Any) -> Any:
    """The 64-bit word at an address."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        word = builder.load(builder.inttoptr(arguments[0], ir.IntType(64).as_pointer()))
        word.align = 8
        return word

    return types.uint64(types.int64), generate


@intrinsic
def short_at(_typing: Any, address: Any) -> Any:
    """The 16-bit number at an address, from 0."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        short = builder.load(builder.inttoptr(arguments[0], ir.IntType(16).as_pointer()))
        short.align = 2
        return builder.zext(short, ir.IntType(64))

    return types.int64(types.int64), generate


@intrinsic
def ask_for(_typing: Any, address: Any) -> Any:
    """Ask memory for what lies at an address now, so that it is there when its turn comes."""

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        byte, small = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, small, small, small])
        prefetch = builder.module.globals.get("llvm.prefetch.p0i8") or ir.Function(
            builder.module, kind, "llvm.prefetch.p0i8"
        )
        builder.call(prefetch, [builder.inttoptr(arguments[0], byte), small(0), small(3), small(1)])
        return context.get_dummy_value()

    return types.void(types.int64), generate


@njit(cache=True, nogil=True, inline="always")
def apart(row: U64, address: int) -> int:
    """Bits that differ between a row of four words and the one at an address."""
    count = np.uint64(0)
    for word in range(WORDS):
        count += ones(row[word] ^ word_at(address + 8 * word))  # type: ignore[call-arg]
    return np.int64(count)  # type: ignore[return-value]
