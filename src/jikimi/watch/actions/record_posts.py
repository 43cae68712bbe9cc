"""Remember what was seen in a room, what it matched, and how far the room was read: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.due import prolong
from jikimi.cases.fields import lookup
from jikimi.cases.queries import bank_changes_after
from jikimi.watch.actions.add_sightings import add_sightings
from jikimi.watch.allowed import tag_of
from jikimi.watch.backoff import next_try
from jikimi.watch.models import Post, Room, Sighting
from jikimi.watch.refusals import BankMoved, LeaseLost
from jikimi.watch.seen_file import SeenFile


def record_posts(
    room: Room,
    files: Sequence[SeenFile],
    *,
    cursor: str | None,
    now: datetime,
    lease_s: float,
    keep: timedelta,
) -> list[Sighting]:
    """The new sightings. What is remembered already is left as it is, so the same files may come again.

    `cursor` is that of the last post all of whose files are in `files` or remembered already; None leaves the
    stored one. Errors: LeaseLost, BankMoved; then nothing was written.
    """
    with acting(ENGINE, may={"engine"}, verb="watch.record_posts", subject=f"room:{room.pk}") as act:
        # The row stays locked until the end, so that nobody else records for this room meanwhile.
        if not prolong(room, now, lease_s):
            raise LeaseLost
        new = _unknown(room, files)
        sightings = []
        for key, file in new.items():
            post = _remember(room, key, file, now, keep)
            matches = file.compared.matches if file.compared else ()
            sightings += add_sightings(post, matches, from_the_past=False, now=now)
        if cursor is not None:
            Room.objects.filter(pk=room.pk).update(cursor=cursor)
        act.details = {"files": len(new), "sightings": len(sightings)}
        compared_at = [file.compared.bank_seq for file in new.values() if file.compared]
        if compared_at:
            # Asked under the ledger's head: a change of the bank comes wholly before or wholly after us.
            act.after_entry(lambda _: bank_stands(min(compared_at)))
    if cursor is not None:
        room.cursor = cursor
    return sightings


def bank_stands(seq: int) -> None:
    """Errors: BankMoved when the bank changed after `seq`."""
    if bank_changes_after(seq, limit=1):
        raise BankMoved


def post_key(post_id: str) -> bytes:
    return lookup(post_id, "post.id")


def _unknown(room: Room, files: Sequence[SeenFile]) -> dict[tuple[bytes, int], SeenFile]:
    by_key = {(post_key(file.post_id), file.media_index): file for file in files}
    known = Post.objects.filter(room=room, post_key__in={key for key, _ in by_key})
    for key, index in known.values_list("post_key", "media_index"):
        by_key.pop((bytes(key or b""), index), None)
    return by_key


def _remember(room: Room, key: tuple[bytes, int], file: SeenFile, now: datetime, keep: timedelta) -> Post:
    return Post.objects.create(
        room=room,
        post_key=key[0],
        media_index=key[1],
        address=file.address,
        media_address=file.media_address,
        made_at=file.made_at,
        seen_at=now,
        author_tag=tag_of(file.author),
        compact=file.compact,
        bank_seq=file.compared.bank_seq if file.compared else 0,
        unread_reason=file.unread_reason,
        read_attempts=0 if file.compact else 1,
        next_read_at=next_try(1, now) if file.try_again else None,
        expires_at=now + keep,
    )
