"""A notice under a law of 48 hours, handed over."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Notice
from jikimi.watch.models import Sighting
from tests.takedown.clocks import asked, sent, with_law
from tests.takedown.found import sighting_of


@pytest.fixture
def start() -> datetime:
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def sighting(caseworker: Actor, case: Case) -> Sighting:
    return sighting_of(caseworker, case)


@pytest.fixture
def by(tmp_path: Path) -> Letterhead:
    return with_law(tmp_path)


@pytest.fixture
def notice(caseworker: Actor, sighting: Sighting, by: Letterhead, start: datetime) -> Notice:
    """Handed over at `start`; 48 hours run from then."""
    asked(caseworker, sighting, by, start)
    return sent(start)
