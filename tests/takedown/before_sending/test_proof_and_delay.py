"""Is proof kept, do the police want a delay: asked before anything goes out, and held to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jikimi.cases.actor import ENGINE, Actor, PermissionRefused
from jikimi.cases.models import Case
from jikimi.routes.base import NotSent
from jikimi.takedown.actions.ask_another_way import ask_another_way
from jikimi.takedown.actions.begin_attempt import claim_notice
from jikimi.takedown.actions.confirm_sighting import confirm_sighting
from jikimi.takedown.actions.hold_notice import hold_notice, release_notice
from jikimi.takedown.models import Notice, NoticeState
from jikimi.takedown.refusals import Refused
from tests.takedown.before_sending.of_law import MAIL, SENDS, of
from tests.takedown.found import asked_by, sighting_of
from tests.takedown.sending.scripted import ScriptedRoute, run_sender, says, takes
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("answer", ["", "perhaps", "yes"])
def test_nothing_goes_out_before_somebody_said_whether_proof_is_kept(
    caseworker: Actor, case: Case, answer: str
) -> None:
    sighting = sighting_of(caseworker, case)
    with pytest.raises(Refused, match="Is proof kept"):
        confirm_sighting(
            caseworker, sighting, ground="look", proof=answer, letterhead=letterhead(), now=timezone.now()
        )
    assert not Notice.objects.exists()


def test_the_answer_and_the_delay_stand_on_the_notices(caseworker: Actor, case: Case) -> None:
    now = timezone.now()
    until = now + timedelta(days=3)
    notices = confirm_sighting(
        caseworker,
        sighting_of(caseworker, case),
        ground="look",
        proof="not wanted",
        hold_until=until,
        letterhead=letterhead(),
        now=now,
    )
    assert {(one.proof, one.held_until) for one in notices} == {("not wanted", until)}
    assert all("Held until" in one.reason for one in notices)
    assert claim_notice(now=now, lease_s=60, due_by=now) is None
    assert claim_notice(now=until, lease_s=60, due_by=until) is not None


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_delay_lies_ahead_and_ends(caseworker: Actor, mail: Notice, days: int) -> None:
    now = timezone.now()
    with pytest.raises(Refused, match="at most a year"):
        hold_notice(caseworker, mail, until=now + timedelta(days=days), now=now)


@SENDS
def test_a_notice_is_held_even_from_the_hands_of_the_sender_and_released(
    caseworker: Actor, mail: Notice
) -> None:
    now = timezone.now()
    Notice.objects.filter(pk=mail.pk).update(rank=0)
    claimed = claim_notice(now=now, lease_s=60, due_by=now)
    assert claimed is not None
    hold_notice(caseworker, mail, until=now + timedelta(days=1), now=now)
    email = ScriptedRoute("email", takes)
    run_sender(email, ScriptedRoute("matrix_report", takes), times=4)
    assert email.sent == []
    release_notice(caseworker, of(mail), now=now)
    assert (of(mail).held_until, of(mail).reason) == (None, "")
    run_sender(email)
    assert of(mail).state == NoticeState.HANDED_OVER
    with pytest.raises(Refused, match="not held"):
        release_notice(caseworker, mail, now=now)
    with pytest.raises(Refused, match="not gone out yet"):
        hold_notice(caseworker, mail, until=now + timedelta(days=1), now=now)


def test_what_else_keeps_it_back_is_still_said_after_its_release(caseworker: Actor, mail: Notice) -> None:
    now = timezone.now()
    Notice.objects.filter(pk=mail.pk).update(state=NoticeState.NOT_SENT, reason="Nobody knows whither.")
    for days in (1, 2):
        hold_notice(caseworker, of(mail), until=now + timedelta(days=days), now=now)
        assert of(mail).reason.endswith("before that. Nobody knows whither.")
    release_notice(caseworker, of(mail), now=now)
    assert of(mail).reason == "Nobody knows whither."


@SENDS
def test_a_held_second_way_does_not_go_when_the_first_fails(
    caseworker: Actor, case: Case, tmp_path: Path
) -> None:
    by = asked_by(
        tmp_path,
        'kind = "matrix_report"\ndestination = "${homeserver}"',
        MAIL,
        order='order = "sequence"\nnext_route_after = "1h"',
    )
    now = timezone.now()
    first, second = confirm_sighting(
        caseworker, sighting_of(caseworker, case), ground="look", proof="kept", letterhead=by, now=now
    )
    hold_notice(caseworker, second, until=now + timedelta(days=1), now=now)
    email = ScriptedRoute("email", takes)
    run_sender(ScriptedRoute("matrix_report", says(NotSent("No.", try_again=False))), email, times=3)
    assert of(first).state == NoticeState.NOT_SENT
    assert email.sent == []


def test_only_the_cases_own_people_hold_and_release(
    mail: Notice, other_team: Actor, operator: Actor, caseworker: Actor
) -> None:
    now = timezone.now()
    for actor in (other_team, operator, ENGINE):
        with pytest.raises(PermissionRefused):
            hold_notice(actor, mail, until=now + timedelta(days=1), now=now)
        with pytest.raises(PermissionRefused):
            release_notice(actor, mail, now=now)
        with pytest.raises(PermissionRefused):
            ask_another_way(actor, mail, way=1, letterhead=letterhead(), now=now)
