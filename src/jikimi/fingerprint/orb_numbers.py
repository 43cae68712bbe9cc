"""What ORB is asked for. Every reader and writer of fingerprints must agree on these."""

from __future__ import annotations

TILES = 3
OVERLAP = 24
"""Pixels by which neighbouring tiles reach into one another, so that no point is lost at a seam."""

SPARE = 1.5
"""Each tile may offer this many times its share, for what flat tiles leave over."""

LEVELS = 8
LEVEL_STEP = 1.2
PATCH = 31
EDGE = 16
SMALLEST_SIDE = 64
"""Pixels; at the coarsest level of the pyramid less than this holds no whole point."""

CORNER_BAR = 6
"""FAST's bar in grey levels."""
