"""A second reader, written from docs/fingerprint-format.md alone and sharing nothing with the first.

Plain Python, whole numbers wherever the document has them. What it says of a record has the form of
docs/vectors/records.json.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any


class Refused(Exception):
    pass


def read_remembered(data: bytes) -> dict[str, Any]:
    return read_film(data) if data[:3] == b"JKM" else read_record(data)


def read_record(data: bytes) -> dict[str, Any]:
    if not 16 <= len(data) <= 152_836 or data[:3] != b"JKF" or data[15] != 0:
        raise Refused
    version, quality, pdqs, heads = data[3], data[8], data[9], data[14]
    width, height, points, mirrored = (_u16(data, at) for at in (4, 6, 10, 12))
    if version not in (1, 2, 3) or (version == 1 and heads) or heads > 8:
        raise Refused
    if not (1 <= width <= 800 and 1 <= height <= 800 and quality <= 100 and pdqs in (1, 8)):
        raise Refused
    kept = 0 if mirrored == 65535 else mirrored
    marks = [(count + 7) // 8 if version == 3 else 0 for count in (points, kept)]
    length = 16 + 32 * pdqs + 38 * (points + kept) + sum(marks) + 8 * heads
    if points > 2000 or kept > 2000 or len(data) != length:
        raise Refused
    behind = 16 + 32 * pdqs
    first = _read_points(data[behind : behind + 38 * points], points, width, height)
    behind += 38 * points
    drawn = _read_marks(data[behind : behind + marks[0]], points)
    behind += marks[0]
    second = _read_points(data[behind : behind + 38 * kept], kept, width, height)
    behind += 38 * kept
    second_drawn = _read_marks(data[behind : behind + marks[1]], kept)
    behind += marks[1]
    boxes = [[_u16(data, behind + 8 * k + 2 * side) for side in range(4)] for k in range(heads)]
    for left, top, right, bottom in boxes:
        if not (left < right <= width and top < bottom <= height):
            raise Refused
    return {
        "width": width,
        "height": height,
        "pdq_quality": quality,
        "pdqs": [data[16 + 32 * i : 48 + 32 * i].hex() for i in range(pdqs)],
        "points": first,
        "mirrored": None if mirrored == 65535 else second,
        "heads": boxes,
        "drawn": drawn if version == 3 else None,
        "mirrored_drawn": second_drawn if version == 3 and mirrored != 65535 else None,
    }


def read_film(data: bytes) -> dict[str, Any]:
    if not 8 <= len(data) <= 3_668_264 or data[:4] != b"JKM\x01" or data[6:8] != b"\0\0":
        raise Refused
    count, whole, at, frames = data[4], data[5], 8, []
    if not 1 <= count <= 24 or whole > 1:
        raise Refused
    for _ in range(count):
        if at + 8 > len(data):
            raise Refused
        time, length = (int.from_bytes(data[at + i : at + i + 4], "little") for i in (0, 4))
        body = data[at + 8 : at + 8 + length]
        if len(body) != length:
            raise Refused
        second = None if time == 4_294_967_295 else time / 1000
        frames.append({"second": second, "record": read_record(body)})
        at += 8 + length
    if at != len(data):
        raise Refused
    return {"whole": bool(whole), "frames": frames}


def draw(width: int, height: int, seed: int, rectangles: int) -> list[list[int]]:
    """A vector's drawing, row by row."""

    def wave(at: int) -> int:
        return abs(at % 256 * 2 - 255)

    rows = [[(wave(3 * x + y) + wave(x + 2 * y)) // 2 for x in range(width)] for y in range(height)]
    state = seed

    def number() -> int:
        nonlocal state
        state = (1_103_515_245 * state + 12_345) % 2**31
        return state // 65_536

    for _ in range(rectangles):
        left, top = number() % width, number() % height
        wide, tall = 4 + number() % (width // 4), 4 + number() % (height // 4)
        level = number() % 256
        for row in rows[top : top + tall]:
            row[left : left + wide] = [level] * len(row[left : left + wide])
    return rows


def pdq(grey: list[list[int]]) -> tuple[bytes, int]:
    """Of a picture whose longest side is at most 512."""
    smooth = [list(map(float, row)) for row in grey]
    for _ in range(2):
        smooth = _columns(_means(_columns(_means(smooth))))
    tall, wide = len(grey), len(grey[0])
    samples = [
        [smooth[(2 * i + 1) * tall // 128][(2 * j + 1) * wide // 128] for j in range(64)] for i in range(64)
    ]
    cosines = [
        [math.sqrt(2 / 64) * math.cos(math.pi * u * (2 * i + 1) / 128) for i in range(64)]
        for u in range(1, 17)
    ]
    half = [[sum(c * samples[i][j] for i, c in enumerate(row)) for j in range(64)] for row in cosines]
    spectrum = [sum(c * row[j] for j, c in enumerate(across)) for row in half for across in cosines]
    bar = sorted(spectrum)[127]
    bits = sum(1 << place for place, value in enumerate(spectrum) if value > bar)
    steps = [
        abs(int((one - other) * 100 / 255))
        for lines in (samples, _columns(samples))
        for line in lines
        for one, other in pairwise(line)
    ]
    return bits.to_bytes(32, "big"), min(100, sum(steps) // 90)


def _read_points(data: bytes, count: int, width: int, height: int) -> list[list[Any]]:
    points = []
    for i in range(count):
        x, y = _u16(data, 4 * i), _u16(data, 4 * i + 2)
        if x > 64 * width or y > 64 * height:
            raise Refused
        descriptor = data[6 * count + 32 * i : 6 * count + 32 * i + 32]
        points.append([x, y, data[4 * count + i], data[5 * count + i], descriptor.hex()])
    return points


def _read_marks(data: bytes, count: int) -> list[int]:
    bits = [byte >> place & 1 for byte in data for place in range(8)]
    if any(bits[count:]):
        raise Refused
    return bits[:count]


def _u16(data: bytes, at: int) -> int:
    return data[at] + 256 * data[at + 1]


def _means(rows: list[list[float]]) -> list[list[float]]:
    length = len(rows[0])
    width = (length + 127) // 128
    own = width - (width + 2) // 2
    spans = [(max(0, i - own), min(length, i - own + width)) for i in range(length)]
    return [[sum(row[begin:end]) / (end - begin) for begin, end in spans] for row in rows]


def _columns(rows: list[list[float]]) -> list[list[float]]:
    return [list(column) for column in zip(*rows, strict=True)]
