"""The process that asks SSCD about strangers' pictures:
`python -m jikimi.fingerprint.decode.sscd_worker PARENT MODEL SHA256`.

Apart from the one that makes fingerprints, so that ONNX Runtime does not stand beside those, and what fails
here takes nothing from what is found without it. The model is loaded, and has answered once for each kind of
picture, before the walls close. Otherwise it lives and answers as `worker.py` does.
"""

from __future__ import annotations

import sys
from pathlib import Path

from jikimi.fingerprint.decode import lean  # noqa: F401 (first of all)
from jikimi.fingerprint.decode.limits import SECONDS_PER_SSCD, SHORTEST_SIDE
from jikimi.fingerprint.decode.pixels import canonical_pixels
from jikimi.fingerprint.decode.protocol import Form, Purpose, record_frame
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason
from jikimi.fingerprint.decode.serving import Answer, or_the_reason, serve
from jikimi.fingerprint.decode.warm_up import warm_up
from jikimi.fingerprint.sscd_model import CannotUse, ModelFile, Sscd, load
from jikimi.fingerprint.sscd_record import vectors_to_bytes


def answer_with(sscd: Sscd) -> Answer:
    """What is answered to a picture, whatever for: its vectors, or the reason why there are none."""

    def answer(number: int, _: Purpose, data: bytes) -> bytes:
        pixels = canonical_pixels(data)
        if min(pixels.shape[:2]) < SHORTEST_SIDE:
            raise CouldNotRead(Reason.TOO_SMALL)
        return record_frame(number, vectors_to_bytes(sscd.vectors(pixels)), Form.VECTORS)

    return or_the_reason(answer)


def main() -> None:
    """Errors: SystemExit with a sentence, if the model cannot be used."""
    try:
        sscd = load(ModelFile(Path(sys.argv[2]), bytes.fromhex(sys.argv[3])))
    except CannotUse as why:
        raise SystemExit(str(why)) from None
    serve(answer_with(sscd), warm_up, SECONDS_PER_SSCD)


if __name__ == "__main__":
    main()
