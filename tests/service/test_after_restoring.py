"""What was waiting in a backup is not sent again by itself, and stands first in `status`."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor, PermissionRefused
from jikimi.cases.models import Case, LedgerEntry
from jikimi.service.standing import standing
from jikimi.service.standing_words import in_words
from jikimi.takedown.actions.begin_attempt import begin_attempt, claim_notice
from jikimi.takedown.actions.hold_back_restored import hold_back_restored
from jikimi.takedown.models import Attempt, Notice, NoticeState, Outcome
from tests.takedown.found import claimed_notice, confirmed, sighting_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def notices(caseworker: Actor, case: Case) -> list[Notice]:
    """Some that wait, and one in the moment of being sent."""
    made = confirmed(caseworker, sighting_of(caseworker, case))
    assert len(made) >= 2
    assert begin_attempt(claimed_notice(), now=timezone.now()) is not None
    return made


def test_nothing_that_was_waiting_is_sent_by_itself(notices: list[Notice], operator: Actor) -> None:
    assert hold_back_restored(operator) == len(notices)
    assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.UNKNOWN}
    assert Attempt.objects.get().outcome == Outcome.UNKNOWN
    now = timezone.now() + timedelta(days=30)
    assert claim_notice(now=now, lease_s=60, due_by=now) is None
    assert hold_back_restored(operator) == 0
    verbs = list(LedgerEntry.objects.values_list("verb", flat=True))
    assert verbs.count("takedown.hold_back_restored") == len(notices)
    assert verbs.count("service.restore") == 2


def test_it_stands_first_in_status_with_its_reason(notices: list[Notice], operator: Actor) -> None:
    hold_back_restored(operator)
    told = standing()
    assert {one["state"] for one in told["need_a_person"]} == {"unknown"}
    lines = list(in_words(told))
    assert lines[2] == "Waits for a person:"
    assert notices[0].public_id in lines[3]
    assert "UNKNOWN. A backup was restored." in lines[3]


def test_only_the_operator_restores(caseworker: Actor, notices: list[Notice]) -> None:
    with pytest.raises(PermissionRefused):
        hold_back_restored(caseworker)
