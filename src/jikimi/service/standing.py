"""How things stand, as plain data: the one source of `status` in words and in JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils import timezone

from jikimi.cases.actor import ENGINE
from jikimi.cases.queries import ledger_head
from jikimi.cases.queries import summary as case_summary
from jikimi.seal.errors import SealError
from jikimi.service.alive import noted
from jikimi.service.config import ConfigError, load
from jikimi.service.letterhead import make_letterhead
from jikimi.service.stuck import as_data
from jikimi.service.ways_words import fallen_sentence, way_as_data
from jikimi.takedown.answers import answers_summary
from jikimi.takedown.planner.plan import fallen_ways
from jikimi.takedown.queries import NEED_A_PERSON, waiting_for_a_person
from jikimi.takedown.queries import summary as takedown_summary
from jikimi.takedown.stuck.notices import escalations_without_receipt
from jikimi.watch.queries import summary as watch_summary

# More would push everything else off the screen; the number beside them says how many there are.
SHOWN = 20


def standing() -> dict[str, Any]:
    """Counts, states and reasons; no address, no name, nothing that needs the engine's key."""
    seq, head = ledger_head()
    now = timezone.now()
    return {
        "at": now.isoformat(timespec="seconds"),
        "escalations_without_receipt": [as_data(one) for one in escalations_without_receipt(ENGINE, now)],
        "need_a_person": _need_a_person(),
        "fallen_ways": fallen(),
        "cases": case_summary(),
        "watch": _plain(asdict(watch_summary())),
        "takedown": _plain(asdict(takedown_summary())),
        "answers": _plain(asdict(answers_summary())),
        "processes": [{"name": one.name, "alive": alive, "restarts": one.restarts} for one, alive in noted()],
        "ledger": {"entries": seq, "head": head},
    }


def _need_a_person() -> list[dict[str, str]]:
    """Notices that wait for a decision, the unknown ones first."""
    order = {str(state): place for place, state in enumerate(NEED_A_PERSON)}
    waiting = waiting_for_a_person(ENGINE).defer("body", "ground_words")
    listed = sorted(waiting, key=lambda notice: (order[notice.state], notice.pk))
    return [
        {
            "notice": notice.public_id,
            "case": notice.case.number,
            "state": str(notice.state),
            "route": notice.route,
            "reason": notice.reason,
        }
        for notice in listed
    ]


def fallen() -> list[dict[str, Any]]:
    """Ways of asking that worked and do not any more. Nothing where the playbooks cannot be read: `jikimi
    check-setup` and `jikimi work` say so."""
    try:
        playbooks = make_letterhead(load()).playbooks
    except (ConfigError, SealError):
        return []
    return [
        way_as_data(platform, way) | {"words": fallen_sentence(platform, way)}
        for platform, way in fallen_ways(playbooks, timezone.now())
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
