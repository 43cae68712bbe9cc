"""What goes over the pipes between pool and worker, both ways framed, numbered and bounded.

Request: number (4 bytes), purpose (1), length (4), picture. Answer: number (4), outcome (1), length (4),
body; outcome 0 has a fingerprint record as its body, any other is a `Reason` and has none. All big-endian.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

from jikimi.fingerprint.decode.limits import MAX_BYTES
from jikimi.fingerprint.decode.reasons import Reason
from jikimi.fingerprint.record import MOST_BYTES

HEADER = struct.Struct(">IBI")

READY = 0
"""The number of the answer that a worker gives, unasked, once it is warm and walled in."""

_RECORD = 0


class BadFrame(Exception):
    """The other side does not keep to the form. For an answer that means: end the worker."""


class Purpose(IntEnum):
    """What a fingerprint is for: `seen` in a room, or `protect` (with turns and mirrors)."""

    SEEN = 1
    PROTECT = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """One worker's answer: a record, or the reason why there is none."""

    number: int
    record: bytes | None
    reason: Reason | None = None


def request_frame(number: int, purpose: Purpose, data: bytes) -> tuple[bytes, bytes]:
    """A request in two parts, so that the picture is not copied."""
    return HEADER.pack(number, purpose, len(data)), data


def parse_request(header: bytes) -> tuple[int, Purpose, int]:
    """Number, purpose and the picture's length. Errors: BadFrame."""
    number, purpose, length = HEADER.unpack(header)
    if length > MAX_BYTES or purpose not in (Purpose.SEEN, Purpose.PROTECT):
        raise BadFrame
    return number, Purpose(purpose), length


def record_frame(number: int, record: bytes) -> bytes:
    """An answer with a fingerprint. Errors: BadFrame, if it is too large."""
    if len(record) > MOST_BYTES:
        raise BadFrame
    return HEADER.pack(number, _RECORD, len(record)) + record


def reason_frame(number: int, reason: Reason) -> bytes:
    """An answer without a fingerprint."""
    return HEADER.pack(number, reason, 0)


class AnswerReader:
    """Puts answers together from whatever pieces the pipe gives, holding at most one answer's bytes."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, piece: bytes) -> list[Answer]:
        """The answers that are complete now. Errors: BadFrame, at the first byte that breaks the form."""
        self._held += piece
        answers = []
        while len(self._held) >= HEADER.size:
            number, outcome, length = HEADER.unpack_from(self._held)
            self._check(outcome, length)
            end = HEADER.size + length
            if len(self._held) < end:
                break
            if outcome == _RECORD:
                answers.append(Answer(number, bytes(self._held[HEADER.size : end])))
            else:
                answers.append(Answer(number, None, Reason(outcome)))
            del self._held[:end]
        return answers

    @staticmethod
    def _check(outcome: int, length: int) -> None:
        if outcome == _RECORD:
            if length > MOST_BYTES:
                raise BadFrame
        elif length or outcome not in Reason._value2member_map_:
            raise BadFrame
