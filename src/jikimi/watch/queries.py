"""What may be read of the watch, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.queries import bank_seq, visible_to
from jikimi.watch.actions.prune_posts import room_bytes
from jikimi.watch.models import Authority, PastSearch, Post, Room, Sighting, SightingState


def authorities(at: datetime | None = None) -> QuerySet[Authority]:
    """Those in force; nothing is watched while there is none."""
    return Authority.objects.filter(ended_at=None, recorded_at__lte=at or timezone.now()).order_by("pk")


def may_fetch() -> bool:
    """Whether the centre has said under which authority it fetches such content."""
    return authorities().exists()


def sightings_visible_to(actor: Actor) -> QuerySet[Sighting]:
    """The sightings of the cases that the actor may see, the newest last."""
    visible = Sighting.objects.filter(case__in=visible_to(actor))
    return visible.select_related("case", "fingerprint", "room", "post").order_by("pk")


def rooms(actor: Actor) -> QuerySet[Room]:
    """The watched rooms, for those who watch over them. Their addresses open only with the engine's key."""
    return (
        Room.objects.order_by("pk")
        if actor.kind in ("operator", "caseworker", "engine")
        else Room.objects.none()
    )


@dataclass(frozen=True, slots=True)
class RoomSummary:
    """One room in numbers: nothing here says which room it is."""

    number: int
    state: str
    problem: str
    caught_up_at: datetime | None
    next_visit_at: datetime | None
    files: int
    bytes: int
    disk_budget_bytes: int
    files_forgotten: int


@dataclass(frozen=True, slots=True)
class WatchSummary:
    """How the watch stands. Every number is a count of now.

    `files_to_read_again` wait for another try; `files_never_read` could not be read, or not in full.
    `searching_the_past` is how many files were compared by the search that is going on, None where none is.
    """

    authorities: int
    rooms: tuple[RoomSummary, ...]
    sightings: Mapping[str, int]
    files_to_read_again: int
    files_never_read: int
    searching_the_past: int | None
    pictures_not_kept: int


def summary() -> WatchSummary:
    unread = Post.objects.exclude(unread_reason="")
    going_on = PastSearch.objects.filter(done_at=None).order_by("pk").first()
    behind = going_on is None and bank_seq() > _searched_to()
    counted = Sighting.objects.values_list("state").annotate(n=Count("pk")).order_by()
    return WatchSummary(
        authorities=authorities().count(),
        rooms=tuple(_room_summary(room) for room in Room.objects.order_by("pk")),
        sightings={str(state): 0 for state in SightingState.values} | dict(counted),
        files_to_read_again=unread.filter(next_read_at__isnull=False).count(),
        files_never_read=unread.filter(next_read_at=None).count(),
        searching_the_past=going_on.posts_compared if going_on else (0 if behind else None),
        pictures_not_kept=Sighting.objects.filter(keep_at=None).exclude(keep_note="").count(),
    )


def _searched_to() -> int:
    last = PastSearch.objects.order_by("-to_seq").first()
    return last.to_seq if last else 0


def _room_summary(room: Room) -> RoomSummary:
    return RoomSummary(
        number=room.pk,
        state=str(room.state),
        problem=room.problem,
        caught_up_at=room.caught_up_at,
        next_visit_at=room.next_visit_at,
        files=Post.objects.filter(room=room).count(),
        bytes=room_bytes(room),
        disk_budget_bytes=room.disk_budget_bytes,
        files_forgotten=room.posts_pruned,
    )
