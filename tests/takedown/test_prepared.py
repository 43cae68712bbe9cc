"""What the engine prepared goes out with a caseworker's yes and never without one."""

from __future__ import annotations

import pytest
from django.utils import timezone

from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import ENGINE, Actor, PermissionRefused
from jikimi.cases.models import Case, Consent
from jikimi.takedown.actions.begin_attempt import claim_notice
from jikimi.takedown.actions.decide_prepared import drop_prepared, send_prepared
from jikimi.takedown.actions.hold_back_restored import hold_back_restored
from jikimi.takedown.models import Notice, NoticeState
from jikimi.takedown.queries import summary
from jikimi.takedown.refusals import Refused
from tests.takedown.found import claimed_notice, confirmed, sighting_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepared(caseworker: Actor, case: Case) -> Notice:
    notice, *others = confirmed(caseworker, sighting_of(caseworker, case))
    Notice.objects.filter(pk__in=[one.pk for one in others]).update(state=NoticeState.WITHDRAWN)
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.PREPARED, send_after=None, decided_by="")
    notice.refresh_from_db()
    return notice


def test_it_waits_for_a_person_and_is_never_due(prepared: Notice) -> None:
    now = timezone.now()
    # Even if something gave it a time: its state alone keeps it back.
    Notice.objects.filter(pk=prepared.pk).update(send_after=now)
    assert claim_notice(now=now, lease_s=60, due_by=now) is None
    assert summary().need_a_person == 1


def test_a_yes_makes_it_due_in_her_name(prepared: Notice, caseworker: Actor) -> None:
    send_prepared(caseworker, prepared, now=timezone.now())
    assert claimed_notice().decided_by == caseworker.pseudonym
    with pytest.raises(Refused, match="waits for your yes"):
        send_prepared(caseworker, prepared, now=timezone.now())


def test_a_no_ends_it_with_its_reason(prepared: Notice, caseworker: Actor) -> None:
    drop_prepared(caseworker, prepared, why="They have promised it by telephone.")
    prepared.refresh_from_db()
    assert (prepared.state, prepared.reason) == ("withdrawn", "They have promised it by telephone.")
    with pytest.raises(Refused, match="waits for your yes"):
        drop_prepared(caseworker, prepared)


def test_who_may_not_say_yes(prepared: Notice, other_team: Actor, operator: Actor, caseworker: Actor) -> None:
    for actor in (other_team, operator, ENGINE):
        with pytest.raises(PermissionRefused):
            send_prepared(actor, prepared, now=timezone.now())
    withdraw_consent(caseworker, prepared.case, Consent.Kind.ASK_PLATFORMS)
    with pytest.raises(Refused, match="not said yes to writing"):
        send_prepared(caseworker, prepared, now=timezone.now())
    assert Notice.objects.get(pk=prepared.pk).state == NoticeState.PREPARED


def test_after_restoring_it_may_have_been_sent(prepared: Notice, operator: Actor) -> None:
    assert hold_back_restored(operator) == 1
    assert Notice.objects.get(pk=prepared.pk).state == NoticeState.UNKNOWN
