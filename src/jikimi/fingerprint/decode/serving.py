"""What every process that opens strangers' files does: warm up, shut in, say so, answer until the end."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable

import cv2
import numpy as np

from jikimi.fingerprint.decode import protocol
from jikimi.fingerprint.decode.jail import rearm_processor_time, shut_in
from jikimi.fingerprint.decode.reasons import LACKING, CouldNotRead, Reason
from jikimi.fingerprint.lacks import TooLittleToRecognise

Answer = Callable[[int, protocol.Purpose, bytes], bytes]
"""From a request's number, purpose and file to the frame of its answer."""


def or_the_reason(answer: Answer) -> Answer:
    """The same, with the reason as its answer where it raises: one file must not end the worker."""

    def guarded(number: int, purpose: protocol.Purpose, data: bytes) -> bytes:
        try:
            return answer(number, purpose, data)
        except CouldNotRead as refused:
            return protocol.reason_frame(number, refused.reason)
        except TooLittleToRecognise as refused:
            return protocol.reason_frame(number, LACKING[refused.lack])
        except MemoryError:
            return protocol.reason_frame(number, Reason.TOO_MUCH_MEMORY)
        except Exception:
            return protocol.reason_frame(number, Reason.BROKEN)

    return guarded


def serve(answer: Answer, warm_up: Callable[[Answer], None], seconds: float) -> None:
    """Until the input ends. `seconds` of processor time are what one file may take."""
    cv2.setNumThreads(1)
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    warm_up(answer)
    _fall_silent()
    walls = shut_in(parent=int(sys.argv[1]))
    _write(protocol.record_frame(protocol.READY, bytes([walls])))
    pipe = sys.stdin.buffer
    while len(header := pipe.read(protocol.HEADER.size)) == protocol.HEADER.size:
        number, purpose, length = protocol.parse_request(header)
        rearm_processor_time(seconds)
        _write(answer(number, purpose, pipe.read(length)))


def _fall_silent() -> None:
    """Libraries complain about pictures on standard error: that ends here, start-up errors came before."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _write(frame: bytes) -> None:
    rest = memoryview(frame)
    while rest:
        rest = rest[os.write(1, rest) :]
