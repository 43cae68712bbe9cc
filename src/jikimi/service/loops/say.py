"""What the loops tell whoever sits before the terminal: plain words, no addresses unless asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress

from django.db.utils import DatabaseError

from jikimi.fingerprint.decode.pool import DecoderUnavailable
from jikimi.service.loops.undone import Undone
from jikimi.service.plain_errors import database_sentence
from jikimi.service.sighting_line import sighting_line
from jikimi.takedown.models import Notice
from jikimi.watch.models import Sighting, SightingState

Print = Callable[[str], None]


class InPlainWords(Exception):
    """The message is a sentence for a person, without names or addresses."""


class Voice:
    """`out` gets what was found and done, `err` what went wrong."""

    def __init__(self, out: Print, err: Print, *, show_addresses: bool = False) -> None:
        self._out = _calm(out)
        self._err = _calm(err)
        self._show_addresses = show_addresses
        self._troubles: dict[str, str] = {}
        self.undone: Counter[Undone] = Counter()

    def sightings(self, found: Sequence[Sighting]) -> None:
        for sighting in found:
            if sighting.state != SightingState.ALLOWED:
                self._out(sighting_line(sighting, show_address=self._show_addresses))

    def say(self, line: str) -> None:
        self._out(line)

    def not_done(self, kind: Undone, line: str = "", *, count: int = 1) -> None:
        """Something that was due. Without a line it was told before."""
        self.undone[kind] += count
        if line:
            self._out(line)

    def notice(self, notice: Notice, what: str) -> None:
        self._out(f"Notice {notice.public_id} ({notice.route}, case {notice.case.number}): {what}")

    def trouble(self, what: str, trouble: Exception) -> None:
        """Once each; the same again is told only after it had worked in between."""
        self.undone[Undone.WORK] += 1
        line = f"{what}: {in_words(trouble)}"
        if self._troubles.get(what) != line:
            self._err(line)
        self._troubles[what] = line

    def fine(self, what: str) -> None:
        """It works, or works again."""
        if self._troubles.pop(what, None):
            self._err(f"{what}: works again.")


def _calm(say: Print) -> Print:
    """A terminal that is gone, or a log that is full, must not stop the work."""

    def calm(line: str) -> None:
        with suppress(OSError):
            say(line)

    return calm


def in_words(trouble: Exception) -> str:
    """What went wrong, for a person. Kinds of errors are ours; messages may hold what nobody may read."""
    if isinstance(trouble, InPlainWords | DecoderUnavailable):
        return str(trouble)
    known = database_sentence(trouble) if isinstance(trouble, DatabaseError) else None
    return known or f"Something unforeseen went wrong ({_where(trouble)})."


def _where(trouble: BaseException) -> str:
    trace = trouble.__traceback__
    place = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if "jikimi" in code.co_filename:
            place = f" in {code.co_name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return type(trouble).__name__ + place
