"""The ways of asking, in words and as plain data."""

from __future__ import annotations

from typing import Any

from jikimi.playbooks.platform import Platform
from jikimi.takedown.planner.plan import Planned

# Of fewer notices than this, the playbook's word weighs more than what was measured.
FEW = 5


def way_as_data(platform: Platform, way: Planned) -> dict[str, Any]:
    """For JSON."""
    fallen = way.fallen
    return {
        "platform": platform.key,
        "route": way.route.kind,
        "destination": way.route.destination,
        "law": way.route.law,
        "by_itself": way.by_itself,
        "only_for": way.route.only_for,
        "removals_a_day": round(way.removals_a_day, 3),
        "notices": way.notices,
        "links": way.links,
        "links_gone_within_a_week": way.links_gone,
        "median_hours": None if way.median_hours is None else round(way.median_hours, 1),
        "assumed": {"success": way.route.prior_success, "hours": way.route.prior_hours},
        "fallen": None
        if fallen is None
        else {
            "failed": fallen.failed,
            "last": fallen.last,
            "before": round(fallen.before, 2),
            "since": fallen.since.isoformat(timespec="seconds"),
        },
    }


def way_line(way: Planned) -> str:
    """What its place in the order rests on."""
    assumed = f"the playbook assumes {way.route.prior_success:.0%} within {way.route.prior_hours:g} h"
    if not way.notices:
        measured = f"never tried here; {assumed}"
    else:
        within = "" if way.median_hours is None else f", half of these within {way.median_hours:.0f} h"
        measured = (
            f"{way.links_gone} of {_count(way.links, 'link')} gone within a week{within} "
            f"({_count(way.notices, 'notice')})"
        )
        if way.notices < FEW:
            measured += f"; few, so mostly as {assumed}"
    named = "" if way.by_itself else "; only when you name it"
    # Two ways of one kind and law are told apart by where they lead; their notices are counted together.
    known = "" if "$" in way.route.destination else f" to {way.route.destination}"
    return f"{way.route.kind}{known} under {way.route.law}: {measured}{named}"


def fallen_sentence(platform: Platform, way: Planned) -> str:
    """That it does not work any more, and what follows from it."""
    fallen = way.fallen
    if fallen is None:
        return ""
    return (
        f"{platform.name} does not act on {way.route.kind} ({way.route.law}) any more: "
        f"{fallen.failed} of the last {_count(fallen.last, 'notice')} came to nothing, since "
        f"{fallen.since:%Y-%m-%d}; before, about {fallen.before:.0%} worked. Other ways are taken first."
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
