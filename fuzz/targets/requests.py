"""A request's header is refused, or is one that we would have written."""

from __future__ import annotations

from jikimi.fingerprint.decode.limits import MAX_BYTES
from jikimi.fingerprint.decode.protocol import HEADER, MOMENT, BadFrame, Purpose, parse_request, request_frame


def seeds() -> list[bytes]:
    return [request_frame(number, purpose, b"x" * number)[0] for number, purpose in enumerate(Purpose, 1)]


def one_input(data: bytes) -> None:
    header = data[: HEADER.size].ljust(HEADER.size, b"\0")
    try:
        number, purpose, length = parse_request(header)
    except BadFrame:
        return
    assert length <= MAX_BYTES + MOMENT.size
    assert HEADER.pack(number, purpose, length) == header
