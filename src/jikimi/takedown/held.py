"""A notice that is held back, because the police want it or somebody still keeps the proof."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q


def not_held(at: datetime) -> Q:
    """Notices that nobody holds back at that time."""
    return Q(held_until=None) | Q(held_until__lte=at)


def held_reason(until: datetime) -> str:
    """What is shown beside it."""
    return f"Held until {until:%Y-%m-%d %H:%M} UTC, so that nobody is warned before that."
