"""Whatever a worker that was taken over answers: a waiting picture gets a fingerprint, a reason, or waits."""

from __future__ import annotations

from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any

from bench.vectors.records import records
from fuzz.targets import vectors
from jikimi.fingerprint.decode.protocol import (
    Answer,
    AnswerReader,
    BadFrame,
    Form,
    Purpose,
    film_frame,
    reason_frame,
    record_frame,
)
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason
from jikimi.fingerprint.decode.slot import Job, Slot
from jikimi.fingerprint.film import Film
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.record import BadRecord

_ASKED = (Purpose.SEEN, Purpose.SEEN_FILM, Purpose.PROTECT, Purpose.PROTECT_FRAME)


def seeds() -> list[bytes]:
    made = records()
    good, bad = (bytes.fromhex(made[kind][0]["hex"]) for kind in ("records", "refused"))
    film = bytes.fromhex(made["films"][0]["hex"])
    frames = [
        record_frame(1, good)
        + film_frame(2, film)
        + record_frame(3, good)
        + reason_frame(4, Reason.TOO_SLOW),
        reason_frame(1, Reason.BROKEN) + film_frame(2, film),
        record_frame(1, bad),
        film_frame(1, film),
        record_frame(2, good),
        record_frame(1, vectors.seeds()[1], Form.VECTORS),
    ]
    return [bytes([cut]) + stream for stream in frames for cut in (0, 1, 7, 200)]


def one_input(data: bytes) -> None:
    """The first byte says how the pipe cuts what follows."""
    cut, stream = (data[0] if data else 0) or max(1, len(data)), data[1:]
    whole, pieces = _heard([stream]), _heard([stream[at : at + cut] for at in range(0, len(stream), cut)])
    # What was complete before a broken frame may be lost with it, since the worker is ended then.
    assert whole[0] == pieces[0][: len(whole[0])]
    assert whole[1] == pieces[1]
    _settle(pieces[0])


def _heard(pieces: list[bytes]) -> tuple[list[Answer], bool]:
    reader, answers = AnswerReader(), []
    try:
        for piece in pieces:
            answers += reader.feed(piece)
    except BadFrame:
        return answers, True
    return answers, False


def _settle(answers: list[Answer]) -> None:
    slot = Slot(SimpleQueue(), seconds=1, pictures=1, ended=lambda: None)
    waiting: list[Future[Any]] = [Future() for _ in _ASKED]
    jobs = [Job(b"", purpose, done) for purpose, done in zip(_ASKED, waiting, strict=True)]
    slot._inside.extend(enumerate(jobs, 1))
    try:
        for answer in answers:
            slot._settle(answer)
    except BadRecord:
        pass
    for purpose, done in zip(_ASKED, waiting, strict=True):
        if done.done():
            trouble = done.exception()
            wanted = Film if purpose is Purpose.SEEN_FILM else Fingerprint
            assert isinstance(trouble, CouldNotRead) if trouble else isinstance(done.result(), wanted)
