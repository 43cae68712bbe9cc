"""What of the bank is in a film: each photograph once, at the second at which it is surest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields

from jikimi.fingerprint.film import Film
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.match.sighting import Match, Verdict


@dataclass(frozen=True, slots=True)
class FilmMatch(Match):
    """A match in a video. `second` counts from its beginning."""

    second: float = 0.0


def find_in_film(find: Callable[[Fingerprint], Iterable[Match]], film: Film) -> list[Match]:
    """Every protected photograph that some frame is made from, the surest first."""
    best: dict[str, Match] = {}
    for frame in film.frames:
        for match in find(frame.fingerprint):
            known = best.get(match.key)
            if known is None or sureness(match) > sureness(known):
                best[match.key] = match if frame.second is None else _at(frame.second, match)
    return sorted(best.values(), key=sureness, reverse=True)


def second_of(match: Match) -> float | None:
    """None for what stands still."""
    return match.second if isinstance(match, FilmMatch) else None


def moment(second: float) -> str:
    """A place in a video, as players write it: 0:07, 12:30, 1:02:03."""
    minutes, seconds = divmod(int(second), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def sureness(match: Match) -> tuple[bool, float]:
    """To order matches by; `match` before `look`."""
    score = match.signals.get("score", 0.0) + 256 - match.signals.get("pdq_distance", 256.0)
    return match.verdict is Verdict.MATCH, score


def _at(second: float, match: Match) -> FilmMatch:
    return FilmMatch(**{field.name: getattr(match, field.name) for field in fields(Match)}, second=second)
