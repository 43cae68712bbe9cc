"""How sure we are that a link is gone, and by which rule, in words."""

from __future__ import annotations

from datetime import timedelta

from jikimi.takedown.certainty import GONE_STATES, Bar
from jikimi.takedown.models import Link, LinkState


def rule_words(bar: Bar) -> str:
    """ "3 looks over 4 days from 2 places"."""
    return looks_words(bar.looks, bar.apart, bar.places)


def looks_words(looks: int, over: timedelta, places: int) -> str:
    parts = [f"{looks} look" if looks == 1 else f"{looks} looks"]
    if over >= timedelta(seconds=1):
        parts.append(f"over {span_words(over)}")
    parts.append("from 1 place" if places == 1 else f"from {places} places")
    return " ".join(parts)


def span_words(span: timedelta) -> str:
    """The largest whole unit that says it: "4 days", "30 minutes"."""
    seconds = int(span.total_seconds())
    for size, name in ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {name}" if count == 1 else f"{count} {name}s"
    return "no time"


def gone_words(link: Link, bar: Bar) -> str:
    """What the looks that found it gone amount to, against the rule; "" where none did."""
    if not link.gone_looks:
        return ""
    first, last = link.first_gone_look_at, link.last_look_at
    over = last - first if first and last else timedelta()
    said = looks_words(link.gone_looks, over, max(1, len(link.gone_from)))
    if LinkState(link.state) in GONE_STATES:
        return f"gone in {said} (the rule: {rule_words(bar)})"
    return f"not sure yet: gone in {said}, of {rule_words(bar)}"
