"""A model of SSCD's form in a kilobyte, for tests: each crop as a thumbnail of 12 x 12. Written by hand, as
protobuf's and ONNX's documents say, so that no model file is needed."""

from __future__ import annotations

from collections.abc import Sequence

BYTES, NUMBERS = 2, 1
"""ONNX's names of the types uint8 and float."""

Shape = Sequence[int | str]
TAKES_BYTES: Shape = ("batch", 288, 288, 3)
TAKES_NUMBERS: Shape = ("batch", 3, 288, 288)


def tiny_model(
    shape: Shape = TAKES_BYTES, kind: int = BYTES, *, padded: int = 512 - 432, inputs: int = 1
) -> bytes:
    """The file. `padded` numbers are added to the thumbnail's 432; `inputs` beyond the first lead nowhere."""
    steps = [
        _node("Cast", ["in0"], "cast", _number("to", NUMBERS)),
        *([_node("Transpose", ["cast"], "planes", _list("perm", (0, 3, 1, 2)))] if kind == BYTES else []),
        _node(
            "AveragePool",
            ["planes" if kind == BYTES else "cast"],
            "thumbnail",
            _list("kernel_shape", (24, 24)),
            _list("strides", (24, 24)),
        ),
        _node("Flatten", ["thumbnail"], "row"),
        _node("ReduceMean", ["row"], "mean", _list("axes", (1,))),
        _node("Sub", ["row", "mean"], "centred"),
        _node("Pad", ["centred", "pads"], "embedding"),
    ]
    pads = b"".join(value.to_bytes(8, "little") for value in (0, 0, 0, padded))
    tensor = _field(1, 4) + _field(2, 7) + _field(8, "pads") + _field(9, pads)
    graph = b"".join(_field(1, step) for step in steps) + _field(2, "tiny") + _field(5, tensor)
    graph += b"".join(_field(11, _value(f"in{number}", kind, shape)) for number in range(inputs))
    graph += _field(12, _value("embedding", NUMBERS, ("batch", 432 + padded)))
    return _field(1, 8) + _field(7, graph) + _field(8, _field(2, 13))


def _varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


def _field(number: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _node(kind: str, inputs: Sequence[str], output: str, *attributes: bytes) -> bytes:
    names = b"".join(_field(1, name) for name in inputs) + _field(2, output)
    return names + _field(4, kind) + b"".join(_field(5, one) for one in attributes)


def _number(name: str, value: int) -> bytes:
    return _field(1, name) + _field(3, value) + _field(20, 2)


def _list(name: str, values: Sequence[int]) -> bytes:
    return _field(1, name) + b"".join(_field(8, value) for value in values) + _field(20, 7)


def _value(name: str, kind: int, shape: Shape) -> bytes:
    sizes = b"".join(_field(1, _field(1 if isinstance(size, int) else 2, size)) for size in shape)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, sizes)))
