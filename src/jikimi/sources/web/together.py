"""What looks from several places say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jikimi.sources.base import Grade, Learnt, Observation

GONE = frozenset({Grade.GONE, Grade.SOFT_404})
VISIBLE = frozenset({Grade.LIVE, Grade.FILE_STILL_SERVED})
_NOT_SHOWN = GONE | {Grade.HIDDEN_BY_COUNTRY}


def together(parts: Sequence[Observation], country_of: Mapping[str, str]) -> Observation:
    """`parts` has one look or more, the first one ours; `country_of` gives a vantage's country."""
    if len(parts) == 1:
        return _one(parts[0])
    return Observation(
        _grade(parts, country_of),
        max(part.at for part in parts),
        {part.vantage: part.grade.value for part in parts},
        ", ".join(part.vantage for part in parts),
        parts=tuple(parts),
        gone_from=_gone_from(parts),
        learnt=_learnt(parts),
    )


def _one(part: Observation) -> Observation:
    return Observation(
        part.grade,
        part.at,
        part.seen,
        part.vantage,
        part.sealed,
        gone_from=_gone_from([part]),
        learnt=part.learnt,
    )


def _grade(parts: Sequence[Observation], country_of: Mapping[str, str]) -> Grade:
    told = {part.grade for part in parts} - {Grade.CANNOT_TELL}
    shown_in = {country_of[part.vantage] for part in parts if part.grade in VISIBLE}
    hidden_in = {country_of[part.vantage] for part in parts if part.grade in _NOT_SHOWN}
    if shown_in:
        # Where two looks from one country disagree, a cache is more likely than a border.
        return Grade.HIDDEN_BY_COUNTRY if hidden_in - shown_in else _first(told, *sorted(VISIBLE))
    return _first(told, Grade.HIDDEN_BY_COUNTRY, Grade.BEHIND_LOGIN, Grade.GONE, Grade.SOFT_404)


def _first(told: set[Grade], *order: Grade) -> Grade:
    return next((grade for grade in order if grade in told), Grade.CANNOT_TELL)


def _gone_from(parts: Sequence[Observation]) -> tuple[str, ...]:
    return tuple(part.vantage for part in parts if part.grade in GONE)


def _learnt(parts: Sequence[Observation]) -> Learnt:
    return Learnt(
        media=next((part.learnt.media for part in parts if part.learnt.media), None),
        likeness=next((part.learnt.likeness for part in parts if part.learnt.likeness), None),
        shown_in_page=any(part.learnt.shown_in_page for part in parts),
    )
