"""A fingerprint as bytes: what a worker answers, what is sealed at rest, what is kept of a post.

Versions 2 and 3, little-endian. Header, 16 bytes: `JKF` and the version, width u16, height u16, PDQ quality
u8, number of PDQs u8 (1 or 8), number of points u16, number of mirrored points u16 (65535: none kept), number
of heads u8 (at most 8), a byte of zero. Then the PDQs, 32 bytes each; then per set of points all places (x, y
as u16 in 1/64 pixel), all sizes (u8, 31 pixels times 1.02 to the power of it), all angles (u8, 256 to the
circle), all descriptors (32 bytes), and in version 3 a bit for each point that lies on something drawn; then
the heads (left, top, right, bottom as u16 in pixels). Version 2 is written where nobody looked for what is
drawn: of all that is only seen. Version 1, which is still read, has no heads.
"""

from __future__ import annotations

import struct
from dataclasses import replace

import numpy as np

from jikimi.fingerprint.fingerprint import PDQ_BYTES, TURNS, Fingerprint
from jikimi.fingerprint.person import MOST_HEADS, Box
from jikimi.fingerprint.points import DESCRIPTOR_BYTES, Marks, Points

MAGIC = b"JKF"
VERSION = 3
VERSION_WITHOUT_DRAWN = 2
READ = (1, 2, 3)
HEADER = struct.Struct("<3sBHHBBHHBB")
HEAD = struct.Struct("<4H")
NO_MIRRORED = 65535
MOST_POINTS = 2000
LONGEST_SIDE = 800
PLACE_STEPS = 64
SIZE_STEP = 1.02
SMALLEST = 31.0
BYTES_A_POINT = 4 + 1 + 1 + DESCRIPTOR_BYTES
MOST_BYTES = (
    HEADER.size
    + TURNS * PDQ_BYTES
    + 2 * (MOST_POINTS * BYTES_A_POINT + MOST_POINTS // 8)
    + MOST_HEADS * HEAD.size
)

COMPACT_BYTES = 3958
"""With what sealing adds, 3,992 bytes at most, which PostgreSQL keeps in two pieces."""


class BadRecord(ValueError):
    """These bytes are not a fingerprint of a version that can be read."""


def to_bytes(fingerprint: Fingerprint) -> bytes:
    """The fingerprint in the lowest version that says all of it. Places, sizes and angles are rounded to the
    format's steps."""
    mirrored = fingerprint.mirrored
    sets = [fingerprint.points] if mirrored is None else [fingerprint.points, mirrored]
    marked = all(points.drawn is not None for points in sets)
    header = HEADER.pack(
        MAGIC,
        VERSION if marked else VERSION_WITHOUT_DRAWN,
        fingerprint.width,
        fingerprint.height,
        fingerprint.pdq_quality,
        len(fingerprint.pdq),
        len(fingerprint.points),
        NO_MIRRORED if mirrored is None else len(mirrored),
        len(fingerprint.heads),
        0,
    )
    points = b"".join(_points_to_bytes(points, marked=marked) for points in sets)
    return (
        header + b"".join(fingerprint.pdq) + points + b"".join(HEAD.pack(*box) for box in fingerprint.heads)
    )


def from_bytes(data: bytes) -> Fingerprint:
    """The fingerprint in these bytes, which may come from anywhere. Errors: BadRecord."""
    if len(data) < HEADER.size or len(data) > MOST_BYTES:
        raise BadRecord("The fingerprint is shorter or longer than any can be.")
    magic, version, width, height, quality, hashes, count, mirrored, boxes, zero = HEADER.unpack_from(data)
    if magic != MAGIC or zero:
        raise BadRecord("This is not a fingerprint.")
    if version not in READ:
        raise BadRecord(f"The fingerprint is of version {version}; this program reads up to {VERSION}.")
    counts = [count] if mirrored == NO_MIRRORED else [count, mirrored]
    lengths = [_length(n, version) for n in counts]
    if (
        not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE)
        or quality > 100
        or hashes not in (1, TURNS)
        or max(counts) > MOST_POINTS
        or boxes > (MOST_HEADS if version > 1 else 0)
        or len(data) != HEADER.size + hashes * PDQ_BYTES + sum(lengths) + boxes * HEAD.size
    ):
        raise BadRecord("The fingerprint's numbers contradict one another.")
    at = HEADER.size
    pdq = tuple(data[at + i * PDQ_BYTES : at + (i + 1) * PDQ_BYTES] for i in range(hashes))
    at += hashes * PDQ_BYTES
    sets = []
    for n, length in zip(counts, lengths, strict=True):
        points = _points_from_bytes(data[at : at + length], n, width, height)
        marks = _marks(data[at + n * BYTES_A_POINT : at + length], n) if version >= VERSION else None
        sets.append(replace(points, drawn=marks))
        at += length
    heads = tuple(_head(data, at + number * HEAD.size, width, height) for number in range(boxes))
    return Fingerprint(width, height, pdq, quality, sets[0], sets[1] if len(sets) > 1 else None, heads)


