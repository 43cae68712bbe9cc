"""The process that opens strangers' pictures: `python -m jikimi.fingerprint.decode.worker PARENT`.

It reads requests from its standard input and answers on its standard output until the input ends. It is
started with an empty environment and writes nothing else anywhere.
"""

from __future__ import annotations

from jikimi.fingerprint.decode import lean, protocol  # noqa: F401 (first of all)
from jikimi.fingerprint.decode.limits import SECONDS_PER_PICTURE, SHORTEST_SIDE
from jikimi.fingerprint.decode.pixels import canonical_pixels
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason
from jikimi.fingerprint.decode.serving import or_the_reason, serve
from jikimi.fingerprint.decode.warm_up import warm_up
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.record import to_bytes
from jikimi.fingerprint.seen import fingerprint_seen

_MAKE = {protocol.Purpose.SEEN: fingerprint_seen, protocol.Purpose.PROTECT: protect}


def _answer(number: int, purpose: protocol.Purpose, data: bytes) -> bytes:
    pixels = canonical_pixels(data)
    if min(pixels.shape[:2]) < SHORTEST_SIDE:
        raise CouldNotRead(Reason.TOO_SMALL)
    return protocol.record_frame(number, to_bytes(_MAKE[purpose](pixels)))


answer_to = or_the_reason(_answer)


if __name__ == "__main__":
    serve(answer_to, warm_up, SECONDS_PER_PICTURE)
