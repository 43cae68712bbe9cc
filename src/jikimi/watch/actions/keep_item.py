"""Keep the fingerprint of a confirmed picture, so that it is found again even better."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from jikimi.cases.actions.protect import ConsentMissing, protect
from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.due import claim, release
from jikimi.watch.backoff import next_try
from jikimi.watch.models import Sighting
from jikimi.watch.queries import may_fetch
from jikimi.watch.refusals import LeaseLost

MOST_ATTEMPTS = 4


def claim_to_keep(sources: Collection[str], *, now: datetime, lease_s: float) -> Sighting | None:
    """The confirmed sighting whose picture has waited longest; None also while we may not fetch."""
    if not may_fetch():
        return None
    waiting = Sighting.objects.filter(room__source__in=sources).select_related("case", "post", "room")
    return claim(waiting, "keep_at", now, lease_s)


def keep_item(sighting: Sighting, record: bytes, *, now: datetime) -> bool:
    """Whether it was kept; `keep_note` says why not. Errors: LeaseLost."""
    try:
        with acting(
            ENGINE,
            may={"engine"},
            verb="watch.keep_item",
            subject=f"sighting:{sighting.pk}",
            case=sighting.case,
        ):
            item, _ = protect(ENGINE, sighting.case, kind="item", record=record)
            if not release(sighting, keep_at=None, keep_note="", kept_item=item):
                raise LeaseLost
    except ConsentMissing as missing:
        could_not_keep(sighting, str(missing), try_again=False, now=now)
        return False
    return True


def could_not_keep(sighting: Sighting, sentence: str, *, try_again: bool, now: datetime) -> None:
    """The original still protects. Visible in the sighting; tried again a few times. Errors: LeaseLost."""
    attempts = sighting.keep_attempts + 1
    again = try_again and attempts < MOST_ATTEMPTS
    with acting(
        ENGINE,
        may={"engine"},
        verb="watch.could_not_keep",
        subject=f"sighting:{sighting.pk}",
        case=sighting.case,
        details={"again": again},
    ):
        kept = release(
            sighting,
            keep_at=next_try(attempts, now) if again else None,
            keep_attempts=attempts,
            keep_note=sentence[:300],
        )
        if not kept:
            raise LeaseLost