def compact(fingerprint: Fingerprint) -> bytes:
    """The fingerprint in at most 3,958 bytes: its PDQ and its best-spread points, for what was only seen."""
    room = (COMPACT_BYTES - HEADER.size - PDQ_BYTES) // BYTES_A_POINT
    few = Fingerprint(
        fingerprint.width,
        fingerprint.height,
        fingerprint.pdq[:1],
        fingerprint.pdq_quality,
        fingerprint.points.first(room),
    )
    return to_bytes(few)


def _head(data: bytes, at: int, width: int, height: int) -> Box:
    left, top, right, bottom = HEAD.unpack_from(data, at)
    if not (left < right <= width and top < bottom <= height):
        raise BadRecord("The fingerprint has a head outside its picture.")
    return left, top, right, bottom


def _length(count: int, version: int) -> int:
    """Bytes of a set of points."""
    return count * BYTES_A_POINT + ((count + 7) // 8 if version >= VERSION else 0)


def _points_to_bytes(points: Points, *, marked: bool) -> bytes:
    places = np.rint(points.xy * PLACE_STEPS).clip(0, 65535).astype("<u2")
    sizes = np.rint(np.log(points.size / SMALLEST) / np.log(SIZE_STEP)).clip(0, 255)
    angles = np.rint(points.angle * (256 / 360)).astype(np.int64) % 256
    columns = [places, sizes.astype(np.uint8), angles.astype(np.uint8), points.descriptors]
    if marked and points.drawn is not None:
        columns.append(np.packbits(points.drawn, bitorder="little"))
    return b"".join(column.tobytes() for column in columns)


def _points_from_bytes(data: bytes, n: int, width: int, height: int) -> Points:
    places = np.asarray(np.frombuffer(data, "<u2", 2 * n).reshape(n, 2) / PLACE_STEPS, np.float32)
    steps = np.frombuffer(data, np.uint8, n, 4 * n)
    if n and (float(places[:, 0].max()) > width or float(places[:, 1].max()) > height):
        raise BadRecord("The fingerprint has points outside its picture.")
    angles = np.frombuffer(data, np.uint8, n, 5 * n).astype(np.float32) * np.float32(360 / 256)
    descriptors = np.frombuffer(data, np.uint8, n * DESCRIPTOR_BYTES, 6 * n).reshape(n, DESCRIPTOR_BYTES)
    sizes = np.float32(SMALLEST) * np.float32(SIZE_STEP) ** steps.astype(np.float32)
    return Points(places, sizes.astype(np.float32), angles, descriptors.copy())


def _marks(data: bytes, n: int) -> Marks:
    bits = np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little").astype(bool)
    if bits[n:].any():
        raise BadRecord("The fingerprint marks points that it does not have.")
    return bits[:n]
