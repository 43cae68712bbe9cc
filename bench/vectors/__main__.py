"""Writes all vectors: python -m bench.vectors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.vectors.pictures import pdqs, sizes
from bench.vectors.points import orb
from bench.vectors.records import records

FOLDER = Path(__file__).parents[2] / "docs" / "vectors"
MAKERS: dict[str, Callable[[], dict[str, Any]]] = {
    "sizes": sizes,
    "pdq": pdqs,
    "orb": orb,
    "records": records,
}


def written(vectors: dict[str, Any]) -> str:
    """A line for each member of a list, so that a change can be read."""
    parts = []
    for name, value in vectors.items():
        lines = [json.dumps(one) for one in value] if isinstance(value, list) else []
        body = "[\n  " + ",\n  ".join(lines) + "\n ]" if lines else json.dumps(value)
        parts.append(f" {json.dumps(name)}: {body}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, make in MAKERS.items():
        (FOLDER / f"{name}.json").write_text(written(make()))
        print(FOLDER / f"{name}.json")


if __name__ == "__main__":
    main()
