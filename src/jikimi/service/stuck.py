"""Everything that needs a person, the most urgent first, each with the command that resolves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from jikimi.cases.actor import Actor
from jikimi.cases.queries import ledger_visible_to
from jikimi.service.alive import noted
from jikimi.takedown.answers import answers_summary
from jikimi.takedown.stuck.answers import stuck_answers
from jikimi.takedown.stuck.clocks import stuck_clocks
from jikimi.takedown.stuck.item import Stuck, Urgency
from jikimi.takedown.stuck.links import stuck_links
from jikimi.takedown.stuck.notices import MOST, stuck_notices
from jikimi.takedown.urgency import rank_of
from jikimi.watch.models import SightingState
from jikimi.watch.queries import may_fetch, rooms, sightings_visible_to

Kind = Callable[[Actor, datetime], Iterator[Stuck]]

# Clocks of several machines may differ by so much.
_SLACK: Final = timedelta(minutes=5)


def stuck(actor: Actor, now: datetime) -> list[Stuck]:
    """All of it, in the order in which a person should see to it. Needs no key."""
    return sorted((one for kind in KINDS for one in kind(actor, now)), key=lambda one: one.turn)


def as_data(one: Stuck) -> dict[str, Any]:
    """As `jikimi stuck --json` prints it."""
    return {
        "what": one.urgency.name.lower().replace("_", " "),
        "subject": one.subject,
        "case": one.case,
        "since": one.since.isoformat(timespec="seconds"),
        "why": one.why,
        "do": list(one.do),
    }


def _sightings(actor: Actor, now: datetime) -> Iterator[Stuck]:
    open_ones = sightings_visible_to(actor).filter(state=SightingState.OPEN)
    for sighting in open_ones.select_related(None).select_related("case")[:MOST]:
        yield Stuck(
            urgency=Urgency.SIGHTING,
            subject=f"sighting {sighting.pk}",
            why="It was found. Is it hers, and is it abuse?",
            do=(f"jikimi confirm {sighting.pk} --ground ...", f"jikimi dismiss {sighting.pk}"),
            since=sighting.seen_at,
            case=sighting.case.number,
            case_rank=rank_of(sighting.case),
        )


def _machine(actor: Actor, now: datetime) -> Iterator[Stuck]:
    """What holds up everything at once."""
    last = ledger_visible_to(Actor("auditor", "stuck")).order_by("-seq").first()
    if last is not None and last.at > now + _SLACK:
        yield _operator("this machine's clock", "It is behind the last entry of the history. Set it.", now)
    answers = answers_summary()
    if answers.inbox_trouble:
        yield _operator("the inbox", f"It cannot be read. {answers.inbox_trouble}", now)
    if answers.letterbox:
        yield _operator("the letterbox", "Something in it could not be opened: was it tampered with?", now)
    watched = list(rooms(actor).exclude(state="paused").defer("address"))
    if watched and not may_fetch():
        yield _operator(
            "watching", "No authority is recorded, so nothing is watched.", now, "authority record"
        )
    for room in watched:
        if room.problem:
            yield _operator(f"room {room.pk}", room.problem, now, "room list")
    for process, alive in noted():
        if not alive:
            yield _operator(f"process {process.name}", "It is not running.", now, "serve")


def _operator(what: str, why: str, now: datetime, command: str = "check-setup") -> Stuck:
    return Stuck(urgency=Urgency.MACHINE, subject=what, why=why, do=(f"jikimi {command}",), since=now)


KINDS: Final[tuple[Kind, ...]] = (
    stuck_notices,
    stuck_clocks,
    stuck_answers,
    stuck_links,
    _sightings,
    _machine,
)
