"""Notices that are due."""

from __future__ import annotations

import pytest

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.takedown.models import Notice
from tests.takedown.found import confirmed, sighting_of


@pytest.fixture
def notices(caseworker: Actor, case: Case) -> list[Notice]:
    """A report and a letter, both due."""
    return confirmed(caseworker, sighting_of(caseworker, case))
