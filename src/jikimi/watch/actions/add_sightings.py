"""What the matches of one remembered file mean for each case. Runs inside another verb's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db.models import Q

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.models import Fingerprint
from jikimi.cases.queries import fingerprints_visible_to
from jikimi.match.film import second_of
from jikimi.match.sighting import Match, Verdict
from jikimi.watch.allowed import is_allowed
from jikimi.watch.models import Post, Sighting, SightingState


def add_sightings(
    post: Post, matches: Sequence[Match], *, from_the_past: bool, now: datetime
) -> list[Sighting]:
    """The sightings that are new, or surer than before: one at most for each case, by its best match."""
    best: dict[int, tuple[Match, Fingerprint]] = {}
    for match, fingerprint in _standing(matches):
        known = best.get(fingerprint.case_id)
        if known is None or _strength(match) > _strength(known[0]):
            best[fingerprint.case_id] = (match, fingerprint)
    added = [
        _add(post, match, fingerprint, from_the_past=from_the_past, now=now)
        for match, fingerprint in best.values()
    ]
    return [sighting for sighting in added if sighting is not None]


def _standing(matches: Sequence[Match]) -> list[tuple[Match, Fingerprint]]:
    if not matches:
        return []
    standing = (
        fingerprints_visible_to(ENGINE).filter(withdrawn_at=None).select_related("case").defer("record")
    )
    known = standing.in_bulk([int(match.key) for match in matches])
    return [(match, known[int(match.key)]) for match in matches if int(match.key) in known]


def _strength(match: Match) -> tuple[bool, float, float]:
    return (
        match.verdict is Verdict.MATCH,
        match.signals.get("inliers", 0.0),
        -match.signals.get("pdq_distance", 256.0),
    )


def _add(
    post: Post, match: Match, fingerprint: Fingerprint, *, from_the_past: bool, now: datetime
) -> Sighting | None:
    case = fingerprint.case
    before = Sighting.objects.filter(case=case, post=post).first()
    if before is not None and _surer(match, before):
        # Locked and asked once more: a person may be deciding at this moment.
        before = Sighting.objects.select_for_update(no_key=True).get(pk=before.pk)
    if before is not None and not _surer(match, before):
        return None
    with acting(ENGINE, may={"engine"}, verb="watch.see", case=case) as act:
        allowed = is_allowed(
            case,
            room=post.room.address or "",
            post=post.address or "",
            author_tag=bytes(post.author_tag or b""),
        )
        sighting = before or Sighting(case=case, post=post, room=post.room, seen_at=now, made_at=post.made_at)
        sighting.fingerprint = fingerprint
        sighting.verdict, sighting.kind = match.verdict.value, match.kind.value
        sighting.signals = dict(match.signals)
        sighting.transform = asdict(match.transform) if match.transform else None
        sighting.region_map = match.region_map[:64]
        sighting.second = second_of(match)
        sighting.from_the_past = from_the_past
        sighting.came_back = _was_gone(fingerprint)
        sighting.state = SightingState.ALLOWED if allowed else SightingState.OPEN
        sighting.save()
        act.subject = f"sighting:{sighting.pk}"
        act.details = {
            "fingerprint": fingerprint.pk,
            "verdict": sighting.verdict,
            "state": str(sighting.state),
        }
    return sighting


def _surer(match: Match, before: Sighting) -> bool:
    """A person's decision stands; an open `look` may become a `match`."""
    return (
        before.state == SightingState.OPEN
        and before.verdict == Verdict.LOOK
        and match.verdict is Verdict.MATCH
    )


def _was_gone(fingerprint: Fingerprint) -> bool:
    """Whether a copy of the same was found, confirmed and gone before."""
    of_the_same = Q(fingerprint=fingerprint) | Q(kept_item=fingerprint)
    return Sighting.objects.filter(of_the_same, state=SightingState.CONFIRMED, gone_at__isnull=False).exists()
