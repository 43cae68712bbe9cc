"""What the centre may have to tell others, as it is shown at a case."""

from __future__ import annotations

from collections.abc import Iterable

from jikimi.playbooks.duty import Duty
from jikimi.playbooks.load import load_all
from jikimi.playbooks.problems import PlaybooksRefused
from jikimi.service.config import ConfigError, load
from jikimi.watch.queries import authorities


def duties_to_show() -> tuple[Duty, ...]:
    """Those of the countries in which the centre watches; all, where none is recorded.

    Errors: ConfigError.
    """
    try:
        playbooks = load_all(load().playbooks)
    except PlaybooksRefused as refused:
        raise ConfigError(str(refused)) from None
    return playbooks.duties_in({authority.country for authority in authorities()})


def in_words(duties: Iterable[Duty]) -> Iterable[str]:
    for duty in duties:
        whom = f"a person under {duty.under_age}" if duty.under_age else "anybody"
        sure = " To be confirmed by the centre." if duty.to_be_confirmed else ""
        yield f"Duty to report ({duty.country}, about {whom}): {duty.words}{sure}"
        yield f"  Who: {'; '.join(duty.professions)}. To: {duty.to}. When: {duty.how_soon}. {duty.name}"


def as_objects(duties: Iterable[Duty]) -> list[dict[str, object]]:
    return [
        {
            "key": duty.key,
            "country": duty.country,
            "under_age": duty.under_age,
            "professions": list(duty.professions),
            "to": duty.to,
            "how_soon": duty.how_soon,
            "words": duty.words,
            "to_be_confirmed": duty.to_be_confirmed,
        }
        for duty in duties
    ]
