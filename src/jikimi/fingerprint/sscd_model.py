"""The one place that loads an SSCD model: a file that a person brings, and ONNX Runtime to run it.

Only the process that makes vectors calls `load`. Whoever starts it calls `ModelFile.at`, which reads the file
and knows no ONNX.
"""

from __future__ import annotations

import hashlib
import platform
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from jikimi.fingerprint.points import F32, U8
from jikimi.fingerprint.sscd_crops import CROPS, cut, is_flat
from jikimi.fingerprint.sscd_vectors import LONGEST_RUNTIME, NUMBERS, ModelId, Vectors

SETTING = "JIKIMI_SSCD_MODEL"
MOST_MODEL_BYTES = 512 * 2**20
"""SSCD's ResNet-50 in 32-bit numbers is 95 MB."""

SIDE = 288
"""Pixels of the square at which SSCD looks, where the model does not say (its authors' size)."""

SMALLEST_SIDE, LARGEST_SIDE = 160, 512
"""Models that look at less are made for something else: faces are recognised at 112."""

MEAN: F32 = np.array((0.485, 0.456, 0.406), np.float32)
DEVIATION: F32 = np.array((0.229, 0.224, 0.225), np.float32)
"""ImageNet's, by which SSCD's authors bring a picture to numbers around 0."""

_BRING = f"{SETTING} must name SSCD as an ONNX file."


class CannotUse(Exception):
    """SSCD cannot be used as it is set. The message is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model's file as it was when it was named."""

    path: Path
    sha256: bytes

    @classmethod
    def at(cls, path: Path) -> ModelFile:
        """Errors: CannotUse. Reads the whole file; ONNX Runtime is looked for, not loaded."""
        path = path.expanduser().absolute()
        sha256 = hashlib.sha256(_read(path)).digest()
        if find_spec("onnxruntime") is None:
            raise CannotUse(
                f"{SETTING} is set, but ONNX Runtime is not installed: `make sscd` installs it. "
                f"Or unset {SETTING} to go on without SSCD."
            )
        return cls(path, sha256)


class Sscd:
    """A loaded model. Not for several threads."""

    def __init__(self, session: Any, sha256: bytes, runtime: str) -> None:
        self._session = session
        self._name, self._side, self._takes_bytes = _input_of(session)
        self.model = ModelId(sha256, f"{runtime} {self._side}px"[:LONGEST_RUNTIME])
        self._check_answer()

    def vectors(self, picture: U8) -> Vectors:
        """Of a canonical RGB picture (height, width, 3): a vector for each crop that is not flat."""
        boxes, vectors = [], []
        for crop in CROPS:
            square = cut(picture, crop, self._side)
            if not is_flat(square) and (vector := self._vector(square)) is not None:
                boxes.append(crop)
                vectors.append(vector)
        return Vectors(
            self.model,
            np.array(boxes, np.float32).reshape(-1, 4),
            np.array(vectors, np.float32).reshape(-1, NUMBERS),
        )

    def _vector(self, square: U8) -> F32 | None:
        """Of length 1; None where the model has nothing to say (nothing, or no numbers)."""
        given = np.asarray(self._given(square)[None])
        vector = np.asarray(self._session.run(None, {self._name: given})[0], np.float32).ravel()
        length = float(np.linalg.norm(vector))
        return vector / np.float32(length) if np.isfinite(length) and length > 0 else None

    def _given(self, square: U8) -> U8 | F32:
        if self._takes_bytes:
            return square
        shares = square.astype(np.float32) / np.float32(255)
        return np.ascontiguousarray(((shares - MEAN) / DEVIATION).transpose(2, 0, 1))

    def _check_answer(self) -> None:
        try:
            noise = np.random.default_rng(1).integers(0, 255, (self._side, self._side, 3), np.uint8)
            vector = self._vector(noise)
        except Exception:  # whatever ONNX Runtime makes of a model
            raise CannotUse(f"The model fails at the first picture. {_BRING}") from None
        if vector is None or vector.shape != (NUMBERS,):
            raise CannotUse(f"The model does not answer {NUMBERS} numbers for a picture. {_BRING}")


def load(file: ModelFile) -> Sscd:
    """Errors: CannotUse. From then on nothing is read from disk."""
    data = _read(file.path)
    if hashlib.sha256(data).digest() != file.sha256:
        raise CannotUse("The SSCD model was exchanged while it was in use. Start again.")
    import onnxruntime

    onnxruntime.set_default_logger_severity(4)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception:
        raise CannotUse(f"The file is no ONNX model that ONNX Runtime reads. {_BRING}") from None
    return Sscd(session, file.sha256, f"onnxruntime {onnxruntime.__version__} {platform.machine()}")


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise CannotUse(f"{SETTING} names a folder. Name the model's file in it.")
        if not path.is_file():
            raise CannotUse(f"There is no file where {SETTING} says. Is its name written right?")
        if path.stat().st_size > MOST_MODEL_BYTES:
            raise CannotUse(f"The file is larger than any SSCD model (512 MB). {_BRING}")
        return path.read_bytes()
    except OSError:
        raise CannotUse(f"The file that {SETTING} names cannot be read. May you read it?") from None


def _input_of(session: Any) -> tuple[str, int, bool]:
    """The input's name, the side of the square it takes, and whether it takes bytes (height, width, 3)
    instead of numbers (3, height, width). Errors: CannotUse."""
    inputs, outputs = session.get_inputs(), session.get_outputs()
    wrong = CannotUse(f"The model takes or answers something else than SSCD. {_BRING}")
    if len(inputs) != 1 or len(outputs) != 1 or outputs[0].type != "tensor(float)":
        raise wrong
    kind, said_shape = inputs[0].type, list(inputs[0].shape) or [None]
    batch, shape = said_shape[0], said_shape[1:]
    takes_bytes = kind == "tensor(uint8)"
    if len(shape) != 3 or kind not in ("tensor(uint8)", "tensor(float)"):
        raise wrong
    channels, sides = (shape[2], shape[:2]) if takes_bytes else (shape[0], shape[1:])
    said = {one for one in sides if isinstance(one, int)}
    side = min(said, default=SIDE)
    one_at_a_time = not isinstance(batch, int) or batch == 1
    if channels != 3 or len(said) > 1 or not one_at_a_time or not SMALLEST_SIDE <= side <= LARGEST_SIDE:
        raise wrong
    return inputs[0].name, side, takes_bytes
