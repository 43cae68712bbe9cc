"""The process that opens strangers' files: `python -m jikimi.fingerprint.decode.worker PARENT`.

It reads requests from its standard input and answers on its standard output until the input ends. It is
started with an empty environment and writes nothing else anywhere.
"""

from __future__ import annotations

import os
import sys
import warnings

import cv2
import numpy as np

from jikimi.fingerprint.decode import protocol
from jikimi.fingerprint.decode.jail import rearm_processor_time, shut_in
from jikimi.fingerprint.decode.limits import SHORTEST_SIDE
from jikimi.fingerprint.decode.pixels import canonical_pixels
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason
from jikimi.fingerprint.decode.warm_up import warm_up
from jikimi.fingerprint.protect import TooLittleToRecognise, protect
from jikimi.fingerprint.record import to_bytes
from jikimi.fingerprint.seen import fingerprint_seen

_MAKE = {protocol.Purpose.SEEN: fingerprint_seen, protocol.Purpose.PROTECT: protect}


def answer_to(number: int, purpose: protocol.Purpose, data: bytes) -> bytes:
    """The answer frame for one picture."""
    try:
        pixels = canonical_pixels(data)
        if min(pixels.shape[:2]) < SHORTEST_SIDE:
            return protocol.reason_frame(number, Reason.TOO_SMALL)
        return protocol.record_frame(number, to_bytes(_MAKE[purpose](pixels)))
    except CouldNotRead as refused:
        return protocol.reason_frame(number, refused.reason)
    except TooLittleToRecognise:
        return protocol.reason_frame(number, Reason.TOO_LITTLE)
    except MemoryError:
        return protocol.reason_frame(number, Reason.TOO_MUCH_MEMORY)
    except Exception:  # one picture must not end the worker
        return protocol.reason_frame(number, Reason.BROKEN)


def main() -> None:
    """Warm up, shut in, say so, serve."""
    cv2.setNumThreads(1)
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    warm_up(answer_to)
    _fall_silent()
    walls = shut_in(parent=int(sys.argv[1]))
    _write(protocol.record_frame(protocol.READY, bytes([walls])))
    pipe = sys.stdin.buffer
    while len(header := pipe.read(protocol.HEADER.size)) == protocol.HEADER.size:
        number, purpose, length = protocol.parse_request(header)
        rearm_processor_time()
        _write(answer_to(number, purpose, pipe.read(length)))


def _fall_silent() -> None:
    """Libraries complain about pictures on standard error: that ends here, start-up errors came before."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _write(frame: bytes) -> None:
    rest = memoryview(frame)
    while rest:
        rest = rest[os.write(1, rest) :]


if __name__ == "__main__":
    main()
