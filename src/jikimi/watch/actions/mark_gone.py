"""The link that came of a sighting is gone: another copy of the same will have come back."""

from __future__ import annotations

from datetime import datetime

from jikimi.watch.models import Sighting


def mark_gone(sighting_id: int, *, now: datetime) -> None:
    """Part of `takedown.record_check`'s transaction, whose entry tells of it."""
    Sighting.objects.filter(pk=sighting_id, gone_at=None).update(gone_at=now)
