"""Places to scan, made of benign pictures."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import skimage.data
from PIL import Image, ImageOps

from tests.installation import Installation

STRANGERS = ("chelsea", "rocket", "retina", "brick", "grass", "gravel", "coins", "page")


def picture(name: str) -> Image.Image:
    return Image.fromarray(np.asarray(getattr(skimage.data, name)())).convert("RGB")


def jpeg(image: Image.Image) -> bytes:
    held = io.BytesIO()
    image.save(held, "JPEG", quality=85)
    return held.getvalue()


def disguised(image: Image.Image) -> dict[str, Image.Image]:
    """The photograph in everyday disguises."""
    width, height = image.size
    inside = picture("hubble_deep_field").resize((1000, 1000))
    inside.paste(image.resize((500, 500)), (60, 420))
    return {
        "resized": image.resize((width * 2 // 3, height * 2 // 3)),
        "mirrored": ImageOps.mirror(image),
        "cropped": image.crop((width // 8, height // 8, width * 3 // 4, height * 3 // 4)),
        "turned": image.rotate(90, expand=True),
        "inside": inside,
    }


@dataclass
class Helper:
    """A helper's machine: photos to look for, a place, and `jikimi` run in a process of its own."""

    installation: Installation
    photos: Path
    place: Path

    @property
    def command(self) -> list[str | Path]:
        """For those who start it themselves."""
        return [sys.executable, "-m", "jikimi.service.cli", "scan", self.place, "--photos", self.photos]

    def scan(self, *options: object, place: object = None) -> subprocess.CompletedProcess[str]:
        # One worker is started sooner than two, and these places are small.
        where = (place or self.place, "--photos", self.photos, "--processes", 1)
        return self.installation.run("scan", *where, *options)


def helper_in(folder: Path, photos: Sequence[str] = ("astronaut", "coffee")) -> Helper:
    helper = Helper(Installation(folder / "installation"), folder / "photos", folder / "place")
    helper.photos.mkdir()
    helper.place.mkdir()
    for name in photos:
        (helper.photos / f"{name}.jpg").write_bytes(jpeg(picture(name)))
    return helper


def fill(folder: Path, *, strangers: Sequence[str] = STRANGERS, copies: bool = True) -> None:
    folder.mkdir(exist_ok=True)
    for name in strangers:
        (folder / f"{name}.jpg").write_bytes(jpeg(picture(name)))
    if copies:
        for name, image in disguised(picture("astronaut")).items():
            (folder / f"a-{name}.jpg").write_bytes(jpeg(image))


def json_lines(output: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The sightings, and the summary at the end."""
    *sightings, last = [json.loads(line) for line in output.splitlines()]
    return sightings, last["summary"]
