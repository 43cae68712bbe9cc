"""Where the last results are kept, and how."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"


def machine() -> dict[str, Any]:
    """What a reader must know of the machine to read a speed."""
    return {"cores": os.cpu_count(), "processor": platform.machine(), "python": platform.python_version()}


def keep(name: str, numbers: dict[str, Any]) -> None:
    """Write one bench's numbers beside its plot, with date and machine."""
    kept = {"date": datetime.now(UTC).date().isoformat(), "machine": machine(), **numbers}
    (FOLDER / f"{name}.json").write_text(json.dumps(kept, indent=1) + "\n")


def plot_style() -> None:
    """Quiet plots that read in grey."""
    import matplotlib as mpl
    from cycler import cycler

    mpl.use("svg")
    mpl.rcParams.update(
        {
            "font.size": 9,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "svg.hashsalt": "jikimi",
            "axes.prop_cycle": cycler(color=["#0f6b6b", "#9a9184", "#c98a1b"]),
        }
    )
