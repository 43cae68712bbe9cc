"""Vectors of records and films: bytes and what they say, and bytes that must be refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from jikimi.fingerprint.film import Film, Frame, film_from_bytes, film_to_bytes, from_remembered
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.points import Points, no_points
from jikimi.fingerprint.record import from_bytes, to_bytes

STEP = 1.02
SMALLEST = 31


def records() -> dict[str, Any]:
    """Good ones with their meaning, then bad ones with the reason."""
    good = {name: to_bytes(made) for name, made in _fingerprints().items()}
    good["version 1, one PDQ, three points"] = _version_1(good["one PDQ, three points"])
    good["version 1, something protected"] = _version_1(good["eight PDQs, mirrored points, no head"])
    films = {name: film_to_bytes(made) for name, made in _films().items()}
    whole = good["eight PDQs, two heads"]
    refused = {name: damage(whole) for name, damage in _DAMAGE.items()}
    marked = good["marked, eight PDQs, one head"]
    refused |= {name: damage(marked) for name, damage in _MARKED_DAMAGE.items()}
    refused_films = {name: damage(films["two frames"]) for name, damage in _FILM_DAMAGE.items()}
    return {
        "records": [
            {"name": name, "hex": data.hex(), "says": said(from_bytes(data))} for name, data in good.items()
        ],
        "films": [
            {"name": name, "hex": data.hex(), "says": film_said(film_from_bytes(data))}
            for name, data in films.items()
        ],
        "refused": [{"why": name, "hex": data.hex()} for name, data in {**refused, **refused_films}.items()],
    }


def said(fingerprint: Fingerprint) -> dict[str, Any]:
    """What a record says, in JSON; sizes and angles in their steps, places in 1/64 pixel."""
    return {
        "width": fingerprint.width,
        "height": fingerprint.height,
        "pdq_quality": fingerprint.pdq_quality,
        "pdqs": [one.hex() for one in fingerprint.pdq],
        "points": _points_said(fingerprint.points),
        "mirrored": None if fingerprint.mirrored is None else _points_said(fingerprint.mirrored),
        "heads": [list(box) for box in fingerprint.heads],
        "drawn": _marks_said(fingerprint.points),
        "mirrored_drawn": None if fingerprint.mirrored is None else _marks_said(fingerprint.mirrored),
    }


def film_said(film: Film) -> dict[str, Any]:
    frames = [{"second": frame.second, "record": said(frame.fingerprint)} for frame in film.frames]
    return {"whole": film.whole, "frames": frames}


def is_refused(data: bytes) -> bool:
    """Whether the reader of anything remembered refuses it."""
    try:
        from_remembered(data)
    except ValueError:
        return True
    return False


def _marks_said(points: Points) -> list[int] | None:
    return None if points.drawn is None else [int(mark) for mark in points.drawn]


def _points_said(points: Points) -> list[list[Any]]:
    places = np.rint(points.xy * 64).astype(int).tolist()
    sizes = np.rint(np.log(points.size / SMALLEST) / np.log(STEP)).astype(int).tolist()
    angles = np.rint(points.angle * (256 / 360)).astype(int).tolist()
    rows = zip(places, sizes, angles, points.descriptors, strict=True)
    return [[x, y, size, angle, bits.tobytes().hex()] for (x, y), size, angle, bits in rows]


def _some_points(count: int, first: int = 0) -> Points:
    number = np.arange(first, first + count)
    xy = np.stack([(number * 37 % 640) / 8, (number * 53 % 480) / 8], axis=1)
    size, angle = 31 * STEP ** (number * 9 % 256), number * 45 % 360
    descriptors = (number[:, None] * 7 + np.arange(32)[None, :] * 11) % 256
    return Points(
        xy.astype(np.float32), size.astype(np.float32), angle.astype(np.float32), descriptors.astype(np.uint8)
    )


def _marked(count: int, first: int = 0) -> Points:
    return replace(_some_points(count, first), drawn=np.arange(count) % 3 != 1)


def _fingerprints() -> dict[str, Fingerprint]:
    pdqs = tuple(bytes((turn * 16 + at) % 256 for at in range(32)) for turn in range(8))
    corner = Points(
        np.array([[80, 60]], np.float32),
        np.array([31 * STEP**255], np.float32),
        np.array([359.9], np.float32),
        np.full((1, 32), 255, np.uint8),
    )
    protected = (80, 60, pdqs, 93, _some_points(5), _some_points(4, 9))
    return {
        "a flat picture: all zeros, no points": Fingerprint(8, 8, (bytes(32),), 0, no_points()),
        "one PDQ, three points": Fingerprint(80, 60, pdqs[:1], 100, _some_points(3)),
        "a point in the last corner, at the largest size": Fingerprint(80, 60, pdqs[:1], 50, corner),
        "mirrored points were asked for and there are none": Fingerprint(
            800, 1, pdqs, 1, no_points(), no_points()
        ),
        "eight PDQs, mirrored points, no head": Fingerprint(*protected),
        "eight PDQs, two heads": Fingerprint(*protected, ((0, 0, 80, 60), (10, 12, 30, 40))),
        "marked, eight PDQs, one head": Fingerprint(
            80, 60, pdqs, 93, _marked(9), _marked(4, 9), ((0, 0, 80, 60),)
        ),
        "marked, and there are no points": Fingerprint(80, 60, pdqs, 93, _marked(0), _marked(0)),
    }


def _films() -> dict[str, Film]:
    made = _fingerprints()
    flat, few = made["a flat picture: all zeros, no points"], made["one PDQ, three points"]
    return {
        "two frames": Film((Frame(0.0, few), Frame(1.5, flat))),
        "a still picture, not seen whole": Film((Frame(None, flat),), whole=False),
        "the last millisecond there is": Film((Frame((2**32 - 2) / 1000, flat),)),
    }


def _version_1(data: bytes) -> bytes:
    assert data[14] == 0
    return data[:3] + b"\x01" + data[4:]


def _put(at: int, *new: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:at] + bytes(new) + data[at + len(new) :]


_POINTS_AT = 16 + 8 * 32
_HEAD = -16
_DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "nothing at all": lambda _: b"",
    "shorter than a header": lambda data: data[:15],
    "one byte is missing": lambda data: data[:-1],
    "one byte too many": lambda data: data + b"\0",
    "another beginning": _put(0, 0x4B),
    "byte 15 is not zero": _put(15, 1),
    "version 0": _put(3, 0),
    "version 4, which nobody knows yet": _put(3, 4),
    "version 3 without its marks": _put(3, 3),
    "version 1 with heads": _put(3, 1),
    "no width": _put(4, 0, 0),
    "801 pixels wide": _put(4, 0x21, 0x03),
    "no height": _put(6, 0, 0),
    "801 pixels high": _put(6, 0x21, 0x03),
    "a quality of 101": _put(8, 101),
    "no PDQ": _put(9, 0),
    "two PDQs": _put(9, 2),
    "2,001 points": _put(10, 0xD1, 0x07),
    "65,534 mirrored points": _put(12, 0xFE, 0xFF),
    "nine heads": _put(14, 9),
    "a point one 64th to the right of the picture": _put(_POINTS_AT, 0x01, 0x14),
    "a point one 64th below the picture": _put(_POINTS_AT + 2, 0x01, 0x0F),
    "a mirrored point outside": _put(_POINTS_AT + 5 * 38, 0xFF, 0xFF),
    "a head without width": lambda data: data[: _HEAD + 4] + bytes(2) + data[_HEAD + 6 :],
    "a head upside down": lambda data: data[:_HEAD] + b"\0\0\x09\0\x09\0\x03\0" + data[_HEAD + 8 :],
    "a head that reaches out": lambda data: data[:-4] + b"\x51\0" + data[-2:],
}
_LAST_MARKS = -9
_MARKED_DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "version 2 with marks": _put(3, 2),
    "a mark for a point that there is not": lambda data: (
        data[:_LAST_MARKS] + b"\x1d" + data[_LAST_MARKS + 1 :]
    ),
}
_FILM_DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "a film that is only a header": lambda data: data[:8],
    "a film of version 2": _put(3, 2),
    "a film without frames": _put(4, 0),
    "a film of 25 frames": _put(4, 25),
    "a film with a frame less than it says": _put(4, 3),
    "a film with a frame more than it says": _put(4, 1),
    "a film seen neither whole nor in part": _put(5, 2),
    "a film whose bytes 6 and 7 are not zero": _put(7, 1),
    "a film that is cut off": lambda data: data[:-1],
    "a film with something behind it": lambda data: data + b"\0",
    "a frame that says it is longer than all there is": _put(12, 0xFF, 0xFF, 0xFF, 0xFF),
    "a frame whose record is refused": _put(16, 0),
}
