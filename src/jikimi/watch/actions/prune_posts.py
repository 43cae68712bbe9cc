"""Forget what was seen: what has expired, and the oldest of a room that takes more disk than it may.

A post whose sighting waits for a person's decision, or whose picture is yet to be kept, stays until then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Length

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.watch.models import Post, Room, SightingState

# Beside the fingerprint: sealed addresses, keys, times, their places in the indexes, and what paging wastes
# (measured with full fingerprints: SQLite 680, PostgreSQL 600 as long as a value fits two pieces of TOAST).
BYTES_BESIDE = {"sqlite": 700, "postgresql": 620}
BATCH = 500


def prune_posts(*, now: datetime) -> int:
    """How many files were forgotten."""
    return _expired(now) + sum(_over_budget(room) for room in Room.objects.all())


def room_bytes(room: Room) -> int:
    """How much disk the room's posts take, about."""
    sizes = Post.objects.filter(room=room).aggregate(n=Count("pk"), fingerprints=_fingerprint_bytes())
    return int(sizes["fingerprints"]) + int(sizes["n"]) * _bytes_beside()


def _fingerprint_bytes() -> Coalesce:
    return Coalesce(Sum(Length("compact")), 0)


def _bytes_beside() -> int:
    return BYTES_BESIDE[connection.vendor]


def _not_needed() -> QuerySet[Post]:
    needed = Q(sightings__state=SightingState.OPEN) | Q(sightings__keep_at__isnull=False)
    return Post.objects.exclude(pk__in=Post.objects.filter(needed).values("pk"))


def _expired(now: datetime) -> int:
    forgotten = 0
    while gone := _forget(_not_needed().filter(expires_at__lte=now).order_by("pk"), "expired"):
        forgotten += gone
    return forgotten


def _over_budget(room: Room) -> int:
    over = room_bytes(room) - room.disk_budget_bytes
    forgotten = 0
    while over > 0:
        oldest = _not_needed().filter(room=room).annotate(bytes=Coalesce(Length("compact"), 0)).order_by("pk")
        doomed = []
        for pk, size in oldest.values_list("pk", "bytes")[:BATCH]:
            if over <= 0:
                break
            doomed.append(pk)
            over -= size + _bytes_beside()
        if not doomed:
            break  # all that is left is needed
        forgotten += _forget(Post.objects.filter(pk__in=doomed), "over budget")
    return forgotten


def _forget(posts: QuerySet[Post], why: str) -> int:
    rooms = dict(posts.values_list("pk", "room_id")[:BATCH])
    if not rooms:
        return 0
    with acting(ENGINE, may={"engine"}, verb="watch.prune_posts") as act:
        # Locked, then asked once more: something may have been found in one of them at this moment.
        locked = Post.objects.select_for_update().filter(pk__in=rooms).order_by("pk")
        still_there = set(locked.values_list("pk", flat=True))
        doomed = set(_not_needed().filter(pk__in=still_there).values_list("pk", flat=True))
        Post.objects.filter(pk__in=doomed).delete()
        _count(rooms[pk] for pk in doomed)
        act.details = {"files": len(doomed), "why": why}
    return len(doomed)


def _count(room_ids: Iterable[int]) -> None:
    for room_id, number in Counter(room_ids).items():
        Room.objects.filter(pk=room_id).update(posts_pruned=F("posts_pruned") + number)
