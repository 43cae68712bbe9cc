"""What ORB is asked for. Every reader and writer of fingerprints must agree on these."""

from __future__ import annotations

TILES = 3
OVERLAP = 24
"""Pixels by which neighbouring tiles reach into one another, so that no point is lost at a seam."""

SPARE = 4.0
"""Each tile may offer this many times its share, so that its quiet parts have some to offer too."""

CELLS = 12
"""Of 12 x 12 cells each gives its strongest point, then its second, and so on: else a quiet part that was
pasted beside a loud one has none."""

LEVELS = 8
LEVEL_STEP = 1.2
PATCH = 31
EDGE = 16
SMALLEST_SIDE = 64
"""Pixels; at the coarsest level of the pyramid less than this holds no whole point."""

CORNER_BAR = 6
"""FAST's bar in grey levels."""
