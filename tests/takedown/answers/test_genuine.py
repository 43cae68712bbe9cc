"""Is this notice genuine? What anybody may learn by its number, and no more."""

from __future__ import annotations

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.takedown.actions.begin_attempt import begin_attempt
from jikimi.takedown.actions.retract_notice import retract_notices
from jikimi.takedown.answers import genuine
from jikimi.takedown.models import Notice
from tests.takedown.found import claimed_notice, confirmed, sighting_of
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db


def test_genuine_says_what_is_in_the_notice_and_no_more(mailed: Notice, caseworker: Actor) -> None:
    told = genuine(mailed.public_id)
    assert told is not None
    assert (told.notice_id, told.law, told.signed_sha256) == (mailed.public_id, mailed.law, ("ab" * 32,))
    assert told.retracted_at is None
    (retraction,) = retract_notices(
        caseworker, [mailed], why="wrong", letterhead=letterhead(), now=timezone.now()
    )
    taken_back = genuine(mailed.public_id)
    assert taken_back is not None
    assert taken_back.retracted_at is not None
    assert genuine(retraction.public_id) is None, "not sent yet"
    begin_attempt(claimed_notice(), now=timezone.now())
    sent = genuine(retraction.public_id)
    assert sent is not None
    assert sent.retracts == mailed.public_id


def test_of_what_never_left_nothing_is_told(caseworker: Actor, case: Case) -> None:
    (report, _mail) = confirmed(caseworker, sighting_of(caseworker, case))
    assert genuine(report.public_id) is None
    assert genuine("JK-AAAAAAAAAAAA") is None
