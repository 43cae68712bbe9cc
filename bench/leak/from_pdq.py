"""A blurred picture from 256 bits: their signs, with the strengths that photographs have on average."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from jikimi.fingerprint.pdq import SAMPLES, one_size
from jikimi.fingerprint.points import F32, U8

LOW = 16


def _cosines() -> F32:
    u, i = np.arange(1, LOW + 1)[:, None], np.arange(SAMPLES)[None, :]
    return np.asarray(np.sqrt(2 / SAMPLES) * np.cos(np.pi * u * (2 * i + 1) / (2 * SAMPLES)), np.float32)


def usual_strengths(greys: Sequence[U8]) -> F32:
    """How strong each of the 16 x 16 waves is in other people's pictures, in the mean."""
    strengths = [np.abs(_cosines() @ _samples(grey) @ _cosines().T) for grey in greys]
    return np.asarray(np.mean(strengths, axis=0), np.float32)


def from_pdq(hashed: bytes, strengths: F32) -> F32:
    """A picture (64, 64) around zero, from one PDQ."""
    bits = np.unpackbits(np.frombuffer(hashed, np.uint8))[::-1].reshape(LOW, LOW)
    signed = (2.0 * bits - 1) * strengths
    return np.asarray(_cosines().T @ signed @ _cosines(), np.float32)


def _samples(grey: U8) -> F32:
    shrunk = cv2.resize(one_size(grey), (SAMPLES, SAMPLES), interpolation=cv2.INTER_AREA)
    return shrunk.astype(np.float32)
