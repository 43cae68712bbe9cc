"""What goes over the pipes between pool and worker, both ways framed, numbered and bounded.

Request: number (4 bytes), purpose (1), length (4), file. For `PROTECT_FRAME` the file comes after the
milliseconds (4) at which the frame lies. Answer: number (4), outcome (1), length (4), body; outcome 0 has a
fingerprint record as its body, 255 a film's, 254 SSCD's vectors, any other is a `Reason` and has none. All
big-endian.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

from jikimi.fingerprint import film, sscd_record
from jikimi.fingerprint.decode.limits import MAX_BYTES
from jikimi.fingerprint.decode.reasons import Reason
from jikimi.fingerprint.record import MOST_BYTES

HEADER = struct.Struct(">IBI")
MOMENT = struct.Struct(">I")

READY = 0
"""The number of the answer that a worker gives, unasked, once it is warm and walled in."""


class Form(IntEnum):
    """What an answer's body is."""

    RECORD = 0
    VECTORS = 254
    FILM = 255


_LONGEST: dict[int, int] = {
    Form.RECORD: MOST_BYTES,
    Form.VECTORS: sscd_record.MOST_BYTES,
    Form.FILM: film.MOST_BYTES,
}


class BadFrame(Exception):
    """The other side does not keep to the form. For an answer that means: end the worker."""


class Purpose(IntEnum):
    """What a fingerprint is for: `seen` in a room, or `protect` (with turns and mirrors); of a picture, or of
    a film's frames."""

    SEEN = 1
    PROTECT = 2
    SEEN_FILM = 3
    PROTECT_FRAME = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """One worker's answer: a record of that form, or the reason why there is none."""

    number: int
    record: bytes | None
    reason: Reason | None = None
    form: Form = Form.RECORD


def request_frame(number: int, purpose: Purpose, data: bytes) -> tuple[bytes, bytes]:
    """A request in two parts, so that the file is not copied."""
    return HEADER.pack(number, purpose, len(data)), data


def parse_request(header: bytes) -> tuple[int, Purpose, int]:
    """Number, purpose and the file's length. Errors: BadFrame."""
    number, purpose, length = HEADER.unpack(header)
    if length > MAX_BYTES + MOMENT.size or purpose not in Purpose._value2member_map_:
        raise BadFrame
    return number, Purpose(purpose), length


def record_frame(number: int, record: bytes, form: Form = Form.RECORD) -> bytes:
    """An answer with a fingerprint, or what else the form says. Errors: BadFrame, if it is too large."""
    if len(record) > _LONGEST[form]:
        raise BadFrame
    return HEADER.pack(number, form, len(record)) + record


def film_frame(number: int, record: bytes) -> bytes:
    """An answer with a film. Errors: BadFrame, if it is too large."""
    return record_frame(number, record, Form.FILM)


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
            if outcome in _LONGEST:
                body = bytes(self._held[HEADER.size : end])
                answers.append(Answer(number, body, form=Form(outcome)))
            else:
                answers.append(Answer(number, None, Reason(outcome)))
            del self._held[:end]
        return answers

    @staticmethod
    def _check(outcome: int, length: int) -> None:
        if outcome in _LONGEST:
            if length > _LONGEST[outcome]:
                raise BadFrame
        elif length or outcome not in Reason._value2member_map_:
            raise BadFrame
