"""Colours as a viewer shows them: embedded profiles to sRGB, and nothing of a broken one."""

from __future__ import annotations

import hashlib
import io
from collections import OrderedDict
from typing import Any

import numpy as np
from PIL import Image, ImageCms

from jikimi.fingerprint.decode.limits import MAX_PROFILE_BYTES
from jikimi.fingerprint.points import U8

_MODES = {1: "L", 3: "RGB", 4: "CMYK"}
_UNSEEN = 3
"""A profile that moves no probe colour by more than this, in levels of 255, is sRGB whatever it is called."""

_KEPT = 32
_transforms: OrderedDict[tuple[bytes, str], Any] = OrderedDict()


def to_srgb(picture: U8, profile: bytes | None) -> U8:
    """An array of grey (1 channel), RGB (3) or CMYK (4) as sRGB with three channels."""
    channels = 1 if picture.ndim == 2 else picture.shape[2]
    mode = _MODES[channels]
    transform = _transform(profile, mode) if profile and len(profile) <= MAX_PROFILE_BYTES else None
    if transform is None:
        if mode == "RGB":
            return picture
        return np.asarray(Image.fromarray(picture, mode).convert("RGB"), np.uint8)
    return np.asarray(ImageCms.applyTransform(Image.fromarray(picture, mode), transform), np.uint8)


def _transform(profile: bytes, mode: str) -> Any:
    """What brings this profile to sRGB; None where it is sRGB already, broken, or of another colour space."""
    key = (hashlib.sha256(profile).digest(), mode)
    if key in _transforms:
        _transforms.move_to_end(key)
        return _transforms[key]
    _transforms[key] = made = _make(profile, mode)
    if len(_transforms) > _KEPT:
        _transforms.popitem(last=False)
    return made


def _make(profile: bytes, mode: str) -> Any:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
        if mode == "RGB":
            probe = _probe()
            moved = np.asarray(ImageCms.applyTransform(Image.fromarray(probe), made), np.int16)
            if int(np.abs(moved - probe).max()) <= _UNSEEN:
                return None
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    return made


def _probe() -> U8:
    steps = np.array([0, 64, 128, 192, 255], np.uint8)
    return np.ascontiguousarray(np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(5, 25, 3))
