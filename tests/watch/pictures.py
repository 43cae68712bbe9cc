"""Benign pictures and their fingerprints, made once."""

from __future__ import annotations

from functools import cache

import numpy as np
import skimage.data

from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.points import U8
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.record import to_bytes
from jikimi.fingerprint.seen import fingerprint_seen


@cache
def photo(name: str) -> U8:
    """A photograph that comes with scikit-image: astronaut, coffee, rocket, chelsea."""
    return np.asarray(getattr(skimage.data, name)(), np.uint8)


@cache
def record_of(name: str) -> bytes:
    """What the bank keeps of a photograph."""
    return to_bytes(protected(name))


def altered(name: str) -> U8:
    """The lower half replaced by something else."""
    picture = photo(name).copy()
    half = picture.shape[0] // 2
    picture[half:] = np.random.default_rng(7).integers(0, 255, picture[half:].shape, np.uint8)
    return picture


def mirrored_part(name: str) -> U8:
    picture = photo(name)
    height, width = picture.shape[:2]
    return np.ascontiguousarray(picture[height // 10 : -height // 10, width // 10 : -width // 10][:, ::-1])


_HOW = {"itself": photo, "altered": altered, "mirrored_part": mirrored_part}


@cache
def protected(name: str, how: str = "itself") -> Fingerprint:
    return protect(_HOW[how](name))


@cache
def seen(name: str, how: str = "itself") -> Fingerprint:
    """What the watch makes of a picture: `itself`, `altered` or `mirrored_part`."""
    return fingerprint_seen(_HOW[how](name))
