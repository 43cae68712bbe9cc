"""A notice that waits to be sent by mail."""

from __future__ import annotations

import pytest

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.takedown.models import Notice
from tests.takedown.found import confirmed, sighting_of


@pytest.fixture
def mail(caseworker: Actor, case: Case) -> Notice:
    return next(one for one in confirmed(caseworker, sighting_of(caseworker, case)) if one.route == "email")
