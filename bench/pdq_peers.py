"""Other indexes of PDQs, on one core: FAISS' exhaustive one, and the one that platforms use."""

from __future__ import annotations

import importlib.util
import time
from typing import Any

from bench.pdq_banks import FARTHEST, Asked
from jikimi.match.bits import U64

SECONDS = 2.0
"""For asking each; as many look-ups as fit."""

MOST_IN_THREATEXCHANGE = 1_000_000
"""It takes hashes as Python text: ten million would take minutes to put in, and more memory than is left."""


def there_are() -> bool:
    """Whether `make peers` was done."""
    return all(importlib.util.find_spec(name) for name in ("faiss", "threatexchange"))


def _timed(ask: Any, asked: Asked) -> dict[str, float]:
    """`ask` takes the number of a hash and returns how many it found near."""
    ask(0)
    spent, count, planted, missed = 0.0, 0, 0, 0
    while spent < SECONDS and count < len(asked.words):
        began = time.perf_counter()
        found = ask(count)
        spent += time.perf_counter() - began
        planted += asked.near[count] >= 0
        missed += asked.near[count] >= 0 and not found
        count += 1
    return {
        "lookups_per_second": round(count / spent, 1),
        "asked": count,
        "planted": int(planted),
        "missed": int(missed),
    }


def faiss_flat(bank: U64, asked: Asked) -> dict[str, float]:
    """IndexBinaryFlat, which looks at every hash."""
    import faiss
    import numpy as np

    faiss.omp_set_num_threads(1)
    index = faiss.IndexBinaryFlat(256)
    began = time.perf_counter()
    index.add(bank.view(np.uint8).reshape(-1, 32))
    built = time.perf_counter() - began
    rows = asked.words.view(np.uint8).reshape(-1, 32)

    def ask(number: int) -> int:
        # Its radius is exclusive.
        return len(index.range_search(rows[number : number + 1], FARTHEST + 1)[2])

    return {"build_seconds": round(built, 2), **_timed(ask, asked)}


def threatexchange(bank: U64, asked: Asked) -> dict[str, float] | None:
    """`PDQIndex` of threatexchange: FAISS' multi-index of 16 tables with one flip."""
    if len(bank) > MOST_IN_THREATEXCHANGE:
        return None
    import faiss
    from threatexchange.signal_type.pdq.pdq_index import PDQIndex

    faiss.omp_set_num_threads(1)
    began = time.perf_counter()
    index = PDQIndex([(row.tobytes().hex(), number) for number, row in enumerate(bank)])
    built = time.perf_counter() - began
    texts = [row.tobytes().hex() for row in asked.words]
    return {"build_seconds": round(built, 2), **_timed(lambda number: len(index.query(texts[number])), asked)}
