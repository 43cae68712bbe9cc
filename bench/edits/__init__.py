"""Everyday disguises and alterations, one file an edit, all of them plain operations on benign pictures.

Every edit module has `GROUP` and `apply(picture, rng, others) -> picture`: RGB uint8 arrays of shape
(height, width, 3); `rng` makes what is random repeatable; `others` are unrelated pictures to lay beside,
under or over it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RGB = npt.NDArray[np.uint8]
Apply = Callable[[RGB, np.random.Generator, Sequence[RGB]], RGB]

GROUPS = ("copies", "geometry", "overlays", "embedding", "altered", "chains")


@dataclass(frozen=True)
class Edit:
    """One edit by name, with its group."""

    name: str
    group: str
    apply: Apply


def all_edits() -> list[Edit]:
    """Every edit, in the order of the groups and then by name."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{__name__}.{info.name}")
        found.append(Edit(info.name, module.GROUP, module.apply))
    return sorted(found, key=lambda edit: (GROUPS.index(edit.group), edit.name))
