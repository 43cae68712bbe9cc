"""Look for newly protected photographs among what was seen before they were protected.

One search covers all changes of the bank since the one before. It goes through the remembered posts by
their ids; posts that were compared with a newer bank are left out, and no post with an older one can appear
later, because `record_posts` checks the bank under the ledger's head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.due import claim, prolong, release
from jikimi.cases.queries import bank_changes_after, bank_seq
from jikimi.fingerprint.film import from_remembered
from jikimi.fingerprint.record import BadRecord, from_bytes
from jikimi.match.film import find_in_film
from jikimi.match.matcher import Matcher
from jikimi.match.sighting import Match
from jikimi.seal.errors import SealBroken
from jikimi.watch.actions.add_sightings import add_sightings
from jikimi.watch.actions.record_posts import bank_stands
from jikimi.watch.models import PastSearch, Post, Sighting
from jikimi.watch.refusals import LeaseLost


@dataclass(frozen=True, slots=True)
class NewlyProtected:
    """The photographs of one search that are still in the bank, as it stood at `seq`."""

    matcher: Matcher
    seq: int


def claim_past_search(*, now: datetime, lease_s: float) -> PastSearch | None:
    """The search to go on with, a new one if the bank has changed since the last; leased to us."""
    last = PastSearch.objects.aggregate(last=Max("to_seq"))["last"] or 0
    head = bank_seq()
    if head > last:
        try:
            with transaction.atomic():
                PastSearch.objects.create(after_seq=last, to_seq=head, due_at=now)
        except IntegrityError:
            pass  # another worker has just begun the same one
    return claim(PastSearch.objects.all(), "due_at", now, lease_s)


def newly_protected(search: PastSearch) -> NewlyProtected:
    """What to look for. Reads whole fingerprints: a few megabytes for a thousand."""
    matcher, seq, position = Matcher(), bank_seq(), search.after_seq
    while steps := bank_changes_after(position):
        for step in steps:
            if step.seq <= search.to_seq and step.record is not None:
                try:
                    matcher.add(str(step.fingerprint_id), from_bytes(step.record))
                except BadRecord:
                    continue  # the follower of the bank counts and shows it
        position = steps[-1].seq
        if position >= search.to_seq:
            break
    return NewlyProtected(matcher, seq)


def next_posts(search: PastSearch, limit: int) -> list[Post]:
    """The next posts to compare, in the order of the search."""
    older = Post.objects.filter(pk__gt=search.position, bank_seq__lt=search.to_seq, compact__isnull=False)
    return list(older.select_related("room").order_by("pk")[:limit])


def compare_past(wanted: NewlyProtected, post: Post) -> list[Match]:
    """Takes milliseconds of CPU: call it in a thread. A record that cannot be read matches nothing."""
    try:
        return find_in_film(wanted.matcher.find, from_remembered(post.compact or b""))
    except (BadRecord, SealBroken):
        return []


def record_past(
    search: PastSearch,
    found: Sequence[tuple[Post, Sequence[Match]]],
    *,
    wanted: NewlyProtected,
    now: datetime,
    lease_s: float,
) -> list[Sighting]:
    """The new sightings of one batch, and how far the search has come. Errors: LeaseLost, BankMoved."""
    reached = {"position": found[-1][0].pk, "posts_compared": search.posts_compared + len(found)}
    if not any(matches for _, matches in found):
        _reach(search, reached, now, lease_s)
        _go_on(search, reached)
        return []
    with acting(ENGINE, may={"engine"}, verb="watch.search_the_past", subject=f"search:{search.pk}") as act:
        _reach(search, reached, now, lease_s)
        sightings = [
            sighting
            for post, matches in found
            for sighting in add_sightings(post, matches, from_the_past=True, now=now)
        ]
        act.details = {"files": len(found), "sightings": len(sightings)}
        act.after_entry(lambda _: bank_stands(wanted.seq))
    _go_on(search, reached)
    return sightings


def finish_past_search(search: PastSearch, *, now: datetime) -> None:
    """Everything was compared. Errors: LeaseLost."""
    with acting(
        ENGINE,
        may={"engine"},
        verb="watch.searched_the_past",
        subject=f"search:{search.pk}",
        details={"files": search.posts_compared},
    ):
        if not release(search, due_at=None, done_at=now):
            raise LeaseLost


def _reach(search: PastSearch, reached: dict[str, int], now: datetime, lease_s: float) -> None:
    with transaction.atomic():
        if not prolong(search, now, lease_s):
            raise LeaseLost
        PastSearch.objects.filter(pk=search.pk).update(**reached)


def _go_on(search: PastSearch, reached: dict[str, int]) -> None:
    search.position, search.posts_compared = reached["position"], reached["posts_compared"]
