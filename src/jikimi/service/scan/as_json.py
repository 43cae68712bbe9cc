"""What a program reads: one JSON object a line, plain ASCII, so that no name can disturb a terminal."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from jikimi.match.film import second_of
from jikimi.match.sighting import Match
from jikimi.service.scan.look import Looked
from jikimi.service.scan.plain import author_tag
from jikimi.service.scan.tally import Tally


def sighting_json(looked: Looked, match: Match, place: str) -> str:
    """One sighting. `second` is null for what does not move, `transform` where only PDQ spoke."""
    done = match.transform
    return json.dumps(
        {
            "post": looked.post.id,
            "path": looked.path,
            "photo": match.key,
            "second": second_of(match),
            "verdict": match.verdict.value,
            "kind": match.kind.value,
            "signals": {name: round(value, 4) for name, value in match.signals.items()},
            "transform": None
            if done is None
            else {
                "turned": round(done.turned, 1),
                "mirrored": done.mirrored,
                "scale": round(done.scale, 4),
                "region": [round(edge, 4) for edge in done.region],
                "seen_region": [round(edge, 4) for edge in done.seen_region],
                "region_map": match.region_map,
            },
            "date": looked.post.when.isoformat(timespec="seconds") if looked.post.when else None,
            "author": author_tag(looked.post.author, place),
        }
    )


def summary_json(tally: Tally) -> str:
    """The last line."""
    summary: dict[str, Any] = {
        "complete": tally.stopped is None,
        "stopped": tally.stopped,
        "photos": tally.photos,
        "photos_refused": [{"photo": name, "why": why} for name, why in tally.refused_photos],
        "photos_weak": [{"photo": name, "why": why} for name, why in tally.weak_photos],
        "posts": tally.posts,
        "pictures": tally.pictures,
        "videos": tally.videos,
        "videos_in_part": tally.in_part,
        "matches": tally.matches,
        "looks": tally.looks,
        "unreadable": tally.unread,
        "unreadable_files": [{"post": one.post, "path": one.path, "why": one.why} for one in tally.named],
        "previews_only": tally.previews,
        "hidden_left_out": tally.hidden,
        "seconds": round(tally.seconds, 1),
    }
    if tally.sscd is not None:
        summary["sscd"] = asdict(tally.sscd)
    return json.dumps({"summary": summary})
