"""What sets one kind of worker apart from another."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jikimi.fingerprint.decode.protocol import Answer, Form, Purpose
from jikimi.fingerprint.film import film_from_bytes
from jikimi.fingerprint.record import BadRecord, from_bytes
from jikimi.fingerprint.sscd_record import vectors_from_bytes


@dataclass(frozen=True, slots=True)
class Trade:
    """`fails` begins the sentence that says why it does not start. `module` is what its process runs, with
    the parent's id and the `given` words. `depth` files are in one at once: the next lies in its pipe while
    one is being read. `form_of` says which form of answer a purpose gets."""

    fails: str
    module: str
    depth: int
    form_of: Callable[[Purpose], Form]
    given: tuple[str, ...] = ()

    def command(self, parent: int) -> list[str]:
        """Isolated from the caller's environment and folder."""
        return [sys.executable, "-I", "-m", self.module, str(parent), *self.given]

    def read(self, answer: Answer, purpose: Purpose) -> Any:
        """What whoever waits gets: a Fingerprint, a Film or Vectors. Errors: BadRecord."""
        if answer.form is not self.form_of(purpose):
            raise BadRecord("An answer of another form than the one that was asked for.")
        return _READ[answer.form](answer.record or b"")


_READ: dict[Form, Callable[[bytes], Any]] = {
    Form.RECORD: from_bytes,
    Form.FILM: film_from_bytes,
    Form.VECTORS: vectors_from_bytes,
}


def _film_or_fingerprint(purpose: Purpose) -> Form:
    return Form.FILM if purpose is Purpose.SEEN_FILM else Form.RECORD


_FAILS = "The process that reads {} does not start on this machine"
PICTURES = Trade(_FAILS.format("pictures"), "jikimi.fingerprint.decode.worker", 2, _film_or_fingerprint)
FILMS = Trade(_FAILS.format("videos"), "jikimi.fingerprint.decode.film_worker", 1, _film_or_fingerprint)
"""A film waits for whichever worker is free first."""


def sscd(path: str, sha256: str) -> Trade:
    """SSCD's vectors of pictures, by the model at that path whose file has that SHA-256 (in hex)."""
    module = "jikimi.fingerprint.decode.sscd_worker"
    return Trade("SSCD cannot be used", module, 2, lambda _: Form.VECTORS, (path, sha256))
