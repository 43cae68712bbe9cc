"""How often to look at a link, and when it may be called gone: as its playbook says, or as usual."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from jikimi.playbooks.load import Playbooks
from jikimi.service.loops.engine import Engine
from jikimi.sources.web.source import WebSource
from jikimi.takedown.certainty import Bar
from jikimi.takedown.models import Link
from jikimi.takedown.next_step import Looks
from jikimi.takedown.rhythm import AFTER_ASKING


def after_asking(engine: Engine, platform: str) -> Sequence[int]:
    known = engine.letterhead.playbooks.platforms.get(platform)
    return known.checks.after_asking_s if known else AFTER_ASKING


def looks_of(engine: Engine, link: Link) -> Looks:
    source = engine.sources.get(link.source)
    places = source.places if isinstance(source, WebSource) else 1
    bar = bar_of(engine.letterhead.playbooks, link.platform, places, engine.pace.looks_apart_s)
    known = engine.letterhead.playbooks.platforms.get(link.platform)
    if known is None:
        return Looks(bar)
    checks = known.checks
    return Looks(bar, checks.after_asking_s, checks.once_gone_s, checks.stop_after.total_seconds())


def bar_of(playbooks: Playbooks, platform: str, places: int, looks_apart_s: float | None) -> Bar:
    """The playbook's rule. It cannot ask for more places than the centre looks from, `places`.

    `looks_apart_s` replaces it by two looks so far apart (for demonstrations).
    """
    if looks_apart_s is not None:
        return Bar(apart=timedelta(seconds=looks_apart_s))
    known = playbooks.platforms.get(platform)
    if known is None:
        return Bar(looks=3, apart=timedelta(days=2))
    rule = known.gone_rule
    return Bar(rule.looks, rule.apart, min(rule.vantages, places))
