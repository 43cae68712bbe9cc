"""A link as the command line tells of it: in a line, in all its looks, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jikimi.sources.web.address import KIND as WEB
from jikimi.sources.web.tells_who_looks import why_it_tells
from jikimi.takedown.certainty import Bar
from jikimi.takedown.gone_words import gone_words, rule_words
from jikimi.takedown.models import Check, Link

TIME = "%Y-%m-%d %H:%M"


def line(link: Link, bar: Bar) -> str:
    parts = [
        f"Link {link.pk}, case {link.case.number}, {link.platform}: {link.state}",
        "1 look" if link.looks == 1 else f"{link.looks} looks",
    ]
    if said := gone_words(link, bar):
        parts.append(said)
    if link.source == WEB and link.looks and not link.media:
        parts.append("only the page is looked at, its file's own address is not known")
    if link.returns:
        parts.append("came back once" if link.returns == 1 else f"came back {link.returns} times")
    if link.looks and not link.last_look_told:
        parts.append("the last look could not tell")
    if link.let_go_at:
        parts.append(f"let go: {link.let_go_why} (`jikimi links look {link.pk}` takes it up again)")
    elif link.waits_for_yes:
        parts.append(f"WAITS FOR YOUR YES: {waits_why(link)} (`jikimi links look {link.pk}`)")
    if link.problem:
        parts.append(link.problem)
    if link.next_check_at and not link.waits_for_yes:
        parts.append(f"next look {link.next_check_at:{TIME}}")
    return "; ".join(parts)


def waits_why(link: Link) -> str:
    """Why nobody looks before a yes."""
    found = [why for why in (why_it_tells(one) for one in (link.post, link.media) if one) if why]
    return found[0] if found else "its address may tell the uploader who looked"


def check_lines(check: Check) -> Iterator[str]:
    """One look: what was seen, from where. Prints addresses."""
    yield f"{check.at:%Y-%m-%d %H:%M:%S} from {check.vantage}: {check.grade}"
    for name, value in check.all_seen.items():
        if value is None:
            continue
        yield f"    {name.replace('_', ' ')}: {value}"


def as_data(link: Link, bar: Bar, *, show_addresses: bool) -> dict[str, Any]:
    """For programs. Times are ISO 8601."""
    data: dict[str, Any] = {
        "link": link.pk,
        "case": link.case.number,
        "platform": link.platform,
        "state": link.state,
        "since": _iso(link.since),
        "looks": link.looks,
        "last_look_at": _iso(link.last_look_at),
        "last_look_told": link.last_look_told,
        "gone_looks": link.gone_looks,
        "first_gone_look_at": _iso(link.first_gone_look_at),
        "gone_from": link.gone_from,
        "rule": {"looks": bar.looks, "apart_s": bar.apart.total_seconds(), "places": bar.places},
        "rule_words": rule_words(bar),
        "returns": link.returns,
        "waits_for_yes": link.waits_for_yes and not link.let_go_at,
        "let_go_at": _iso(link.let_go_at),
        "let_go_why": link.let_go_why,
        "problem": link.problem,
        "next_look_at": _iso(link.next_check_at),
    }
    if show_addresses:
        data |= {"address": link.post, "file": link.media}
    return data


def _iso(moment: Any) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
