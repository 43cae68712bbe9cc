"""A colour profile by hand: matrix and curve, as ICC.1:2001-04 lays them out."""

from __future__ import annotations

import struct

_SRGB_IN_D50 = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))


def profile(order: str = "rgb", gamma: float = 2.2) -> bytes:
    """A display profile whose red, green and blue are sRGB's in the given order."""
    colours = dict(zip("rgb", (_SRGB_IN_D50["rgb".index(one)] for one in order), strict=True))
    tags = {f"{one}XYZ".encode(): _xyz(*colours[one]) for one in "rgb"}
    tags |= {f"{one}TRC".encode(): _curve(gamma) for one in "rgb"}
    tags |= {
        b"wtpt": _xyz(0.9642, 1.0, 0.8249),
        b"desc": _words(b"made"),
        b"cprt": b"text" + bytes(4) + b"none\0",
    }
    at = 128 + 4 + 12 * len(tags)
    table, body = b"", b""
    for name, content in tags.items():
        tag = content + bytes(-len(content) % 4)
        table += name + struct.pack(">II", at + len(body), len(tag))
        body += tag
    head = struct.pack(">I4sI4s4s4s", at + len(body), b"none", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    head += (
        struct.pack(">6H", 2024, 1, 1, 0, 0, 0)
        + b"acsp"
        + bytes(28)
        + struct.pack(">3i", 63190, 65536, 54061)
    )
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def _xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))


def _curve(gamma: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256))


def _words(text: bytes) -> bytes:
    return b"desc" + bytes(4) + struct.pack(">I", len(text) + 1) + text + bytes(1 + 4 + 4 + 2 + 1 + 67)
