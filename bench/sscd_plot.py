"""What SSCD adds and why no verdict rests on it, on one figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bench.results_folder import FOLDER, plot_style
from jikimi.match.sscd_index import PROPOSED_FROM

STEPS = 40
COLOURS = ("#9a9184", "#b3402a", "#c98a1b", "#0f6b6b")


def histogram(cosines: Sequence[float]) -> list[int]:
    """How many lie in each of 40 steps from -1 to 1."""
    return [int(count) for count in np.histogram(cosines, STEPS, (-1, 1))[0]]


def plot(numbers: dict[str, Any]) -> None:
    """Above, what is found without and with it; below, why no verdict rests on it."""
    import matplotlib.pyplot as plt

    plot_style()
    parts = [name for name in ("photos", "portraits") if name in numbers]
    figure, axes = plt.subplots(2, 1, figsize=(7, 5.2))
    groups = [(part, group) for part in parts for group in numbers[part]["groups"]]
    rows = np.arange(len(groups))
    for shift, kind, label in ((-0.2, "", "without SSCD"), (0.2, "_with", "with")):
        shares_of = [numbers[part]["groups"][group] for part, group in groups]
        match = [one["match" + kind] for one in shares_of]
        look = [one["look" + kind] for one in shares_of]
        dark, pale = ("#0f6b6b", "#9a9184") if kind else ("#7fb3b3", "#cfc9c0")
        axes[0].bar(rows + shift, match, 0.38, color=dark, label=f"match, {label}")
        axes[0].bar(rows + shift, look, 0.38, bottom=match, color=pale, label=f"look, {label}")
    axes[0].set_xticks(rows, [f"{group}\n{part}" for part, group in groups], fontsize=6)
    axes[0].set_ylabel("share found")
    axes[0].legend(frameon=False, fontsize=7, loc="lower center", bbox_to_anchor=(0.5, 1), ncol=4)
    # What lies below 0 is flat, or as unlike as can be: it would only make the rest small.
    edges = np.linspace(-1, 1, STEPS + 1)[STEPS // 2 :]
    for colour, (label, counted) in zip(COLOURS, _drawn(numbers).items(), strict=True):
        if sum(counted):
            shares = np.array(counted[STEPS // 2 :]) / sum(counted)
            axes[1].stairs(shares, edges, label=f"{label} ({sum(counted)})", color=colour)
    axes[1].axvline(PROPOSED_FROM, color="#222222", lw=0.8, ls=":")
    axes[1].set_xlim(0, 1)
    axes[1].set_xlabel("cosine of the nearest crops; the line: from there SSCD proposes")
    axes[1].set_ylabel("share of pairs")
    axes[1].legend(frameon=False, fontsize=7)
    figure.tight_layout()
    figure.savefig(FOLDER / "sscd.svg")


def _drawn(numbers: dict[str, Any]) -> dict[str, list[int]]:
    unfound = [
        cosine
        for part in ("photos", "portraits")
        for kind in ("unfound_with_no_head", "unfound_with_a_head")
        for cosine in numbers.get(part, {}).get(kind, [])
    ]
    portraits = numbers.get("portraits", {})
    return {
        "unrelated pictures": histogram(numbers.get("photos", {}).get("cosines_of_unrelated", [])),
        "different people, one studio": portraits.get("cosines_of_strangers_counted", []),
        "two photographs of one person": histogram(portraits.get("cosines_of_one_person", [])),
        "copies that nothing finds": histogram(unfound),
    }
