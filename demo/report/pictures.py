"""Pictures inside the page: each once, as a data address, used by as many outlines as need it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape

import cv2
import numpy as np

from demo.drawings import RGB
from demo.pictures import jpeg
from demo.result import Box

LONGEST = 420
GRID = 6


@dataclass(frozen=True)
class Thumbnail:
    """A picture that stands in the page's store under `name`; sizes in pixels."""

    name: str
    width: int
    height: int
    data: str

    def stored(self) -> str:
        """Its entry in the store."""
        return f'<image id="{self.name}" width="{self.width}" height="{self.height}" href="{self.data}"/>'


def thumbnail(name: str, picture: RGB) -> Thumbnail:
    """The picture, at most 420 pixels long."""
    height, width = picture.shape[:2]
    factor = min(1.0, LONGEST / max(width, height))
    width, height = round(width * factor), round(height * factor)
    small = np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    data = base64.b64encode(jpeg(small, 80)).decode()
    return Thumbnail(name, width, height, f"data:image/jpeg;base64,{data}")


def store(thumbnails: list[Thumbnail]) -> str:
    """All pictures of the page, not shown themselves."""
    entries = "\n".join(one.stored() for one in thumbnails)
    return f'<svg class="store" aria-hidden="true" width="0" height="0"><defs>\n{entries}\n</defs></svg>'


def outlined(picture: Thumbnail, words: str, *over: str) -> str:
    """The picture with drawings over it; `words` say the same for those who hear the page."""
    return (
        f'<svg viewBox="0 0 {picture.width} {picture.height}" role="img" aria-label="{escape(words)}">'
        f'<use href="#{picture.name}"/>{"".join(over)}</svg>'
    )


def frame(picture: Thumbnail, box: Box) -> str:
    """An outline around a part of the picture."""
    left, top, right, bottom = box
    x, y = left * picture.width, top * picture.height
    width, height = (right - left) * picture.width, (bottom - top) * picture.height
    shape = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="4"'
    return f'<rect class="halo" {shape}/><rect class="outline" {shape}/>'


def cells(picture: Thumbnail, region_map: str) -> str:
    """The photograph's cells: kept ones bright, replaced ones crossed out, those outside dimmed."""
    if len(region_map) != GRID**2:
        return ""
    width, height = picture.width / GRID, picture.height / GRID
    drawn = []
    for number, cell in enumerate(region_map):
        x, y = number % GRID * width, number // GRID * height
        shape = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        if cell in "kro":
            drawn.append(f'<rect class="cell-{cell}" {shape}/>')
        if cell == "r":
            drawn.append(f'<path class="cross" d="M{x:.1f} {y + height:.1f}l{width:.1f} {-height:.1f}"/>')
    return "".join(drawn)
