"""Prints what an installation remembers, as JSON. Runs in a process with that installation's keys."""

from __future__ import annotations

import json
import sys
from typing import Any


def look() -> dict[str, Any]:
    from jikimi.cases.actor import Actor
    from jikimi.cases.queries import ledger_entries
    from jikimi.ledger.verify import verify
    from jikimi.takedown.models import Attempt, Deadline, Notice, Receipt
    from jikimi.watch.models import Post, Room, Sighting

    return {
        "posts": [
            [post.address, post.media_index, post.compact is not None, post.unread_reason]
            for post in Post.objects.order_by("pk")
        ],
        "sightings": [
            [sighting.post.address if sighting.post else None, sighting.state, sighting.came_back]
            for sighting in Sighting.objects.select_related("post").order_by("pk")
        ],
        "notices": {
            notice.public_id: {
                "route": notice.route,
                "state": str(notice.state),
                "reason": notice.reason,
                "attempts": [
                    str(one.outcome) for one in Attempt.objects.filter(notice=notice).order_by("number")
                ],
                "clock": Deadline.objects.filter(notice=notice).values_list("state", flat=True).first(),
                "receipts": Receipt.objects.filter(attempt__notice=notice, taken_back_at=None).count(),
            }
            for notice in Notice.objects.order_by("pk")
        },
        "rooms": [[room.cursor, room.problem] for room in Room.objects.all()],
        "ledger": verify(ledger_entries(Actor("auditor", "the-test"))).problems,
    }


if __name__ == "__main__":
    from jikimi.service.prepare import ready

    ready()
    json.dump(look(), sys.stdout, default=str)
