"""What the loops tell whoever sits before the terminal: plain words, no addresses unless asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

from django.db.utils import DatabaseError

from jikimi.fingerprint.decode.pool import DecoderUnavailable
from jikimi.match.film import moment
from jikimi.service.plain_errors import database_sentence
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

    def sightings(self, found: Sequence[Sighting]) -> None:
        for sighting in found:
            if sighting.state != SightingState.ALLOWED:
                self._out(sighting_line(sighting, show_address=self._show_addresses))

    def say(self, line: str) -> None:
        self._out(line)

    def notice(self, notice: Notice, what: str) -> None:
        self._out(f"Notice {notice.public_id} ({notice.route}, case {notice.case.number}): {what}")

    def trouble(self, what: str, trouble: Exception) -> None:
        """Once each; the same again is told only after it had worked in between."""
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


def sighting_line(sighting: Sighting, *, show_address: bool = False) -> str:
    """One line: which case, what, where (a number), how long after the post, by which signals."""
    parts = [
        f"Sighting {sighting.pk}: case {sighting.case.number}, photo {sighting.fingerprint_id}",
        _verdict(sighting),
        f"room {sighting.room_id}",
        "" if sighting.second is None else f"at {moment(sighting.second)} of the video",
        _delay(sighting),
        _signals(sighting),
    ]
    if sighting.came_back:
        parts.append("it was gone before and came back")
    if show_address and sighting.post:
        parts.append(str(sighting.post.address))
    return "; ".join(part for part in parts if part)


def _verdict(sighting: Sighting) -> str:
    sure = "a match" if sighting.verdict == "match" else "perhaps, somebody must look at the evidence"
    kind = {"same": "an unaltered copy", "altered": "altered", "embedded": "inside another picture"}
    transform = sighting.transform or {}
    turned = round(float(transform.get("turned", 0.0))) % 360
    how = [kind.get(sighting.kind, sighting.kind)]
    if transform.get("mirrored"):
        how.append("mirrored")
    if 3 <= turned <= 357:
        how.append(f"turned by {turned} degrees")
    return f"{', '.join(how)} ({sure})"


def _delay(sighting: Sighting) -> str:
    if sighting.made_at is None:
        return ""
    after = _length(sighting.seen_at - sighting.made_at)
    return (
        f"posted {after} ago, before it was protected"
        if sighting.from_the_past
        else f"{after} after the post"
    )


def _length(span: timedelta) -> str:
    seconds = max(0.0, span.total_seconds())
    for size, name in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.1f} {name}"
    return f"{seconds:.1f} s"


def _signals(sighting: Sighting) -> str:
    return "by " + ", ".join(f"{name} {value:g}" for name, value in sorted(sighting.signals.items()))


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
