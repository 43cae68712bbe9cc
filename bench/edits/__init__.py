"""Everyday disguises and alterations, one file an edit, all of them plain operations on benign pictures.

Every edit module has `GROUP`, `KIND` and `apply(picture, rng, others) -> picture`: RGB uint8 arrays of shape
(height, width, 3); `rng` makes what is random repeatable; `others` are unrelated pictures to lay beside,
under or over it. `KIND` is what a sighting of it should say: *same* where all that is in sight is the
photograph, written or stuck on or not; *embedded* where it lies whole in a larger picture; *altered* where a
part of it was taken out and the rest is something else.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jikimi.match.sighting import Kind

RGB = npt.NDArray[np.uint8]
Apply = Callable[[RGB, np.random.Generator, Sequence[RGB]], RGB]

GROUPS = ("copies", "geometry", "overlays", "embedding", "altered", "chains")


@dataclass(frozen=True)
class Edit:
    """One edit by name, with its group and the kind that is true of what it makes."""

    name: str
    group: str
    kind: Kind
    apply: Apply


def all_edits() -> list[Edit]:
    """Every edit, in the order of the groups and then by name."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{__name__}.{info.name}")
        found.append(Edit(info.name, module.GROUP, Kind(module.KIND), module.apply))
    return sorted(found, key=lambda edit: (GROUPS.index(edit.group), edit.name))
