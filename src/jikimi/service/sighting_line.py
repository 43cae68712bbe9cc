"""A sighting in one line: which case, what, where, how long after the post, by which signals, and its map."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from jikimi.service.map_words import replaced, rows
from jikimi.watch.models import Sighting


def sighting_line(sighting: Sighting, *, show_address: bool = False) -> str:
    """One line: which case, what, where (a number), how long after the post, by which signals; of what is
    altered or inside another picture the map too; where it is altered a notice may rest on it."""
    parts = [
        f"Sighting {sighting.pk}: case {sighting.case.number}, photo {sighting.fingerprint_id}",
        _verdict(sighting),
        f"room {sighting.room_id}",
        _moment(sighting.second),
        _delay(sighting),
        _signals(sighting),
        _map(sighting),
    ]
    if sighting.came_back:
        parts.append("it was gone before and came back")
    if show_address and sighting.post:
        parts.append(str(sighting.post.address))
    return "; ".join(part for part in parts if part)


def sighting_as_data(sighting: Sighting, *, show_address: bool = False) -> dict[str, Any]:
    """For programs. Times are ISO 8601, `signals` as the matcher named them."""
    data: dict[str, Any] = {
        "sighting": sighting.pk,
        "case": sighting.case.number,
        "photo": sighting.fingerprint_id,
        "kind": sighting.kind,
        "verdict": sighting.verdict,
        "state": sighting.state,
        "room": sighting.room_id,
        "seen_at": sighting.seen_at.isoformat(timespec="seconds"),
        "second": sighting.second,
        "came_back": sighting.came_back,
        "signals": sighting.signals,
        "transform": sighting.transform,
        "region_map": sighting.region_map,
        "keep_note": sighting.keep_note,
    }
    if show_address:
        data["address"] = sighting.post.address if sighting.post else None
    return data


def shows_map(sighting: Sighting) -> bool:
    """Of an unaltered copy there is none to show: at the edge of a crop a part may look replaced."""
    return sighting.kind != "same" and bool(sighting.region_map)


def _map(sighting: Sighting) -> str:
    return f"map {rows(sighting.region_map)}" if shows_map(sighting) else ""


def _verdict(sighting: Sighting) -> str:
    sure = "a match" if sighting.verdict == "match" else "perhaps, somebody must look at the evidence"
    kind = {"same": "an unaltered copy", "altered": "altered", "embedded": "inside another picture"}
    transform = sighting.transform or {}
    turned = round(float(transform.get("turned", 0.0))) % 360
    how = [kind.get(sighting.kind, sighting.kind)]
    if transform.get("mirrored"):
        how.append("mirrored")
    if 3 <= turned <= 357:
        how.append(f"turned by {turned} degrees")
    # Of what is not altered a stray cell may look replaced: the map shows it, the sentence does not say so.
    if sighting.kind == "altered" and (share := replaced(sighting.region_map)):
        how.append(share)
    return f"{', '.join(how)} ({sure})"


def _delay(sighting: Sighting) -> str:
    if sighting.made_at is None:
        return ""
    after = _length(sighting.seen_at - sighting.made_at)
    return (
        f"posted {after} ago, before it was protected"
        if sighting.from_the_past
        else f"{after} after the post"
    )


def _length(span: timedelta) -> str:
    seconds = max(0.0, span.total_seconds())
    for size, name in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.1f} {name}"
    return f"{seconds:.1f} s"


def _signals(sighting: Sighting) -> str:
    return "by " + ", ".join(f"{name} {value:g}" for name, value in sorted(sighting.signals.items()))


def _moment(second: float | None) -> str:
    if second is None:
        return ""
    from jikimi.match.film import moment  # brings the whole matcher, which a line about a picture needs not

    return f"at {moment(second)} of the video"
