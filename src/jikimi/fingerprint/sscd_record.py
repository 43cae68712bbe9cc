"""A picture's SSCD vectors as bytes: what their worker answers.

Version 1, little-endian. Header, 8 bytes: `JKS` and the version, number of crops u8 (at most 32), length of
the runtime's name u8 (1 to 64), 2 bytes of zero. Then the SHA-256 of the model's file (32 bytes) and the
runtime's name (printable ASCII). Then per crop its box (left, top, right, bottom as u16, 65535 to the whole)
and its vector: 512 numbers of 16-bit floating point, of length 1.
"""

from __future__ import annotations

import struct

import numpy as np

from jikimi.fingerprint.record import BadRecord
from jikimi.fingerprint.sscd_vectors import (
    LONGEST_RUNTIME,
    MOST_CROPS,
    NUMBERS,
    SHA256_BYTES,
    ModelId,
    Vectors,
)

MAGIC = b"JKS"
VERSION = 1
HEADER = struct.Struct("<3sBBB2x")
WHOLE = 65535
CROP = np.dtype([("box", "<u2", 4), ("vector", "<f2", NUMBERS)])
MOST_BYTES = HEADER.size + SHA256_BYTES + LONGEST_RUNTIME + MOST_CROPS * CROP.itemsize


def vectors_to_bytes(vectors: Vectors) -> bytes:
    """The vectors in version 1. Numbers are rounded to 16 bits, boxes to 1/65535."""
    runtime = vectors.model.runtime.encode("ascii")
    crops = np.zeros(len(vectors), CROP)
    crops["box"] = np.rint(vectors.boxes.astype(np.float64) * WHOLE)
    crops["vector"] = vectors.vectors
    header = HEADER.pack(MAGIC, VERSION, len(vectors), len(runtime))
    return header + vectors.model.sha256 + runtime + crops.tobytes()


def vectors_from_bytes(data: bytes) -> Vectors:
    """The vectors in these bytes, which may come from anywhere. Errors: BadRecord."""
    if not HEADER.size <= len(data) <= MOST_BYTES:
        raise BadRecord("The vectors are shorter or longer than any can be.")
    magic, version, count, length = HEADER.unpack_from(data)
    if magic != MAGIC or version != VERSION or data[6:8] != b"\0\0":
        raise BadRecord("These are not vectors of a version that this program reads.")
    at = HEADER.size + SHA256_BYTES + length
    if len(data) != at + count * CROP.itemsize:
        raise BadRecord("The vectors' numbers contradict one another.")
    name = data[HEADER.size + SHA256_BYTES : at]
    crops = np.frombuffer(data, CROP, count, at)
    try:
        model = ModelId(data[HEADER.size :][:SHA256_BYTES], name.decode("ascii"))
        boxes = (crops["box"] / WHOLE).astype(np.float32)
        return Vectors(model, boxes, crops["vector"].astype(np.float32))
    except ValueError as why:
        raise BadRecord(str(why)) from None
