"""Read a file again that could not be read when its post was seen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.due import claim, release
from jikimi.watch.actions.add_sightings import add_sightings
from jikimi.watch.actions.record_posts import bank_stands
from jikimi.watch.backoff import next_try
from jikimi.watch.bank_follower import Compared
from jikimi.watch.models import Post, Sighting
from jikimi.watch.queries import may_fetch
from jikimi.watch.refusals import LeaseLost

# With the pauses between them, a place may be away for about five hours.
MOST_ATTEMPTS = 12


def claim_unread(sources: Collection[str], *, now: datetime, lease_s: float) -> Post | None:
    """The file that has waited longest for another try, leased to us; None also while we may not fetch."""
    if not may_fetch():
        return None
    waiting = Post.objects.filter(room__source__in=sources, media_address__isnull=False).select_related(
        "room"
    )
    return claim(waiting, "next_read_at", now, lease_s)


def record_reading(
    post: Post, *, compact: bytes, compared: Compared, now: datetime, in_part: str = ""
) -> list[Sighting]:
    """It could be read this time, or (`in_part` says why) a part of it.

    Errors: LeaseLost, BankMoved; then nothing was written.
    """
    with acting(ENGINE, may={"engine"}, verb="watch.read_again", subject=f"post:{post.pk}") as act:
        _settle(post, compact=compact, bank_seq=compared.bank_seq, unread_reason=in_part, next_read_at=None)
        sightings = add_sightings(post, compared.matches, from_the_past=False, now=now)
        act.details = {"sightings": len(sightings)}
        act.after_entry(lambda _: bank_stands(compared.bank_seq))
    return sightings


def record_unread(post: Post, sentence: str, *, try_again: bool, now: datetime) -> None:
    """Still not. After the last try it stays as "could not be read" until it expires. Errors: LeaseLost."""
    again = try_again and post.read_attempts + 1 < MOST_ATTEMPTS
    with acting(
        ENGINE,
        may={"engine"},
        verb="watch.could_not_read",
        subject=f"post:{post.pk}",
        details={"again": again},
    ):
        _settle(
            post,
            unread_reason=sentence[:300],
            next_read_at=next_try(post.read_attempts + 1, now) if again else None,
        )


def _settle(post: Post, **outcome: Any) -> None:
    if not release(post, read_attempts=post.read_attempts + 1, **outcome):
        raise LeaseLost
