"""The ways of asking a platform, the best first, each with what its place rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jikimi.playbooks.law import Law
from jikimi.playbooks.load import Playbooks
from jikimi.playbooks.platform import Platform
from jikimi.playbooks.route import Route
from jikimi.takedown.planner.collapse import Collapse, Settled, collapse
from jikimi.takedown.planner.history import Way, history
from jikimi.takedown.planner.record import HORIZON, USUAL_ANSWER, Tried, median_hours
from jikimi.takedown.planner.score import Prior, score


@dataclass(frozen=True, slots=True)
class Planned:
    """One way. `removals_a_day` is what it is ordered by; the counts say on how much that rests.

    `by_itself`: it is taken without being named. `links_gone` went within a week, half of them within
    `median_hours`. `fallen` where it worked before and does not any more.
    """

    route: Route
    by_itself: bool
    removals_a_day: float
    notices: int
    links: int
    links_gone: int
    median_hours: float | None
    fallen: Collapse | None


def plan(
    platform: Platform, playbooks: Playbooks, now: datetime, past: Mapping[Way, list[Tried]] | None = None
) -> tuple[Planned, ...]:
    """Every lawful way: those taken by themselves first, and of these the ones that have not fallen."""
    known = history(now, platform.key) if past is None else past
    usual = playbooks.usual_routes(platform)
    ways = [
        _planned(route, route in usual, known.get((platform.key, route.kind, route.law), []), now)
        for route in platform.routes
        if lawful(playbooks.laws[route.law])
    ]
    # Sorting is stable: what is equal stays as the playbook has it.
    return tuple(
        sorted(ways, key=lambda way: (not way.by_itself, way.fallen is not None, -way.removals_a_day))
    )


def routes_in_order(platform: Platform, playbooks: Playbooks, now: datetime) -> tuple[Route, ...]:
    """Those that are taken by themselves, the best first."""
    return tuple(way.route for way in plan(platform, playbooks, now) if way.by_itself)


def lawful(law: Law) -> bool:
    """Whether the centre may send a notice under it: as anybody may, or as the person's representative."""
    return bool({"anyone", "authorised"}.intersection(law.sender.may))


def fallen_ways(playbooks: Playbooks, now: datetime) -> list[tuple[Platform, Planned]]:
    """Everywhere."""
    past = history(now)
    keys = sorted({platform for platform, _, _ in past})
    known = [playbooks.platforms[key] for key in keys if key in playbooks.platforms]
    return [(one, way) for one in known for way in plan(one, playbooks, now, past) if way.fallen is not None]


def _planned(route: Route, by_itself: bool, tried: Sequence[Tried], now: datetime) -> Planned:
    answer_time = max(USUAL_ANSWER, timedelta(hours=2 * route.prior_hours))
    settled = [
        Settled(one.asked_at, worked)
        for one in tried
        if (worked := one.worked(now, min(answer_time, HORIZON))) is not None
    ]
    links = [after for one in tried for after in one.gone_after]
    return Planned(
        route=route,
        by_itself=by_itself,
        removals_a_day=score(tried, Prior(route.prior_success, route.prior_hours), now),
        notices=len(tried),
        links=len(links),
        links_gone=sum(after is not None and after <= HORIZON for after in links),
        median_hours=median_hours(tried),
        fallen=collapse(settled, route.prior_success, now),
    )
