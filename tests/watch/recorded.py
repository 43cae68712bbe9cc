"""Short ways to the state that a test begins in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.due import claim
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.record import compact
from jikimi.watch.actions.add_room import add_room
from jikimi.watch.actions.record_posts import record_posts
from jikimi.watch.bank_follower import BankFollower
from jikimi.watch.models import Room, Sighting
from jikimi.watch.seen_file import SeenFile

KEEP = timedelta(days=90)
BASIS = "A sentence about the law and its article, long enough to mean something."
MIB = 1024 * 1024


def new_room(actor: Actor, address: str = "matrix://here/#school:here", *, budget: int = 50 * MIB) -> Room:
    room, _ = add_room(
        actor, source="matrix", address=address, cadence_s=60, disk_budget_bytes=budget, now=timezone.now()
    )
    return room


def claimed(room: Room) -> Room:
    """The same room, leased to us."""
    Room.objects.filter(pk=room.pk).update(lease_until=None, next_visit_at=timezone.now())
    taken = claim(Room.objects.filter(pk=room.pk), "next_visit_at", timezone.now(), 60)
    assert taken is not None
    return taken


def follower() -> BankFollower:
    fresh = BankFollower()
    fresh.load()
    return fresh


def file_of(post_id: str, picture: Fingerprint | None, bank: BankFollower | None) -> SeenFile:
    return SeenFile(
        post_id=post_id,
        media_index=0,
        address=f"matrix://here/!room:here/{post_id}",
        media_address=f"mxc://here/{post_id}",
        made_at=timezone.now() - timedelta(seconds=2),
        author="@somebody:here",
        compact=compact(picture) if picture is not None else None,
        compared=bank.compare(picture) if picture is not None and bank is not None else None,
        unread_reason="" if picture else "It could not be read.",
        try_again=picture is None,
    )


def record(room: Room, files: Sequence[SeenFile], cursor: str | None = None) -> list[Sighting]:
    return record_posts(claimed(room), files, cursor=cursor, now=timezone.now(), lease_s=60, keep=KEEP)
