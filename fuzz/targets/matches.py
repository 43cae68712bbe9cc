"""Any fingerprints can be protected and asked for together: finite numbers come out, and never an error."""

from __future__ import annotations

import numpy as np

from bench.vectors.records import records
from jikimi.fingerprint.film import Film, Frame, film_from_bytes, film_to_bytes
from jikimi.fingerprint.record import BadRecord, from_bytes
from jikimi.match.film import find_in_film
from jikimi.match.matcher import Matcher

MOST_FRAMES = 4


def seeds() -> list[bytes]:
    made = records()
    every = [from_bytes(bytes.fromhex(one["hex"])) for one in made["records"]]
    pairs = [Film((Frame(None, one), Frame(0.5, other))) for one in every for other in every[::3]]
    return [film_to_bytes(pair) for pair in pairs] + [bytes.fromhex(one["hex"]) for one in made["films"]]


def one_input(data: bytes) -> None:
    try:
        film = film_from_bytes(data)
    except BadRecord:
        return
    if len(film.frames) > MOST_FRAMES:
        return
    bank = Matcher()
    with np.errstate(all="raise", under="ignore"):
        bank.add_many((str(at), frame.fingerprint) for at, frame in enumerate(film.frames))
        for match in find_in_film(bank.find, film):
            assert match.key in bank
            assert np.isfinite(list(match.signals.values())).all()
        for at in range(len(film.frames)):
            bank.withdraw(str(at))
        assert find_in_film(bank.find, film) == []
    bank.settle()
