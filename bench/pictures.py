"""The pictures that are measured with: from folders of one's own, or from what Debian packages carry.

Nothing is shipped: `--photos DIR --others DIR` takes anybody's folders (Copydays, DISC21, COCO); without them
the pictures are taken from Debian packages, fetched once into the cache folder by their names.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from bench.edits import RGB
from jikimi.fingerprint.decode.pixels import canonical_pixels
from jikimi.fingerprint.pdq import distance, one_size, pdq
from jikimi.fingerprint.protect import turns_of
from jikimi.fingerprint.seen import grey_of

PACKAGES = (
    "gnome-backgrounds",
    "plasma-workspace-wallpapers",
    "mate-backgrounds",
    "lomiri-wallpapers-16.04",
    "lomiri-wallpapers-20.04",
    "sway-backgrounds",
    "ukui-wallpapers",
    "games-thumbnails",
    "tuxpaint-stamps-default",
)
PHOTOGRAPHS = (
    "mate/nature",
    "_by_",
    "Autumn",
    "BytheWater",
    "ColorfulCups",
    "DarkestHour",
    "FallenLeaf",
    "OneStandsOut",
    "/Path/",
)
"""What is a photograph among the wallpapers; the drawn ones come in variants of one another."""
KINDS = {".jpg", ".jpeg", ".png", ".webp"}
SMALLEST_SIDE = 200
SMALLEST_BYTES = 15_000
CARRIER_SIDE = 600
MOST_CARRIERS = 64
COPIES_BELOW = 60
"""Bits: two pictures nearer than this in any turn are taken for copies of one another, and one is dropped."""


@dataclass(frozen=True)
class Sets:
    """Photographs to protect, held-back ones that edits lay beside or under them, unrelated pictures, and
    where all come from."""

    photos: list[RGB]
    carriers: list[RGB]
    others: list[RGB]
    source: str


def cache_folder() -> Path:
    """Where fetched pictures are kept between runs."""
    base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return base / "jikimi-bench"


def _fetched() -> Path:
    folder = cache_folder() / "debian"
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for package in PACKAGES:
            subprocess.run(["apt-get", "download", "-q", package], cwd=folder, check=True)
            (archive,) = folder.glob(f"{package}_*.deb")
            subprocess.run(["dpkg", "-x", str(archive), str(folder)], check=True)
            archive.unlink()
        (folder / "complete").touch()
    return folder


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in KINDS and path.is_file() and path.stat().st_size >= SMALLEST_BYTES:
            yield path


class _Distinct:
    """Lets a picture through once."""

    def __init__(self) -> None:
        self._known: list[bytes] = []

    def __call__(self, picture: RGB) -> bool:
        turns = [pdq(turned)[0] for turned in turns_of(one_size(grey_of(picture)))]
        if any(distance(one, other) < COPIES_BELOW for one in turns for other in self._known):
            return False
        self._known.append(turns[0])
        return True


def _read(paths: list[Path], most: int, distinct: _Distinct) -> list[RGB]:
    pictures: list[RGB] = []
    for path in paths:
        if len(pictures) >= most:
            break
        try:
            picture = canonical_pixels(path.read_bytes())
        except Exception as trouble:
            print(f"left out {path.name}: {type(trouble).__name__}")
            continue
        if min(picture.shape[:2]) >= SMALLEST_SIDE and distinct(picture):
            pictures.append(picture)
    return pictures


def load(photos: Path | None, others: Path | None, most_photos: int, most_others: int) -> Sets:
    """Distinct pictures of both sets, in an order that is the same each time."""
    distinct = _Distinct()
    if photos is not None and others is not None:
        # Every second one is held back, so that series of like photographs fall on both sides.
        files = list(_files(photos))
        mine = _read(files[::2], most_photos, distinct)
        carriers = _read(files[1::2], MOST_CARRIERS, distinct)
        return Sets(mine, carriers, _read(list(_files(others)), most_others, distinct), "folders given")
    every = list(_files(_fetched()))
    walls = [path for path in every if any(word in str(path) for word in PHOTOGRAPHS)]
    rest = [path for path in every if "backgrounds" not in str(path) and "wallpapers" not in str(path)]
    order = np.random.default_rng(7)
    chosen = [walls[i] for i in order.permutation(len(walls))]
    mine = _read(chosen, most_photos, distinct)
    unrelated = _read([rest[i] for i in order.permutation(len(rest))], most_others, distinct)
    carriers = [picture for picture in unrelated if max(picture.shape) >= CARRIER_SIDE][:MOST_CARRIERS]
    return Sets(mine, carriers, unrelated, "Debian packages: " + ", ".join(PACKAGES))


PACKAGED = (
    "astronaut", "camera", "chelsea", "coffee", "coins", "hubble_deep_field", "immunohistochemistry", "moon",
    "page", "retina", "rocket",
)  # fmt: skip


def packaged() -> list[RGB]:
    """What scikit-image carries, but for its textures: few, but there without a network."""
    from skimage import data

    raw = [np.asarray(getattr(data, name)()) for name in PACKAGED]
    return [canonical(one if one.ndim == 3 else np.repeat(one[:, :, None], 3, axis=2)) for one in raw]


def canonical(picture: RGB) -> RGB:
    """An edited picture as the decoder would hand it on: saved as JPEG (quality 85), read again."""
    _, data = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])
    return canonical_pixels(data.tobytes())
