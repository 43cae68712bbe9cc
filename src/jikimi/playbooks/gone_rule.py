"""When a link of a platform may be called gone."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from jikimi.playbooks.duration import Duration
from jikimi.playbooks.part import Part


class GoneRule(Part):
    """So many `looks` in a row say "gone", the first and last at least `apart`, from so many `vantages`."""

    looks: int = Field(default=3, ge=2, le=20)
    apart: Duration = timedelta(days=2)
    vantages: int = Field(default=1, ge=1, le=10)
